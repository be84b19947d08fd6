"""The text for WhatsApp: complete without a link, and nothing in it that must not leave the house."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from members.models import Member, Unit
from patrols.letters import report_text
from patrols.models import Assignment, Duty
from patrols.states import DutyKind, FindingKind, PartnerState, ReportState, Situation
from tests.factories.members import CITY, MAYANGAN, make_member, make_unit
from tests.factories.partners import make_agency
from tests.factories.patrols import make_partner
from tests.factories.reports import make_finding, make_past_duty, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def slamet_h(mayangan: Unit) -> Member:
    """Who led the patrol and writes the report."""
    return make_member(mayangan, full_name="Slamet Hariyono")


@pytest.fixture
def duty(slamet_h: Member) -> Duty:
    """P14 of the demo: a patrol in Mayangan on a Friday evening with two officers."""
    zone = slamet_h.unit.zone
    duty = make_past_duty(
        slamet_h,
        make_member(MAYANGAN),
        title="patroli wilayah Mayangan",
        starts_at=datetime(2026, 11, 20, 20, 30, tzinfo=zone),
        ends_at=datetime(2026, 11, 20, 23, 0, tzinfo=zone),
        route="Mapolsek\nPPP Mayangan\nKampung Dok",
    )
    for name in ("Bhabinkamtibmas", "Babinsa"):
        make_partner(duty, make_agency(duty.unit, name=name), state=PartnerState.ATTENDED, headcount_actual=1)
    return duty


def test_the_text_says_all_in_the_order_the_groups_know(duty: Duty, slamet_h: Member) -> None:
    make_unit(CITY)
    village = make_unit("0.35.74.03.1002.", name="Mayangan")
    report = make_report(
        duty,
        slamet_h,
        situation=Situation.FOLLOW_UP,
        weather="cerah, air pasang",
        summary="Imbauan kepada warga, korban NIHIL.",
        state=ReportState.DRAFT,
    )
    make_finding(
        report,
        kind=FindingKind.WATER,
        at=duty.starts_at + timedelta(minutes=70),
        text="air rob setinggi mata kaki, sekitar 18 KK",
        village=village,
        told_to="Pusdalops BPBD, diterima 21.52",
    )
    report.number = "LHP-3574-2611-031"
    for attended in Assignment.objects.filter(duty=duty):
        attended.attendance.home_safe_at = duty.ends_at + timedelta(minutes=25)
        attended.attendance.save()
    with translation.override("en"):
        assert report_text(report).splitlines() == [
            "Kepada Yth. Ketua Senkom Kota Probolinggo",
            "Izin melaporkan *patroli wilayah Mayangan*",
            "WAKTU: Jumat, 20 November 2026, 20.30–23.00 WIB",
            "PERSONEL: Senkom 2, Bhabinkamtibmas 1, Babinsa 1",
            "RUTE: Mapolsek, PPP Mayangan, Kampung Dok",
            "CUACA: cerah, air pasang",
            "HASIL: Imbauan kepada warga, korban NIHIL. Pukul 21.40 WIB air rob setinggi mata kaki, sekitar 18 KK, "
            "Mayangan. Diberi tahu: Pusdalops BPBD, diterima 21.52.",
            "SITUASI AKHIR: perlu tindak lanjut",
            "ANGGOTA: semua sudah pulang dengan selamat, 23.25 WIB",
            "TERTANDA: Slamet Hariyono",
            "Nomor LHP-3574-2611-031 · belum diperiksa",
        ]


def test_an_approved_report_says_so(duty: Duty, slamet_h: Member) -> None:
    report = make_report(duty, slamet_h, state=ReportState.VERIFIED)
    assert report_text(report).endswith(f"Nomor {report.number} · sudah diperiksa dan disahkan")


def test_the_agency_that_led_gets_a_copy(duty: Duty, slamet_h: Member) -> None:
    duty.lead_agency = make_agency(duty.unit, name="Polsek Mayangan")
    duty.save()
    report = make_report(duty, slamet_h)
    assert report_text(report).startswith("Kepada Yth. Ketua Senkom Kota Probolinggo, tembusan Polsek Mayangan\n")


def test_nobody_is_said_to_be_home_while_one_is_missing(duty: Duty, slamet_h: Member) -> None:
    first = Assignment.objects.filter(duty=duty)[0].attendance
    first.home_safe_at = duty.ends_at + timedelta(minutes=5)
    first.save()
    assert "ANGGOTA" not in report_text(make_report(duty, slamet_h))


@pytest.mark.parametrize("kind", [FindingKind.GATHERING, FindingKind.NEEDS_HELP])
def test_of_minors_and_people_in_need_only_the_kind_and_the_village_leave_the_house(
    duty: Duty, slamet_h: Member, kind: FindingKind
) -> None:
    village = make_unit("0.35.74.03.1002.", name="Mangunharjo")
    report = make_report(duty, slamet_h, state=ReportState.DRAFT)
    make_finding(report, kind=kind, text="di depan rumah Jl. Ikan Tengiri 4", village=village)
    text = report_text(report)
    assert "Tengiri" not in text
    assert f"{kind.label}, Mangunharjo." in text


def test_routes_past_empty_houses_stay_in_the_house(duty: Duty, slamet_h: Member) -> None:
    duty.kind = DutyKind.EMPTY_HOUSES
    duty.save()
    assert "RUTE" not in report_text(make_report(duty, slamet_h))
