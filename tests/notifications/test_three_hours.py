"""Everything stops for three hours and starts again: each message that is still of use once, none of the others."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from members.models import Member
from notifications import dispatcher, planner
from notifications.models import Delivery, Notification
from patrols.models import Duty
from patrols.states import AssignmentState, DutyState
from senkom.lib.states import move
from tests.factories.members import make_member, make_user
from tests.factories.patrols import hours_from_now, make_assignment, make_duty
from tests.notifications.sink import Sink

pytestmark = pytest.mark.django_db

DAY_BEFORE, SOON = "duty.before.24h", "duty.before.2h"


@pytest.fixture
def stopped() -> datetime:
    """When everything stopped."""
    return timezone.now() - timedelta(hours=3)


def coming(name: str, hours: float) -> tuple[Member, Duty]:
    """Somebody with an address, who comes to a duty that begins so many hours from now."""
    member = make_member(full_name=name, email=f"{name}@example.test")
    duty = make_duty(slots=2, starts_at=hours_from_now(hours))
    make_assignment(duty, member)
    return member, duty


def start_again() -> None:
    """What runs without Celery; a second time right after it."""
    for _time in range(2):
        call_command("dispatch_messages", once=True)


def letters(sink: Sink) -> Counter[tuple[str, str]]:
    """Name and kind of each letter that the relay took, counted by its own ledger."""
    rows = Delivery.objects.filter(message_id__in=sink.message_ids).select_related("notification")
    names = dict(Member.objects.values_list("pk", "full_name"))
    known = {row.message_id: (names[row.notification.recipient_id], row.notification.kind) for row in rows}
    return Counter(known[message_id] for message_id in sink.message_ids)


def state_of(member: Member, kind: str) -> str:
    """What became of the letter of a kind to a member."""
    found: str = Delivery.objects.get(notification__recipient_id=member.pk, notification__kind=kind).state
    return found


def test_what_came_due_meanwhile_is_sent_once_and_what_went_before_is_not_sent_again(
    sink: Sink, stopped: datetime
) -> None:
    coming("wiwik", 22.5)  # a day before: an hour and a half ago
    coming("slamet", 1)  # two hours before: an hour ago; a day before: long ago, and it went
    planner.run_once(now=stopped)
    dispatcher.run_once(now=stopped)
    assert letters(sink) == {("slamet", DAY_BEFORE): 1}
    start_again()
    assert letters(sink) == {("slamet", DAY_BEFORE): 1, ("slamet", SOON): 1, ("wiwik", DAY_BEFORE): 1}


def test_what_is_of_no_use_any_more_is_not_sent(sink: Sink, stopped: datetime) -> None:
    begun, _duty = coming("begun", -0.5)  # two hours before: due and over while nothing ran
    late, _duty = coming("late", 1.5)
    planner.run_once(now=stopped)  # a day before: planned; the sender stopped before it went
    start_again()
    assert letters(sink) == {("late", SOON): 1}
    assert {state_of(member, DAY_BEFORE) for member in (begun, late)} == {"expired"}
    assert not Notification.objects.filter(recipient_id=begun.pk, kind=SOON).exists()


def test_who_signed_up_meanwhile_gets_the_later_of_two_reminders_that_are_due(sink: Sink, stopped: datetime) -> None:
    planner.run_once(now=stopped)
    dispatcher.run_once(now=stopped)
    coming("ningsih", 1)
    coming("budi", 20)
    start_again()
    assert letters(sink) == {("ningsih", SOON): 1, ("budi", DAY_BEFORE): 1}


def test_what_was_cancelled_moved_or_withdrawn_meanwhile_is_not_sent(sink: Sink, stopped: datetime) -> None:
    rained_off, rained_off_duty = coming("rained-off", 20)
    moved, moved_duty = coming("moved", 20)
    ill, ill_duty = coming("ill", 20)
    planner.run_once(now=stopped)  # planned, and not sent
    move(rained_off_duty, DutyState.CANCELLED, by=make_user(rained_off_duty.planner), reason="hujan")
    Duty.objects.filter(pk=moved_duty.pk).update(starts_at=hours_from_now(40), ends_at=hours_from_now(43))
    move(ill_duty.assignments.get(), AssignmentState.WITHDRAWN, by=make_user(ill), reason="sakit")
    start_again()
    assert [state_of(member, DAY_BEFORE) for member in (rained_off, moved, ill)] == ["cancelled"] * 3
    assert letters(sink) == {}
