"""On the night: arrivals, departures, who stayed away, and how a duty ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Unit, User
from patrols.models import Assignment, Attendance, Duty
from patrols.services import close_duty
from patrols.states import AssignmentState, DutyState, SlotRole
from tests.factories.members import make_member, make_user
from tests.factories.patrols import hours_from_now, make_assignment, make_attendance, make_duty
from tests.patrols.pages import page, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(mayangan: Unit) -> Duty:
    """A duty that begins in half an hour, with a leader's place and two more."""
    return make_duty(mayangan, starts_at=hours_from_now(0.5))


@pytest.fixture
def leader(duty: Duty) -> User:
    """Who holds the leader's place, ready."""
    user = make_user(make_member(duty.unit, full_name="Buari"), username="buari")
    slot = duty.slots.get(role=SlotRole.LEADER)
    make_assignment(duty, user.member, slot)
    return user


@pytest.fixture
def crew(duty: Duty, wiwik: User) -> Assignment:
    """Wiwik's place on it, ready."""
    return make_assignment(duty, wiwik.member)


def step(client: Client, name: str, assignment: Assignment, **values: str) -> tuple[int, str]:
    answer = press(client, reverse(f"patrols:{name}", args=[assignment.code]), **values)
    assignment.refresh_from_db()
    return answer


def state_of(duty: Duty) -> str:
    duty.refresh_from_db()
    return duty.state


def test_the_first_arrival_starts_the_duty_and_the_last_to_leave_ends_it(
    client: Client, duty: Duty, leader: User, crew: Assignment, wiwik: User
) -> None:
    lead = Assignment.objects.get(member=leader.member)
    client.force_login(wiwik)
    assert "Saya sudah tiba" in page(client, duty)
    assert [step(client, "arrive", crew)[0] for _ in range(2)] == [302, 302]
    assert (crew.state, state_of(duty)) == (AssignmentState.CHECKED_IN, DutyState.IN_PROGRESS)
    assert crew.attendance.in_by == wiwik.member
    client.force_login(leader)
    step(client, "arrive", lead)
    step(client, "finish", lead)
    assert state_of(duty) == DutyState.IN_PROGRESS
    client.force_login(wiwik)
    assert "Selesai bertugas" in page(client, duty)
    assert [step(client, "finish", crew)[0] for _ in range(2)] == [302, 302]
    assert (crew.state, state_of(duty)) == (AssignmentState.COMPLETED, DutyState.COMPLETED)
    assert "Sudah sampai rumah" in page(client, duty)
    assert [step(client, "home", crew)[0] for _ in range(2)] == [302, 302]
    assert "Terima kasih, selamat beristirahat." in page(client, duty)


def test_the_leader_writes_down_arrivals_of_who_has_no_phone(
    client: Client, duty: Duty, leader: User, crew: Assignment
) -> None:
    client.force_login(leader)
    assert step(client, "arrive", crew)[0] == 302
    assert crew.attendance.in_by == leader.member
    assert step(client, "finish", crew)[0] == 302
    assert step(client, "home", crew)[0] == 302
    assert Attendance.objects.get().home_safe_by == leader.member


def test_nobody_else_of_the_crew_writes_down_arrivals(
    client: Client, duty: Duty, leader: User, crew: Assignment, wiwik: User
) -> None:
    client.force_login(wiwik)
    lead = Assignment.objects.get(member=leader.member)
    assert step(client, "arrive", lead)[0] == 403
    assert press(client, reverse("patrols:complete", args=[duty.code]))[0] == 403


def test_arriving_hours_before_is_refused_with_the_time_from_which_it_works(
    client: Client, mayangan: Unit, wiwik: User
) -> None:
    early = make_assignment(make_duty(mayangan), wiwik.member)
    client.force_login(wiwik)
    status, text = step(client, "arrive", early)
    assert status == 422
    assert "Belum waktunya. Kedatangan dicatat mulai" in text
    assert "WIB" in text


