"""What is announced when something changes around a duty: put down, released, moved, cancelled, too few, no answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from members.models import User
from members.states import Office
from notifications import planner
from notifications.models import Notification
from patrols import services
from patrols.models import Duty
from patrols.states import AssignmentState, DutyState, Source
from senkom.lib.registry import registered
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_officer
from tests.factories.partners import make_agency
from tests.factories.patrols import hours_from_now, make_assignment, make_duty, make_partner, make_slot
from tests.patrols.test_reminders import recipients, text, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(slamet: User) -> Duty:
    """In three days, planned by the coordinator."""
    return make_duty(MAYANGAN, starts_at=hours_from_now(72), planner=slamet.member)


def kinds_told(user: User) -> list[str]:
    """What the planner has written for a person, without the reminders before a duty."""
    planner.run_once()
    rows = Notification.objects.filter(recipient_id=user.member_id).exclude(kind__startswith="duty.before")
    return sorted(rows.values_list("kind", flat=True))


def test_whoever_is_put_down_by_a_coordinator_is_told_once_and_whoever_signed_up_himself_is_not(
    duty: Duty, slamet: User, wiwik: User
) -> None:
    services.assign_member(make_slot(duty), wiwik.member, by=slamet)
    make_assignment(duty, source=Source.SELF)
    assert told("duty.assigned") == {(wiwik.member_id, duty.pk)}
    assert kinds_told(wiwik) == kinds_told(wiwik) == ["duty.assigned"]
    message = text("duty.assigned", duty.pk)
    assert message.title == f"Anda didaftarkan untuk: {duty.name}"
    assert "balas BERHALANGAN" in message.body


def test_within_the_last_day_the_reminder_of_the_duty_says_it_and_nobody_hears_it_twice(
    slamet: User, wiwik: User
) -> None:
    tonight = make_duty(MAYANGAN, starts_at=hours_from_now(5))
    services.assign_member(make_slot(tonight), wiwik.member, by=slamet)
    planner.run_once()
    told_of = Notification.objects.filter(recipient_id=wiwik.member_id)
    assert list(told_of.values_list("kind", flat=True)) == ["duty.before.24h"]


def test_whoever_is_released_is_told_that_he_need_not_come(duty: Duty, slamet: User, wiwik: User) -> None:
    place = make_assignment(duty, wiwik.member)
    services.release(place, by=slamet)
    assert kinds_told(wiwik) == ["duty.released"]
    assert "Anda tidak perlu datang." in text("duty.released", duty.pk).body


def test_whoever_gives_his_place_back_himself_is_told_nothing(duty: Duty, wiwik: User) -> None:
    services.withdraw(make_assignment(duty, wiwik.member), reason="anak sakit", by=wiwik)
    assert kinds_told(wiwik) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda duty: {"starts_at": duty.starts_at + timedelta(hours=1), "ends_at": duty.ends_at + timedelta(hours=1)},
        lambda _duty: {"meeting_point": "Mapolsek Mayangan"},
    ],
)
def test_a_moved_duty_is_told_to_everybody_who_had_a_place_then_and_once_for_each_change(
    duty: Duty, slamet: User, wiwik: User, change: Callable[[Duty], dict[str, Any]]
) -> None:
    make_assignment(duty, wiwik.member)
    services.change_duty(duty, by=slamet, version=duty.version, **change(duty))
    duty.refresh_from_db()
    make_assignment(duty)
    assert told("duty.moved") == {(wiwik.member_id, duty.pk)}
    assert kinds_told(wiwik) == ["duty.moved"]
    services.change_duty(duty, by=slamet, version=duty.version, meeting_point="alun-alun")
    assert kinds_told(wiwik) == ["duty.moved", "duty.moved"]
    message = text("duty.moved", duty.pk)
    assert message.title == f"Berubah: {duty.name}"
    assert "Kumpul di alun-alun." in message.body


def test_other_changes_and_changes_of_a_draft_are_told_to_nobody(duty: Duty, slamet: User) -> None:
    make_assignment(duty)
    services.change_duty(duty, by=slamet, version=duty.version, purpose="Ronda pasar.")
    draft = make_duty(MAYANGAN, starts_at=hours_from_now(90), state=DutyState.DRAFT)
    services.change_duty(draft, by=slamet, version=draft.version, meeting_point="alun-alun")
    services.publish_duty(draft, by=slamet)
    make_assignment(draft)
    assert told("duty.moved") == set()


def test_a_cancelled_duty_is_told_to_everybody_who_had_a_place_and_the_reason_stays_inside(
    duty: Duty, slamet: User, wiwik: User
) -> None:
    make_assignment(duty, wiwik.member)
    asked = make_assignment(duty, state=AssignmentState.OFFERED).member
    make_assignment(duty, state=AssignmentState.WITHDRAWN, state_reason="sakit")
    services.cancel_duty(duty, reason="Bu Siti melahirkan", by=slamet)
    assert recipients("duty.cancelled") == {wiwik.member_id, asked.pk}
    assert kinds_told(wiwik) == ["duty.cancelled"]
    message = text("duty.cancelled", duty.pk)
    assert message.title == f"Dibatalkan: {duty.name}"
    assert "Alasan: Bu Siti melahirkan" in message.body
    assert message.outside
    assert "Siti" not in message.outside


def test_nobody_is_told_of_a_change_once_the_time_of_the_duty_has_come(slamet: User, wiwik: User) -> None:
    past = make_duty(MAYANGAN, starts_at=hours_from_now(-2), state_at=timezone.now() - timedelta(hours=3))
    make_assignment(past, wiwik.member)
    services.cancel_duty(past, reason="hujan", by=slamet)
    assert kinds_told(wiwik) == []


def test_who_planned_a_duty_hears_three_days_and_a_day_before_that_people_are_missing(duty: Duty, slamet: User) -> None:
    Duty.objects.filter(pk=duty.pk).update(min_crew=2)
    make_assignment(duty)
    assert told("duty.short") == {(slamet.member_id, duty.pk)}
    reminder = registered.reminders["duty.short"]
    assert [reminder.kind_at(offset) for offset in reminder.offsets] == ["duty.short.72h", "duty.short.24h"]
    assert "1 orang siap, sedikitnya perlu 2." in text("duty.short", duty.pk).body
    make_duty(MAYANGAN, starts_at=hours_from_now(5), min_crew=2, planner=slamet.member)
    assert told("duty.short") == {(slamet.member_id, duty.pk)}, "a quick call still looks for people"
    make_assignment(duty)
    assert told("duty.short") == set()


def test_of_a_duty_whose_planner_holds_no_office_there_any_more_the_nearest_desk_is_told(
    duty: Duty, slamet: User
) -> None:
    Duty.objects.filter(pk=duty.pk).update(min_crew=2, planner=make_officer(Office.COORDINATOR, KEDOPOK).member)
    chair_of_the_city = make_officer(Office.CHAIR, CITY).member_id
    assert recipients("duty.short") == {slamet.member_id}
    slamet.member.appointments.update(term=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    assert recipients("duty.short") == {chair_of_the_city}


def test_an_agency_that_has_not_answered_the_day_before_is_called_by_who_planned_the_duty(
    duty: Duty, slamet: User
) -> None:
    agency = make_agency(duty.unit, name="Polsek Mayangan")
    asked = make_partner(duty, agency)
    answered = make_partner(duty, make_agency(duty.unit))
    services.decline_partner(answered, via="phone", by=slamet)
    assert told("duty.partner_silent") == {(slamet.member_id, asked.pk)}
    message = text("duty.partner_silent", asked.pk)
    assert message.title == "Belum menjawab: Polsek Mayangan"
    assert "Mohon telepon, lalu catat jawabannya." in message.body
