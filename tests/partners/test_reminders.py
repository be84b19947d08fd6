"""Whom the clock tells about promises and missing minutes, and when it stops."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from members.models import Member, User
from members.states import MemberState, Office
from notifications import planner
from notifications.models import Notification
from partners.models import ActionItem, Attendee, Audience
from partners.reminders import overdue_items, without_minutes
from partners.states import AudienceState, ItemState
from senkom.lib.registry import registered
from tests.factories.members import make_appointment, make_member
from tests.factories.partners import make_agency, make_audience, make_contact, make_item

pytestmark = pytest.mark.django_db

WIB = ZoneInfo("Asia/Jakarta")
DAY = timedelta(days=1)


def recipients(kind: str, subject: int) -> list[int]:
    """Who is told by a rule about a row."""
    rule = overdue_items() if kind == "item" else without_minutes()
    return [row["recipient"] for row in rule if row["subject"] == subject]


def planned(kind: str) -> list[tuple[str, int]]:
    """What stands in the inboxes, by kind and recipient."""
    rows = Notification.objects.filter(kind__startswith=kind).order_by("due_at")
    return list(rows.values_list("kind", "recipient_id"))


def morning(item: ActionItem, days: int) -> datetime:
    """Just after nine in the morning, days after the item was due."""
    return datetime.combine(item.due_on, datetime.min.time(), WIB) + timedelta(days=days, hours=9, minutes=1)


def test_the_owner_is_told_three_days_before_as_long_as_it_is_open(joko: User) -> None:
    owner = make_member()
    audience = make_audience(state=AudienceState.HELD, planned_by=joko.member)
    item = make_item(audience, owner)
    make_item(audience, make_contact(audience.agency))
    planner.run_once(now=morning(item, -4))
    assert planned("action_item") == []
    planner.run_once(now=morning(item, -3))
    planner.run_once(now=morning(item, -1))
    assert planned("action_item") == [("action_item.due.72h", owner.pk)]
    message = registered.reminders["action_item.due"].texts([item.pk])[item.pk]
    assert message.title == f"Segera jatuh tempo: {item.title}"


def test_our_people_on_the_list_of_a_confirmed_meeting_are_reminded_the_day_before(joko: User) -> None:
    tomorrow = timezone.now() + timedelta(hours=23)
    audience = make_audience(state=AudienceState.CONFIRMED, starts_at=tomorrow, planned_by=joko.member)
    Attendee.objects.create(audience=audience, member=joko.member)
    Attendee.objects.create(audience=audience, contact=make_contact(audience.agency))
    draft = make_audience(planned_by=joko.member)
    Attendee.objects.create(audience=draft, member=joko.member)
    planner.run_once()
    assert planned("audience") == [("audience.before.24h", joko.member_id)]
    message = registered.reminders["audience.before"].texts([audience.pk])[audience.pk]
    assert message.title == f"Besok: {audience.agency}"
    assert "WIB, di ruang rapat." in message.body


def test_a_week_and_three_weeks_after_a_letter_without_answer_who_planned_the_meeting_is_told(joko: User) -> None:
    sent = timezone.now() - timedelta(days=8)
    audience = make_audience(state=AudienceState.LETTER_SENT, planned_by=joko.member, state_at=sent)
    make_audience(state=AudienceState.CONFIRMED, starts_at=timezone.now() + timedelta(days=9), state_at=sent)
    planner.run_once()
    assert planned("audience") == [("audience.no_answer.168h", joko.member_id)]
    message = registered.reminders["audience.no_answer"].texts([audience.pk])[audience.pk]
    assert "Mohon telepon, lalu catat jawabannya." in message.body


def test_the_owner_is_told_a_day_and_a_week_after_the_day_at_nine_in_the_morning(joko: User) -> None:
    owner = make_member()
    item = make_item(make_audience(state=AudienceState.HELD, planned_by=joko.member), owner)
    planner.run_once(now=morning(item, 0))
    planner.run_once(now=morning(item, 1) - timedelta(minutes=2))
    assert planned("action_item") == []
    planner.run_once(now=morning(item, 1))
    planner.run_once(now=morning(item, 2))
    planner.run_once(now=morning(item, 7))
    planner.run_once(now=morning(item, 30))
    assert planned("action_item") == [("action_item.overdue.24h", owner.pk), ("action_item.overdue.168h", owner.pk)]


@pytest.mark.parametrize("state", [ItemState.DONE, ItemState.DROPPED])
def test_nobody_is_told_of_what_is_finished(state: ItemState) -> None:
    item = make_item(state=state, outcome="beres")
    assert recipients("item", item.pk) == []


def test_our_own_planner_is_told_of_what_an_agency_promised(joko: User) -> None:
    audience = make_audience(state=AudienceState.HELD, planned_by=joko.member)
    item = make_item(audience, make_contact(make_agency(name="BPBD Kota"), position="Pusdalops"))
    assert recipients("item", item.pk) == [joko.member_id]
    told = registered.reminders["action_item.overdue"].texts([item.pk])[item.pk]
    assert "Pusdalops, BPBD Kota" in told.body
    assert told.path == item.get_absolute_url()


def test_the_board_is_told_where_the_owner_has_left_and_the_planner_is_out_of_office(joko: User, bambang: User) -> None:
    former = make_member("0.35.74.")
    audience = make_audience(state=AudienceState.HELD, planned_by=former)
    item = make_item(audience, make_member(state=MemberState.RESIGNED))
    handed_back = make_item(audience, make_member(), needs_owner=True)
    assert recipients("item", item.pk) == [bambang.member_id]
    assert recipients("item", handed_back.pk) == [bambang.member_id]


def test_without_a_board_nobody_is_told() -> None:
    item = make_item(make_audience(state=AudienceState.HELD), make_member(state=MemberState.SUSPENDED))
    planner.run_once(now=morning(item, 1))
    assert planned("action_item") == []


def test_missing_minutes_are_asked_for_after_three_days_and_no_more_after_sixty(joko: User) -> None:
    start = timezone.now()
    audience = make_audience(state=AudienceState.HELD, planned_by=joko.member, starts_at=start)
    assert recipients("audience", audience.pk) == [joko.member_id]
    planner.run_once(now=start + 2 * DAY)
    assert planned("audience") == []
    for days in range(3, 90):
        planner.run_once(now=start + days * DAY + timedelta(hours=1))
    found = Notification.objects.filter(kind__startswith="audience.")
    assert len(found) == 3
    assert max(row.due_at for row in found) < start + 60 * DAY
    message = registered.reminders["audience.without_minutes"].texts([audience.pk])[audience.pk]
    assert "notulen yang disahkan" in message.body


def test_nobody_asks_once_the_minutes_are_final() -> None:
    audience = make_audience(state=AudienceState.MINUTES_FINAL)
    assert recipients("audience", audience.pk) == []
    assert Audience.objects.count() == 1


def test_a_coordinator_of_the_unit_stands_in_where_there_is_no_chair() -> None:
    coordinator: Member = make_member("0.35.74.03.")
    make_appointment(coordinator, "0.35.74.03.", Office.COORDINATOR)
    audience = make_audience("0.35.74.03.", state=AudienceState.HELD)
    assert recipients("audience", audience.pk) == [coordinator.pk]


def test_a_planner_who_went_on_to_an_office_elsewhere_is_told_nothing_more(bambang: User) -> None:
    planner_elsewhere = make_member()
    make_appointment(planner_elsewhere, "0.35.78.01.", Office.COORDINATOR)
    audience = make_audience(state=AudienceState.HELD, planned_by=planner_elsewhere)
    assert recipients("audience", audience.pk) == [bambang.member_id]
