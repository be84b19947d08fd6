"""No. 15, 101 and 103 of the bad-input list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from members.models import Member, Unit, User
from members.states import MemberState
from tests.factories.members import MAYANGAN, make_member, make_unit

pytestmark = pytest.mark.django_db

MORE = {
    "is_staff": "1",
    "is_superuser": "1",
    "role": "admin",
    "unit": "0.",
    "state": "active",
    "verified": "1",
    "by": "1",
}


def test_a15_fields_that_the_form_does_not_have_are_ignored(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    before = Member.objects.get(pk=wiwik.member_id)
    own = {"phone": "0812 3456 7890", "email": "", "address": "", "emergency_contact": ""}
    assert client.post(reverse("members:own_data"), own | MORE).status_code == 302
    after, account = Member.objects.get(pk=wiwik.member_id), User.objects.get(pk=wiwik.pk)
    assert (after.unit_id, after.state) == (before.unit_id, before.state)
    assert not account.is_superuser
    assert not account.is_staff


def test_a15_nor_do_they_move_an_applicant_on(client: Client, slamet: User) -> None:
    applicant = make_member(MAYANGAN, state=MemberState.APPLICANT)
    client.force_login(slamet)
    client.post(reverse("members:step", args=[applicant.code, "documents"]), MORE)
    applicant.refresh_from_db()
    assert applicant.state == MemberState.DOCUMENT_CHECK
    assert applicant.unit_id == MAYANGAN


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", 24), ("Asia/Makassar", 25), ("Asia/Jayapura", 25)])
def test_l101_today_is_the_day_of_the_unit_and_not_of_the_server(zone: str, day: int) -> None:
    unit = make_unit(MAYANGAN, timezone=zone)
    with time_machine.travel(datetime(2026, 11, 24, 16, 30, tzinfo=UTC), tick=False):  # 23.30 WIB, 01.30 WIT
        assert unit.today().day == day


@pytest.mark.parametrize("path", ["0.35.74.03.35.74.03.", "0.35.74", "35.74.", "0.0.", "0." + "35." * 50, ""])
def test_l103_a_unit_lies_where_its_code_says_so_a_circle_can_t_be_written(path: str) -> None:
    with pytest.raises((DataError, IntegrityError)), transaction.atomic():
        Unit.objects.create(path=path, name="Lingkaran")
