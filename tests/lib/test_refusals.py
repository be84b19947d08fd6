"""The database refuses, and its refusals become sentences."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from members.models import Member, Unit, User
from members.states import MEMBERSHIP, MemberState
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_the_suite_runs_as_the_application_does_without_superuser_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("senkom", False)


def test_a_refused_write_answers_with_the_sentence_of_its_constraint() -> None:
    member = make_member()
    with pytest.raises(ValidationError, match="nomor anggota|member number"), refused_in_words():
        Member.objects.filter(pk=member.pk).update(member_number=None)


def test_a_trigger_refuses_like_a_constraint_with_a_name(mayangan: Unit) -> None:
    member = make_member(mayangan)
    with pytest.raises(IntegrityError, match="member_kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM members_member WHERE id = %s", [member.pk])


@pytest.mark.parametrize(("source", "target", "allowed"), MEMBERSHIP.pairs())
def test_membership_takes_only_the_arrows_of_its_table(
    slamet: User, source: MemberState, target: MemberState, allowed: bool
) -> None:
    member = make_member("0.35.74.03.", state=source, member_number="3574.26.0001", valid_until=date(2035, 1, 1))
    if allowed and target in (MemberState.SUSPENDED, MemberState.EXPELLED):
        # The table has the arrow; a second guard asks for the two people (tests/members/test_proposals.py).
        with pytest.raises(ValidationError, match="diusulkan ketua satuan"), refused_in_words():
            move(member, target, by=slamet, reason="keperluan pribadi")
        return
    if allowed:
        move(member, target, by=slamet, reason="keperluan pribadi")
        assert Member.objects.get(pk=member.pk).state == target
        return
    with pytest.raises(ValidationError):
        move(member, target, by=slamet, reason="keperluan pribadi")
    with (
        pytest.raises(IntegrityError, match=MEMBERSHIP.constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE members_member SET state = %s WHERE id = %s", [target, member.pk])
