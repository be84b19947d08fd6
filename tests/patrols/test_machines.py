"""Every pair of states of every machine: taken by the table, or refused in words, and refused to plain SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.models import Unit, User
from patrols.states import ASSIGNMENT, DUTY, PARTNER, AssignmentState, DutyState, PartnerState, Via
from senkom.lib.states import Machine, Stateful, move
from tests.factories.patrols import make_assignment, make_duty, make_partner

pytestmark = pytest.mark.django_db


def follows_the_table(machine: Machine, row: Stateful, target: str, *, allowed: bool, by: User) -> None:
    """The row takes the arrow, or it is refused in words and to plain SQL."""
    if allowed:
        move(row, target, by=by, reason="hujan lebat")
        row.refresh_from_db()
        assert row.state == target
        assert row.state_by == by.member
        return
    with pytest.raises(ValidationError):
        move(row, target, by=by, reason="hujan lebat")
    sql = f"UPDATE {row._meta.db_table} SET state = %s WHERE id = %s"  # noqa: S608 - our own tables
    with pytest.raises(IntegrityError, match=machine.constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [target, row.pk])


@pytest.mark.parametrize(("source", "target", "allowed"), DUTY.pairs())
def test_duty(mayangan: Unit, slamet: User, source: DutyState, target: DutyState, allowed: bool) -> None:
    row = make_duty(mayangan, slots=0, state=source, state_reason="hujan lebat")
    follows_the_table(DUTY, row, target, allowed=allowed, by=slamet)


@pytest.mark.parametrize(("source", "target", "allowed"), ASSIGNMENT.pairs())
def test_assignment(
    mayangan: Unit, slamet: User, source: AssignmentState, target: AssignmentState, allowed: bool
) -> None:
    row = make_assignment(make_duty(mayangan, slots=1), state=source, offer_until=timezone.now())
    follows_the_table(ASSIGNMENT, row, target, allowed=allowed, by=slamet)


@pytest.mark.parametrize(("source", "target", "allowed"), PARTNER.pairs())
def test_agency_on_a_duty(
    mayangan: Unit, slamet: User, source: PartnerState, target: PartnerState, allowed: bool
) -> None:
    answered: dict[str, Any] = {"confirmed_via": Via.PHONE, "confirmed_at": timezone.now(), "headcount_actual": 2}
    row = make_partner(make_duty(mayangan, slots=0), state=source, **answered)
    follows_the_table(PARTNER, row, target, allowed=allowed, by=slamet)


@pytest.mark.parametrize("target", [DutyState.CANCELLED, DutyState.ABORTED])
def test_a_duty_does_not_end_early_without_a_reason(mayangan: Unit, slamet: User, target: DutyState) -> None:
    source = DutyState.PUBLISHED if target == DutyState.CANCELLED else DutyState.IN_PROGRESS
    with pytest.raises(ValidationError):
        move(make_duty(mayangan, slots=0, state=source), target, by=slamet, reason="  ")
