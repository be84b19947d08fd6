"""The demo: seeded once into an empty database, topped up later, never over what a person changed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from incidents.models import Incident, IncidentReport
from incidents.services.places import number_of
from members.models import Card, Complaint, Grant, Member, Unit, User
from members.states import MemberState
from patrols.models import Assignment, Duty, PatrolReport
from patrols.services.reports import next_number
from patrols.states import DutyState
from senkom.pages.demo.people import ACCOUNTS
from senkom.pages.demo.seed import NotOurs, seed
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=ZoneInfo("UTC"))
NOBODYS_NUMBER = re.compile(r"\+6287000000\d{3}")


def test_the_chapter_has_75_people_on_the_list_and_68_active(demo: None) -> None:
    listed = Member.objects.enrolled().filter(unit__path__startswith="0.35.74.")
    assert listed.count() == 75
    assert listed.filter(state=MemberState.ACTIVE).count() == 68
    assert Member.objects.applying().count() == 6
    assert listed.exclude(email="").count() == 17
    assert Grant.objects.filter(qualification__slug="first-aid").count() == 22


def test_nobody_of_the_demo_can_be_reached_or_is_likely_to_exist(demo: None) -> None:
    for member in Member.objects.all():
        assert NOBODYS_NUMBER.fullmatch(str(member.phone.as_e164))
        assert not member.email or member.email.endswith("@contoh.example")
        assert not member.nik or member.nik[12:] >= "9001"


def test_every_account_of_the_demo_opens_with_its_password(demo: None) -> None:
    assert set(User.objects.values_list("username", flat=True)) == set(ACCOUNTS)
    assert all(user.check_password("senkom-demo") for user in User.objects.all())
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]


def test_seeding_again_adds_nothing_and_leaves_what_a_person_changed(demo: None) -> None:
    duty = Duty.objects.filter(state=DutyState.PUBLISHED).order_by("starts_at")[1]
    Duty.objects.filter(pk=duty.pk).update(meeting_point="Balai RW 04")
    Member.objects.filter(full_name="Wiwik Sulastri").update(occupation="pedagang ikan")
    before = (Member.objects.count(), Duty.objects.count(), Assignment.objects.count())
    assert not seed()
    assert before == (Member.objects.count(), Duty.objects.count(), Assignment.objects.count())
    duty.refresh_from_db()
    assert duty.meeting_point == "Balai RW 04"
    assert Member.objects.get(full_name="Wiwik Sulastri").occupation == "pedagang ikan"


def test_on_whatever_day_it_is_seeded_the_duties_to_come_are_to_come(reference: None) -> None:
    for weekday in range(7):
        now = MONDAY + timedelta(days=weekday)
        before = transaction.savepoint()
        seed(now)
        published = Duty.objects.filter(state=DutyState.PUBLISHED)
        assert published.count() == 10
        assert not published.filter(starts_at__lte=now).exists()
        assert not Duty.objects.filter(state__in=[DutyState.CLOSED, DutyState.COMPLETED], ends_at__gt=now).exists()
        transaction.savepoint_rollback(before)


def test_a_week_later_new_duties_are_added(reference: None) -> None:
    seed(MONDAY)
    before = Duty.objects.count()
    seed(MONDAY + timedelta(weeks=1))
    assert Duty.objects.count() > before


def test_a_database_with_rows_of_its_own_is_left_alone(reference: None) -> None:
    make_member("0.35.74.03.")
    with pytest.raises(NotOurs):
        seed()
    said = StringIO()
    call_command("seed_demo", stdout=said)
    assert "no mark of the demo" in said.getvalue()
    assert not Duty.objects.exists()


def test_after_seeding_people_go_on_counting_where_the_demo_stopped(demo: None) -> None:
    now = timezone.now()
    duty = Duty.objects.filter(state=DutyState.COMPLETED).earliest("starts_at")
    mayangan = Unit.objects.get(path="0.35.74.03.")
    for model, number in (
        (PatrolReport, next_number(duty, now)),
        (Incident, number_of("KJD", mayangan, now)),
        (IncidentReport, number_of("LAP", mayangan, now)),
    ):
        month, _dash, _count = number.rpartition("-")
        given = set(model.objects.filter(number__startswith=month).values_list("number", flat=True))
        assert number == f"{month}-{len(given) + 1:03d}"


def test_most_members_have_a_card_and_some_wait_for_theirs(demo: None) -> None:
    states = Counter(Card.objects.values_list("state", flat=True))
    assert states["handed_over"] > 45
    assert all(states[state] >= 3 for state in ("requested", "approved", "printed", "expired"))
    assert Complaint.objects.filter(state="received").count() == 1
