"""Joining a duty: through the page, refused in words, given back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Unit, User
from members.states import MemberState
from patrols.models import Assignment, Duty, Reserve
from patrols.services import offer_free_places, release_coming
from patrols.states import AssignmentState, DutyState, SlotRole, Source
from tests.factories.members import CITY, make_grant, make_member, make_user
from tests.factories.patrols import hours_from_now, make_assignment, make_duty, make_slot
from tests.patrols.pages import page, press

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def sign_up(client: Client, duty: Duty, role: str = SlotRole.MEMBER) -> tuple[int, str]:
    return press(client, reverse("patrols:sign_up", args=[duty.code]), role=role)


def test_a_member_takes_a_place_with_one_tap(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit)
    client.force_login(wiwik)
    assert "Saya siap" in page(client, duty)
    assert sign_up(client, duty)[0] == 302
    assignment = Assignment.objects.get(member=wiwik.member)
    assert (assignment.state, assignment.source) == (AssignmentState.CONFIRMED, Source.SELF)
    assert assignment.rest_until == duty.ends_at + 8 * HOUR
    assert "Saya berhalangan" in page(client, duty)


def test_tapping_twice_takes_one_place(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit)
    client.force_login(wiwik)
    assert [sign_up(client, duty)[0] for _ in range(2)] == [302, 302]
    assert Assignment.objects.filter(member=wiwik.member).count() == 1


def test_to_whom_a_place_is_offered_he_takes_that_one_by_saying_that_he_is_ready(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit, leader=False)
    offer = make_assignment(duty, wiwik.member, state=AssignmentState.OFFERED)
    client.force_login(wiwik)
    assert sign_up(client, duty)[0] == 302
    assert [(row.pk, row.state) for row in Assignment.objects.filter(duty=duty)] == [
        (offer.pk, AssignmentState.CONFIRMED)
    ]


def test_another_place_on_the_same_duty_is_refused(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit)
    client.force_login(wiwik)
    sign_up(client, duty)
    status, text = sign_up(client, duty, SlotRole.LEADER)
    assert status == 422
    assert "Anda sudah ada di tugas ini" in text


def test_a_full_duty_answers_409_and_offers_to_be_a_reserve(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit, slots=1, leader=False)
    make_assignment(duty)
    client.force_login(wiwik)
    status, text = sign_up(client, duty)
    assert status == 409
    assert "Tempat terakhir baru saja terisi. Mau jadi cadangan?" in text
    assert "Ya, cadangan" in text


def test_rest_is_refused_with_the_time_after_which_it_works(client: Client, wiwik: User, mayangan: Unit) -> None:
    start = timezone.now().astimezone(mayangan.zone).replace(hour=21, minute=0, second=0, microsecond=0)
    saturday = start + timedelta(days=(5 - start.weekday()) % 7 + 7)
    first = make_duty(mayangan, starts_at=saturday, ends_at=saturday + 3.5 * HOUR)
    make_assignment(first, wiwik.member)
    morning = make_duty(mayangan, starts_at=saturday + 8 * HOUR)
    client.force_login(wiwik)
    status, text = sign_up(client, morning)
    assert status == 422
    assert (
        "Belum bisa ikut. Anda bertugas sampai Minggu, 00.30 WIB dan perlu istirahat 8 jam. "
        "Pilih tugas setelah 08.30 WIB."
    ) in text


def test_a_duty_at_the_same_time_and_one_too_soon_after_are_refused(client: Client, wiwik: User) -> None:
    other = make_duty(wiwik.member.unit)
    make_assignment(other, wiwik.member)
    client.force_login(wiwik)
    assert "sudah bertugas pada waktu itu" in sign_up(client, make_duty(wiwik.member.unit))[1]
    before = make_duty(wiwik.member.unit, starts_at=other.starts_at - 5 * HOUR)
    assert "bertugas lagi mulai" in sign_up(client, before)[1]


@pytest.mark.parametrize(
    ("state", "status", "sentence"),
    [
        (DutyState.IN_PROGRESS, 422, "sudah dimulai"),
        (DutyState.COMPLETED, 422, "Tidak bisa ikut lagi"),
        (DutyState.CANCELLED, 422, "Tidak bisa ikut lagi"),
    ],
)
def test_a_duty_that_is_not_open_is_refused_in_words(
    client: Client, wiwik: User, state: DutyState, status: int, sentence: str
) -> None:
    duty = make_duty(wiwik.member.unit, state=state, state_reason="hujan")
    client.force_login(wiwik)
    answer = sign_up(client, duty)
    assert answer[0] == status
    assert sentence in answer[1]


def test_a_card_that_ends_before_the_duty_does_is_refused(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit)
    wiwik.member.valid_until = date(2020, 12, 31)
    wiwik.member.save()
    client.force_login(wiwik)
    status, text = sign_up(client, duty)
    assert status == 422
    assert "berlaku sampai 31 Desember 2020" in text


def test_a_member_on_leave_sees_only_what_he_is_on(client: Client, wiwik: User) -> None:
    duty, other = make_duty(wiwik.member.unit), make_duty(wiwik.member.unit, starts_at=hours_from_now(80))
    make_assignment(duty, wiwik.member)
    wiwik.member.state = MemberState.ON_LEAVE
    wiwik.member.save()
    client.force_login(wiwik)
    assert client.get(duty.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.post(reverse("patrols:sign_up", args=[duty.code]), {"role": "member"}).status_code == 403


def test_a_certificate_must_be_valid_on_the_day_the_duty_ends(client: Client, wiwik: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    grant = make_grant(wiwik.member, until=duty.ends_at.astimezone(mayangan.zone).date())
    make_slot(duty, SlotRole.MEDIC, qualification=grant.qualification)
    client.force_login(wiwik)
    status, text = sign_up(client, duty, SlotRole.MEDIC)
    assert status == 422
    assert "sertifikat “P3K dasar” berakhir" in text
    grant.period = type(grant.period)(grant.period.lower, grant.period.upper + timedelta(days=1))
    grant.save()
    assert sign_up(client, duty, SlotRole.MEDIC)[0] == 302


def test_a_member_of_another_district_joins_duties_of_the_city_only(client: Client, fery: User, mayangan: Unit) -> None:
    client.force_login(fery)
    assert client.post(reverse("patrols:sign_up", args=[make_duty(mayangan).code])).status_code == 404
    assert sign_up(client, make_duty(CITY))[0] == 302


def test_giving_a_place_back_needs_no_reason(client: Client, wiwik: User) -> None:
    assignment = make_assignment(make_duty(wiwik.member.unit), wiwik.member)
    client.force_login(wiwik)
    address = reverse("patrols:withdraw", args=[assignment.code])
    assert "Alasan singkat (boleh dikosongkan)" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.state, assignment.state_reason) == (AssignmentState.WITHDRAWN, "tanpa alasan")
    assert client.post(address, {"reason": "sakit"}).status_code == 302
    assert sign_up(client, assignment.duty)[0] == 302


@pytest.mark.parametrize(("state", "hours"), [("published", -4), ("in_progress", -4), ("completed", -1)])
def test_no_place_is_given_back_after_the_duty_has_ended(
    client: Client, wiwik: User, slamet: User, state: str, hours: float
) -> None:
    duty = make_duty(wiwik.member.unit, starts_at=hours_from_now(hours), state=state)
    assignment = make_assignment(duty, wiwik.member)
    address = reverse("patrols:withdraw", args=[assignment.code])
    for person in (wiwik, slamet):
        client.force_login(person)
        status, text = press(client, address, reason="ban bocor")
        assert status == 409
        assert "Tugasnya sudah berakhir" in text
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.CONFIRMED
    client.force_login(wiwik)
    seen = page(client, duty)
    assert address not in seen
    assert "mencatat apakah Anda hadir" in seen


def test_a_place_is_given_back_while_the_duty_is_under_way(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit, starts_at=hours_from_now(-1), state=DutyState.IN_PROGRESS)
    assignment = make_assignment(duty, wiwik.member)
    client.force_login(wiwik)
    address = reverse("patrols:withdraw", args=[assignment.code])
    assert address in page(client, duty)
    assert press(client, address)[0] == 302


# — reserves


def test_a_reserve_is_offered_the_place_that_gets_free_and_says_yes(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit, slots=1, leader=False)
    holder = make_assignment(duty)
    client.force_login(wiwik)
    reserve = reverse("patrols:reserve", args=[duty.code])
    assert [press(client, reserve, role="member")[0] for _ in range(2)] == [302, 302]
    assert Reserve.objects.get().member == wiwik.member
    leave_place(client, holder)
    offered = Assignment.objects.get(member=wiwik.member)
    assert (offered.state, offered.source) == (AssignmentState.OFFERED, Source.RESERVE)
    assert not Reserve.objects.exists()
    client.force_login(wiwik)
    assert "Ada tempat untuk Anda" in page(client, duty)
    assert press(client, reverse("patrols:accept", args=[offered.code]))[0] == 302
    offered.refresh_from_db()
    assert offered.state == AssignmentState.CONFIRMED


def leave_place(client: Client, assignment: Assignment) -> None:
    """Its holder gives the place back, on the page."""
    client.force_login(make_user(assignment.member))
    assert press(client, reverse("patrols:withdraw", args=[assignment.code]))[0] == 302


def test_who_declines_makes_room_for_the_next_reserve_who_can(client: Client, wiwik: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, slots=1, leader=False)
    holder = make_assignment(duty)
    busy, next_one = make_member(mayangan), make_member(mayangan)
    for minute, member in enumerate([wiwik.member, busy, next_one]):
        Reserve.objects.create(duty=duty, role=SlotRole.MEMBER, member=member, at=hours_from_now(-5 + minute))
    make_assignment(make_duty(mayangan), busy)
    leave_place(client, holder)
    client.force_login(wiwik)
    offered = Assignment.objects.get(member=wiwik.member)
    assert press(client, reverse("patrols:decline", args=[offered.code]))[0] == 302
    assert Assignment.objects.get(duty=duty, state=AssignmentState.OFFERED).member == next_one
    assert [reserve.member for reserve in Reserve.objects.all()] == [busy]


def test_a_free_place_needs_no_reserve(client: Client, wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit)
    client.force_login(wiwik)
    status, text = press(client, reverse("patrols:reserve", args=[duty.code]), role="member")
    assert status == 422
    assert "Masih ada tempat" in text


def test_an_offer_nobody_answers_ends_and_goes_to_the_next(wiwik: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, slots=1, leader=False)
    offered = make_assignment(duty, state=AssignmentState.OFFERED, offer_until=hours_from_now(-1))
    Reserve.objects.create(duty=duty, role=SlotRole.MEMBER, member=wiwik.member)
    assert offer_free_places() == 2
    offered.refresh_from_db()
    assert offered.state == AssignmentState.EXPIRED
    assert Assignment.objects.get(state=AssignmentState.OFFERED).member == wiwik.member
    assert offer_free_places() == 0


def test_who_leaves_the_organisation_is_released_from_what_comes(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan)
    coming = make_assignment(make_duty(mayangan), member)
    past = make_assignment(make_duty(mayangan, starts_at=hours_from_now(-50), state=DutyState.COMPLETED), member)
    Reserve.objects.create(duty=make_duty(mayangan), role=SlotRole.MEMBER, member=member)
    release_coming(member, by=slamet)
    assert Assignment.objects.get(pk=coming.pk).state == AssignmentState.RELEASED
    assert Assignment.objects.get(pk=past.pk).state == AssignmentState.CONFIRMED
    assert not Reserve.objects.exists()
