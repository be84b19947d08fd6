"""What the crew of a duty reads, and what it must not; and deciding about oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from members.models import User
from patrols.models import Assignment, Reserve
from patrols.services import assign_member, move_duty
from patrols.states import AssignmentState, DutyKind, SlotRole
from tests.factories.members import KEDOPOK, MAYANGAN, make_member, make_user, suspend
from tests.factories.patrols import hours_from_now, make_assignment, make_duty
from tests.patrols.pages import page, press

pytestmark = pytest.mark.django_db


def test_why_somebody_is_suspended_is_not_told_to_the_crew(client: Client, wiwik: User, slamet: User) -> None:
    duty = make_duty(MAYANGAN)
    make_assignment(duty, wiwik.member)
    suspend(wiwik.member, reason="Pemeriksaan kode etik")
    assert Assignment.objects.get().state == AssignmentState.RELEASED
    client.force_login(slamet)
    text = page(client, duty)
    assert wiwik.member.full_name in text
    assert "kode etik" not in text


@pytest.mark.parametrize(("hours", "sees"), [(26, False), (0.5, True), (-6, False)])
def test_where_the_empty_houses_are_only_the_crew_of_the_shift_reads(
    client: Client, wiwik: User, hours: float, sees: bool
) -> None:
    duty = make_duty(MAYANGAN, kind=DutyKind.EMPTY_HOUSES, route="Jalan Kosong 12", starts_at=hours_from_now(hours))
    make_assignment(duty, wiwik.member)
    client.force_login(wiwik)
    assert ("Jalan Kosong 12" in page(client, duty)) is sees
    client.force_login(make_user(make_member(MAYANGAN)))
    assert "Jalan Kosong 12" not in page(client, duty)


def test_nobody_excuses_himself(client: Client, slamet: User, bambang: User) -> None:
    duty = make_duty(MAYANGAN, starts_at=hours_from_now(-2))
    mine = make_assignment(duty, slamet.member, state=AssignmentState.NO_SHOW)
    address = reverse("patrols:excuse", args=[mine.code])
    client.force_login(slamet)
    assert press(client, address, reason="Ban bocor")[0] == 422
    client.force_login(bambang)
    assert press(client, address, reason="Ban bocor")[0] == 302


def test_a_reserve_waits_for_a_place_that_the_duty_has(client: Client, wiwik: User) -> None:
    duty = make_duty(MAYANGAN, slots=1, leader=False)
    make_assignment(duty)
    client.force_login(wiwik)
    address = reverse("patrols:reserve", args=[duty.code])
    assert press(client, address, role=SlotRole.MEMBER)[0] == 302
    assert press(client, address, role=SlotRole.DRIVER)[0] == 422
    assert Reserve.objects.get().role == SlotRole.MEMBER


def test_a_refusal_does_not_name_the_duty_of_a_unit_one_does_not_see(wiwik: User, slamet: User, joko: User) -> None:
    elsewhere = make_duty(KEDOPOK, title="Patroli rahasia Kedopok")
    make_assignment(elsewhere, wiwik.member)
    ours = make_duty(MAYANGAN, starts_at=elsewhere.starts_at)
    with pytest.raises(ValidationError) as refused:
        assign_member(ours.slots.latest("pk"), wiwik.member, by=slamet)
    assert "tugas lain" in str(refused.value)
    assert "Kedopok" not in str(refused.value)
    with pytest.raises(ValidationError, match="Patroli rahasia Kedopok"):
        assign_member(ours.slots.latest("pk"), wiwik.member, by=joko)
    later = make_duty(MAYANGAN, starts_at=elsewhere.starts_at + timedelta(days=3))
    make_assignment(later, wiwik.member)
    with pytest.raises(ValidationError) as kept:
        move_duty(later, starts_at=elsewhere.starts_at, ends_at=elsewhere.ends_at, by=slamet, version=later.version)
    assert "Kedopok" not in str(kept.value)


@pytest.mark.parametrize(
    ("hours", "says"), [(-5, "bertugas lagi mulai"), (5, "perlu istirahat 8 jam"), (1, "tugas lain")]
)
def test_neither_clash_nor_rest_names_another_units_duty(wiwik: User, slamet: User, hours: int, says: str) -> None:
    elsewhere = make_duty(KEDOPOK, title="Patroli rahasia Kedopok", meeting_point="balai Kedopok")
    make_assignment(elsewhere, wiwik.member)
    ours = make_duty(MAYANGAN, starts_at=elsewhere.starts_at + timedelta(hours=hours))
    with pytest.raises(ValidationError) as refused:
        assign_member(ours.slots.latest("pk"), wiwik.member, by=slamet)
    assert says in str(refused.value)
    assert "Kedopok" not in str(refused.value)
