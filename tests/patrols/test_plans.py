"""Planning: a draft, its places and agencies; changing, moving, announcing, cancelling."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Qualification, Unit, User
from partners.models import Agency
from patrols.models import Assignment, Duty, DutyPartner
from patrols.states import AssignmentState, DutyKind, DutyState, Origin, PartnerState, Pillar, SlotRole, Via
from tests.factories.members import CITY, KEDOPOK, make_member
from tests.factories.partners import make_agency
from tests.factories.patrols import hours_from_now, make_assignment, make_duty
from tests.patrols.pages import page, press

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PLAN = "/patrols/new/"


def typed(at: datetime, unit: Unit) -> str:
    """A moment as the browser sends it: local time without a zone."""
    return at.astimezone(unit.zone).strftime("%Y-%m-%dT%H:%M")


def plan_of(unit: Unit, **changes: Any) -> dict[str, Any]:
    """What a coordinator fills in."""
    start = hours_from_now(30)
    values = {
        "code": str(uuid.uuid4()),
        "unit": unit.pk,
        "kind": DutyKind.PATROL,
        "origin": Origin.PLANNED,
        "starts_at": typed(start, unit),
        "ends_at": typed(start + 3 * HOUR, unit),
        "meeting_point": "Mapolsek Mayangan",
        "leaders": 1,
        "radios": 0,
        "drivers": 0,
        "medics": 1,
        "members": 2,
        "min_crew": 3,
        "title": "",
        "route": "",
        "purpose": "",
    }
    return {**values, **changes}


def change_of(duty: Duty, **changes: Any) -> dict[str, Any]:
    """What the form of a change sends, with the version that was read."""
    values = plan_of(duty.unit, medics=0, members=duty.slots.filter(role=SlotRole.MEMBER).count(), min_crew=1)
    values |= {"starts_at": typed(duty.starts_at, duty.unit), "ends_at": typed(duty.ends_at, duty.unit)}
    return values | {"meeting_point": duty.meeting_point, "version": duty.version} | changes


def test_a_coordinator_plans_announces_and_shares_a_duty(client: Client, slamet: User, mayangan: Unit) -> None:
    samapta = make_agency(CITY, name="Sat Samapta")
    Qualification.objects.create(slug="first-aid", name="P3K dasar")
    client.force_login(slamet)
    assert "Rencanakan tugas" in client.get(PLAN).content.decode()
    sent = plan_of(mayangan, kind="joint_patrol", lead_agency=samapta.pk, agency_1=samapta.pk, headcount_1=4)
    assert press(client, PLAN, **sent)[0] == 302
    duty = Duty.objects.get()
    assert (duty.state, duty.planner, duty.pillar) == (DutyState.DRAFT, slamet.member, Pillar.PUBLIC_ORDER)
    assert sorted(duty.slots.values_list("role", flat=True)) == ["leader", "medic", "member", "member"]
    assert duty.slots.get(role=SlotRole.MEDIC).qualification is not None
    asked = DutyPartner.objects.get()
    assert (asked.state, asked.headcount_planned) == (PartnerState.REQUESTED, 4)
    assert press(client, reverse("patrols:publish", args=[duty.code]))[0] == 302
    text = page(client, duty)
    assert "*PATROLI GABUNGAN MAYANGAN*" in text
    assert "Kumpul: Mapolsek Mayangan" in text
    assert "Dipimpin: Sat Samapta" in text
    assert "0 dari 4 siap, masih perlu 4 orang (1 ketua tim, 1 petugas P3K)" in text
    assert "Balas SIAP atau BERHALANGAN di sini" in text


def test_sending_a_plan_twice_makes_one_duty(client: Client, slamet: User, joko: User, mayangan: Unit) -> None:
    sent = plan_of(mayangan)
    client.force_login(slamet)
    assert [press(client, PLAN, **sent)[0] for _ in range(2)] == [302, 302]
    assert Duty.objects.count() == 1
    client.force_login(joko)
    assert press(client, PLAN, **sent)[0] == 409


def test_an_agency_that_asked_for_the_duty_is_confirmed_from_the_start(
    client: Client, slamet: User, mayangan: Unit
) -> None:
    polsek, other = make_agency(CITY), make_agency(CITY)
    client.force_login(slamet)
    press(client, PLAN, **plan_of(mayangan, origin="invited", lead_agency=polsek.pk, agency_1=other.pk))
    states = dict(DutyPartner.objects.values_list("agency", "state"))
    assert states == {polsek.pk: PartnerState.CONFIRMED, other.pk: PartnerState.REQUESTED}
    assert DutyPartner.objects.get(agency=polsek).confirmed_via == Via.INVITATION


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "razia"}, "Razia selalu dipimpin instansi"),
        ({"ends_at": "2026-01-01T20:00"}, "Waktu selesai harus setelah waktu mulai"),
        ({"min_crew": 9}, "Lebih banyak dari jumlah posisi"),
        ({"meeting_point": ""}, "Titik kumpul"),
        ({"ends_at": "2031-01-01T20:00"}, "paling lama 24 jam"),
    ],
)
def test_a_plan_that_can_not_be_keeps_what_was_typed(
    client: Client, slamet: User, mayangan: Unit, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(slamet)
    status, text = press(client, PLAN, **plan_of(mayangan, route="Pelabuhan, Kampung Dok", **changes))
    assert status == 422
    assert sentence in text
    assert "Pelabuhan, Kampung Dok" in text
    assert not Duty.objects.exists()


def test_a_plan_for_a_foreign_unit_is_refused(client: Client, slamet: User, mayangan: Unit, kedopok: Unit) -> None:
    client.force_login(slamet)
    assert press(client, PLAN, **{**plan_of(mayangan), "unit": KEDOPOK})[0] == 422
    assert not Duty.objects.exists()


def test_a_razia_is_shown_as_accompanying_one(client: Client, slamet: User, mayangan: Unit) -> None:
    satpol: Agency = make_agency(CITY, name="Satpol PP")
    duty = make_duty(mayangan, kind=DutyKind.RAZIA, lead_agency=satpol)
    client.force_login(slamet)
    assert "Mendampingi razia (dipimpin instansi)" in page(client, duty)


def test_a_draft_without_places_or_with_its_time_past_is_not_announced(
    client: Client, slamet: User, mayangan: Unit
) -> None:
    client.force_login(slamet)
    empty = make_duty(mayangan, slots=0, state=DutyState.DRAFT)
    past = make_duty(mayangan, starts_at=hours_from_now(-20), state=DutyState.DRAFT)
    for duty, sentence in [(empty, "Tambahkan paling sedikit satu posisi"), (past, "Waktunya sudah lewat")]:
        status, text = press(client, reverse("patrols:publish", args=[duty.code]))
        assert status == 422
        assert sentence in text


def test_moving_a_duty_moves_its_crew(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    crew = make_assignment(duty)
    client.force_login(slamet)
    start, end = typed(duty.starts_at + HOUR, mayangan), typed(duty.ends_at + HOUR, mayangan)
    address = reverse("patrols:change", args=[duty.code])
    assert press(client, address, **change_of(duty, starts_at=start, ends_at=end))[0] == 302
    crew.refresh_from_db()
    assert crew.starts_at == duty.starts_at + HOUR
    assert Duty.objects.get(pk=duty.pk).version == 2


def test_a_move_that_would_double_book_somebody_names_him(client: Client, slamet: User, mayangan: Unit) -> None:
    member = make_member(mayangan, full_name="Bahrul Ulum Hakiki")
    first = make_duty(mayangan, title="Piket Pusdalops")
    make_assignment(first, member)
    later = make_duty(mayangan, starts_at=first.ends_at + 9 * HOUR)
    make_assignment(later, member)
    client.force_login(slamet)
    start, end = typed(later.starts_at - 2 * HOUR, mayangan), typed(later.ends_at - 2 * HOUR, mayangan)
    answer = press(
        client, reverse("patrols:change", args=[later.code]), **change_of(later, starts_at=start, ends_at=end)
    )
    assert answer[0] == 422
    assert "Bahrul Ulum Hakiki bertugas di “Piket Pusdalops”" in answer[1]


def test_an_old_version_answers_409_with_both_values_and_can_be_sent_again(
    client: Client, slamet: User, mayangan: Unit
) -> None:
    duty = make_duty(mayangan)
    address = reverse("patrols:change", args=[duty.code])
    read = change_of(duty)
    client.force_login(slamet)
    assert press(client, address, **{**read, "meeting_point": "Pelabuhan"})[0] == 302
    status, text = press(client, address, **{**read, "meeting_point": "Alun-alun"})
    assert status == 409
    assert "sekarang “Pelabuhan”, isian Anda “Alun-alun”" in text
    assert 'name="version" value="2"' in text
    assert press(client, address, **{**read, "meeting_point": "Alun-alun", "version": 2})[0] == 302
    assert Duty.objects.get(pk=duty.pk).meeting_point == "Alun-alun"


def test_a_duty_that_has_begun_is_not_changed(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, state=DutyState.IN_PROGRESS)
    client.force_login(slamet)
    assert press(client, reverse("patrols:change", args=[duty.code]), **change_of(duty, route="lain"))[0] == 409


def test_places_are_added_and_unused_ones_taken_away(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, slots=4)
    client.force_login(slamet)
    address = reverse("patrols:change", args=[duty.code])
    assert press(client, address, **change_of(duty, members=1, radios=1))[0] == 302
    assert sorted(duty.slots.values_list("role", flat=True)) == ["leader", "member", "radio"]
    make_assignment(duty, slot=duty.slots.get(role=SlotRole.RADIO))
    duty.refresh_from_db()
    status, text = press(client, address, **change_of(duty, members=1, radios=0))
    assert status == 422
    assert "petugas radio tidak bisa dikurangi" in text


def test_cancelling_releases_everybody_with_the_reason(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    ready, offered = make_assignment(duty), make_assignment(duty, state=AssignmentState.OFFERED)
    client.force_login(slamet)
    address = reverse("patrols:cancel", args=[duty.code])
    assert press(client, address, reason=" ")[0] == 422
    assert [press(client, address, reason="hujan lebat")[0] for _ in range(2)] == [302, 302]
    states = [Assignment.objects.get(pk=row.pk).state for row in (ready, offered)]
    assert states == [AssignmentState.RELEASED, AssignmentState.EXPIRED]
    assert "hujan lebat" in page(client, duty)
    # The member is free for another duty at that time.
    assert make_assignment(make_duty(mayangan), ready.member).pk


def test_candidates_are_those_who_can_fewest_duties_first(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    often, seldom = make_member(mayangan, full_name="Aan"), make_member(mayangan, full_name="Zainal")
    make_assignment(make_duty(mayangan, starts_at=hours_from_now(-100), state=DutyState.CLOSED), often)
    busy = make_member(mayangan, full_name="Holik Sibuk")
    make_assignment(make_duty(mayangan), busy)
    foreign = make_member(KEDOPOK, full_name="Nanang Kedopok")
    client.force_login(slamet)
    slot = duty.slots.filter(role=SlotRole.MEMBER).first()
    assert slot is not None
    address = reverse("patrols:assign", args=[slot.code])
    text = client.get(address).content.decode()
    assert text.index(seldom.full_name) < text.index(often.full_name)
    assert busy.full_name not in text
    assert foreign.full_name not in text
    assert press(client, address, member=str(busy.code))[0] == 422
    assert press(client, address, member=str(foreign.code))[0] == 422
    assert [press(client, address, member=str(seldom.code))[0] for _ in range(2)] == [302, 302]
    assert press(client, address, member=str(often.code))[0] == 409


def test_a_city_coordinator_puts_down_somebody_of_another_district(
    client: Client, joko: User, fery: User, mayangan: Unit
) -> None:
    slot = make_duty(mayangan).slots.filter(role=SlotRole.MEMBER).first()
    assert slot is not None
    client.force_login(joko)
    address = reverse("patrols:assign", args=[slot.code])
    assert fery.member.full_name in client.get(address, {"q": "fery"}).content.decode()
    assert press(client, address, member=str(fery.member.code))[0] == 302


def test_a_chair_allows_a_shorter_rest_by_name_and_reason(
    client: Client, bambang: User, slamet: User, wiwik: User, mayangan: Unit
) -> None:
    first = make_assignment(make_duty(mayangan), wiwik.member)
    address = reverse("patrols:waive", args=[first.code])
    client.force_login(slamet)
    assert press(client, address, hours="5", reason="banjir")[0] == 403
    client.force_login(bambang)
    assert press(client, address, hours="9", reason="banjir")[0] == 422
    assert press(client, address, hours="5", reason="")[0] == 422
    assert press(client, address, hours="5", reason="banjir")[0] == 302
    second = make_duty(mayangan, starts_at=first.ends_at + 5 * HOUR)
    client.force_login(wiwik)
    assert press(client, reverse("patrols:sign_up", args=[second.code]), role="member")[0] == 302


# — agencies


def test_an_agency_answers_by_phone_and_was_there(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, starts_at=hours_from_now(1))
    agency = make_agency(CITY, name="Koramil Mayangan")
    client.force_login(slamet)
    ask = reverse("patrols:ask", args=[duty.code])
    assert [press(client, ask, agency=agency.pk, headcount=3)[0] for _ in range(2)] == [302, 302]
    assert "Menunggu jawaban" in page(client, duty)
    partner = DutyPartner.objects.get()
    address = reverse("patrols:answer", args=[partner.code])
    assert press(client, address, state="confirmed")[0] == 422
    assert press(client, address, state="confirmed", via="phone", headcount=3)[0] == 302
    assert "Sudah dikonfirmasi lewat telepon (dicatat Slamet, " in page(client, duty)
    assert press(client, address, state="attended")[0] == 422
    assert press(client, address, state="attended", headcount=2)[0] == 302
    assert press(client, address, state="attended", headcount=4)[0] == 302
    assert "Hadir 4 orang" in page(client, duty)
    assert press(client, address, state="absent")[0] == 422


def test_who_came_is_written_down_when_the_duty_has_begun(client: Client, slamet: User, mayangan: Unit) -> None:
    partner = DutyPartner.objects.create(duty=make_duty(mayangan), agency=make_agency(CITY))
    client.force_login(slamet)
    status, text = press(client, reverse("patrols:answer", args=[partner.code]), state="absent")
    assert status == 422
    assert "Tugas belum dimulai" in text