def test_who_is_awaited_keeps_the_duty_running_until_he_is_marked_or_its_end(
    client: Client, mayangan: Unit, slamet: User, wiwik: User
) -> None:
    duty = make_duty(mayangan, starts_at=hours_from_now(-1))
    here, missing = make_assignment(duty, wiwik.member), make_assignment(duty)
    client.force_login(slamet)
    step(client, "arrive", here)
    step(client, "finish", here)
    assert state_of(duty) == DutyState.IN_PROGRESS
    assert step(client, "no_show", missing)[0] == 302
    assert (missing.state, state_of(duty)) == (AssignmentState.NO_SHOW, DutyState.COMPLETED)
    assert step(client, "excuse", missing, reason="")[0] == 422
    assert step(client, "excuse", missing, reason="anak sakit")[0] == 302
    assert (missing.state, missing.state_reason) == (AssignmentState.EXCUSED, "anak sakit")


def test_nobody_stayed_away_before_the_duty_began(client: Client, crew: Assignment, slamet: User) -> None:
    client.force_login(slamet)
    status, text = step(client, "no_show", crew)
    assert status == 422
    assert "masih ada waktu untuk datang" in text


def test_the_leader_ends_the_duty_for_everyone(client: Client, duty: Duty, leader: User, crew: Assignment) -> None:
    client.force_login(leader)
    address = reverse("patrols:complete", args=[duty.code])
    assert press(client, address)[0] == 422
    step(client, "arrive", crew)
    assert "Langkah berikutnya" in page(client, duty)
    assert [press(client, address)[0] for _ in range(2)] == [302, 302]
    assert "Langkah berikutnya" not in page(client, duty)
    crew.refresh_from_db()
    assert (crew.state, state_of(duty)) == (AssignmentState.COMPLETED, DutyState.COMPLETED)
    assert crew.attendance.out_by == leader.member


def test_a_duty_is_broken_off_with_a_reason(client: Client, duty: Duty, leader: User, crew: Assignment) -> None:
    client.force_login(leader)
    step(client, "arrive", crew)
    address = reverse("patrols:abort", args=[duty.code])
    assert press(client, address, reason="")[0] == 422
    assert press(client, address, reason="hujan lebat dan petir")[0] == 302
    lead = Assignment.objects.get(member=leader.member)
    crew.refresh_from_db()
    assert (crew.state, lead.state) == (AssignmentState.COMPLETED, AssignmentState.RELEASED)
    assert (state_of(duty), duty.state_reason) == (DutyState.ABORTED, "hujan lebat dan petir")
    assert close_duty(duty, by=leader).state == DutyState.ABORTED


def test_home_comes_after_finished(client: Client, crew: Assignment, wiwik: User) -> None:
    client.force_login(wiwik)
    status, text = step(client, "home", crew)
    assert status == 422
    assert "Tandai “Selesai bertugas” dulu" in text


def test_after_the_verified_report_the_duty_is_closed(mayangan: Unit, slamet: User) -> None:
    duty = make_duty(mayangan, starts_at=hours_from_now(-9), state=DutyState.COMPLETED)
    assert [close_duty(duty, by=slamet).state for _ in range(2)] == [DutyState.CLOSED] * 2


def test_a_coordinator_puts_down_who_stands_at_the_meeting_point(
    client: Client, mayangan: Unit, slamet: User, wiwik: User
) -> None:
    duty = make_duty(mayangan, starts_at=hours_from_now(-0.5), state=DutyState.IN_PROGRESS)
    slot = duty.slots.filter(role=SlotRole.MEMBER).first()
    assert slot is not None
    client.force_login(slamet)
    address = reverse("patrols:assign", args=[slot.code])
    assert press(client, address, member=str(wiwik.member.code))[0] == 302
    assert step(client, "arrive", Assignment.objects.get(member=wiwik.member))[0] == 302


def test_real_times_are_shown_with_their_zone(client: Client, mayangan: Unit, slamet: User) -> None:
    duty = make_duty(mayangan, starts_at=hours_from_now(-2), state=DutyState.IN_PROGRESS)
    came = make_assignment(duty, state=AssignmentState.CHECKED_IN)
    make_attendance(came, in_at=timezone.now() - timedelta(minutes=5))
    client.force_login(slamet)
    text = page(client, duty)
    assert f"tiba {came.attendance.in_at.astimezone(mayangan.zone):%H.%M} WIB" in text
