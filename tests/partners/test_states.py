"""Every arrow of every machine: taken, or refused in words and by the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from members.models import User
from partners.states import (
    ACTION_ITEM,
    AUDIENCE,
    FINISHED,
    INCOMING,
    LETTER,
    MINUTES,
    ItemState,
    LetterState,
)
from senkom.lib.states import Machine, Stateful, move
from tests.factories.partners import make_audience, make_incoming, make_item, make_letter, make_minutes

pytestmark = pytest.mark.django_db

NUMBER: dict[str, Any] = {"number": "B-001/UJI", "year": 2026, "sequence": 1, "issued_on": "2026-11-24"}


def audience_in(state: str) -> Stateful:
    # With a time, so that the only thing in the way of a step is the table.
    return make_audience(state=state, starts_at="2026-11-24T03:00:00Z")


def item_in(state: str) -> Stateful:
    return make_item(state=state, outcome="19 nama")


def letter_in(state: str) -> Stateful:
    return make_letter(state=state, **NUMBER)


MACHINES: list[tuple[Machine, Callable[[str], Stateful]]] = [
    (AUDIENCE, audience_in),
    (MINUTES, lambda state: make_minutes(state=state)),
    (ACTION_ITEM, item_in),
    (LETTER, letter_in),
    (INCOMING, lambda state: make_incoming(state=state)),
]
ARROWS = [(machine, make, *pair) for machine, make in MACHINES for pair in machine.pairs()]


@pytest.mark.parametrize(
    ("machine", "make", "source", "target", "allowed"),
    ARROWS,
    ids=[f"{machine.name}-{source}-{target}" for machine, _make, source, target, _allowed in ARROWS],
)
def test_only_the_arrows_of_the_table_are_taken(
    joko: User, machine: Machine, make: Callable[[str], Stateful], source: Any, target: Any, allowed: bool
) -> None:
    row = make(source)
    if allowed:
        move(row, target, by=joko, reason="sesuai kesepakatan")
        row.refresh_from_db()
        assert (row.state, row.state_by) == (target, joko.member)
        return
    with pytest.raises(ValidationError):
        move(row, target, by=joko, reason="sesuai kesepakatan")
    table = row._meta.db_table
    refused = pytest.raises(IntegrityError, match=machine.constraint)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET state = %s WHERE id = %s", [target, row.pk])  # noqa: S608 - our own table


@pytest.mark.parametrize(
    ("machine", "make", "source", "target"),
    [
        (machine, make, source, target)
        for machine, make, source, target, allowed in ARROWS
        if allowed and machine.needs_reason(source, target)
    ],
)
def test_a_step_that_needs_a_reason_is_refused_without_one(
    joko: User, machine: Machine, make: Callable[[str], Stateful], source: Any, target: Any
) -> None:
    with pytest.raises(ValidationError):
        move(make(source), target, by=joko, reason="  ")


@pytest.mark.parametrize("state", FINISHED)
def test_the_database_refuses_a_finished_item_without_its_result(joko: User, state: ItemState) -> None:
    with pytest.raises(ValidationError):
        move(make_item(), state, by=joko)


def test_the_database_refuses_an_issued_letter_without_a_number(joko: User) -> None:
    with pytest.raises(ValidationError):
        move(make_letter(), LetterState.ISSUED, by=joko)


@pytest.mark.parametrize("state", ["confirmed", "held", "minutes_final"])
def test_the_database_refuses_a_meeting_without_a_time(state: str) -> None:
    with pytest.raises(IntegrityError, match="audience_with_a_time"), transaction.atomic():
        make_audience(state=state, starts_at=None)
