"""Writing and sending reports, for oneself and for others, through the page."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Unit, User
from patrols.models import Duty, PatrolReport
from patrols.states import AssignmentState, DutyState, PartnerState, ReportState, Situation
from tests.factories.members import MAYANGAN, make_member, make_unit, make_user
from tests.factories.patrols import hours_from_now, make_assignment, make_duty, make_partner
from tests.factories.reports import make_past_duty, make_served
from tests.patrols.writing import the_report, typed, write

pytestmark = pytest.mark.django_db


def test_a_crew_member_sends_a_report_and_gets_a_number_and_the_text_at_once(
    client: Client, duty: Duty, wiwik: User
) -> None:
    client.force_login(wiwik)
    answer = write(client, duty, summary="Imbauan kepada warga.", weather="cerah")
    report = the_report()
    assert answer.status_code == 302
    assert answer.url == report.get_absolute_url()
    assert (report.state, report.author, report.version) == (ReportState.SUBMITTED, wiwik.member, 1)
    today = duty.unit.today()
    assert report.number == f"LHP-3574-{today:%y%m}-001"
    page = client.get(answer.url).content.decode()
    assert "belum diperiksa" in page
    assert "Terkirim" in page


def test_numbers_of_a_month_have_no_gaps_across_the_units_of_a_city(
    client: Client, duty: Duty, wiwik: User, fery: User
) -> None:
    other = make_past_duty(fery.member)
    for user, about in ((wiwik, duty), (fery, other)):
        client.force_login(user)
        write(client, about)
        write(client, about, situation="")
    numbers = PatrolReport.objects.order_by("number").values_list("number", flat=True)
    assert [str(number)[-3:] for number in numbers] == ["001", "002"]


def test_nothing_happened_is_one_tap(client: Client, duty: Duty, wiwik: User) -> None:
    client.force_login(wiwik)
    page = client.get(reverse("patrols:report_write", args=[duty.code])).content.decode()
    assert "Nihil, tidak ada kejadian" in page
    assert "Darurat? Telepon 112 atau 110 dulu." in page
    one_tap = {"code": str(uuid.uuid4()), "nihil": "on"}
    answer: Any = client.post(reverse("patrols:report_write", args=[duty.code]), one_tap)
    assert answer.status_code == 302
    report = the_report()
    assert (report.nihil, report.situation, report.state) == (True, Situation.NORMAL, ReportState.SUBMITTED)
    assert "HASIL: NIHIL." in client.get(answer.url).content.decode()


def test_the_same_form_sent_twice_makes_one_report(client: Client, duty: Duty, wiwik: User) -> None:
    client.force_login(wiwik)
    fields = typed()
    first = write(client, duty, **fields)
    again = write(client, duty, **{**fields, "summary": "lain"})
    assert first.url == again.url
    assert the_report().summary == "Pelabuhan sepi."


def test_somebody_elses_code_is_a_conflict(client: Client, duty: Duty, wiwik: User, leader: User) -> None:
    client.force_login(wiwik)
    fields = typed()
    write(client, duty, **fields)
    client.force_login(leader)
    answer = write(client, duty, **{**fields, "summary": "Catatan ketua tim."})
    assert answer.status_code == 409
    assert "Catatan ketua tim." in answer.content.decode()
    assert the_report().author == wiwik.member


def test_a_code_belongs_to_the_duty_it_was_sent_for(client: Client, duty: Duty, wiwik: User) -> None:
    other = make_past_duty(make_member(MAYANGAN), hours_ago=60)
    make_served(other, wiwik.member)
    client.force_login(wiwik)
    fields = typed()
    write(client, duty, **fields)
    assert write(client, other, **fields).status_code == 409


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"situation": ""}, "Pilih keadaan akhir"),
        ({"summary": ""}, "Tulis apa yang dikerjakan"),
        ({"nihil": "on", "situation": "crisis"}, "tidak cocok"),
        ({"nihil": "on", "finding_1_text": "lampu mati"}, "Pilih salah satu"),
        ({"finding_1_time": "21:40"}, "Tulis apa yang terlihat"),
        ({"finding_1_text": "air", "finding_1_time": "99:99"}, "finding_1_time"),
    ],
)
def test_a_refused_report_keeps_what_was_typed(
    client: Client, duty: Duty, wiwik: User, fields: dict[str, str], sentence: str
) -> None:
    client.force_login(wiwik)
    answer = write(client, duty, **{"weather": "hujan ringan sejak 21.15", **fields})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "hujan ringan sejak 21.15" in page
    assert sentence in page
    assert not PatrolReport.objects.exists()


def test_findings_are_told_with_time_village_and_who_knows(client: Client, duty: Duty, wiwik: User) -> None:
    village = make_unit("0.35.74.03.1001.", name="Mangunharjo")
    client.force_login(wiwik)
    at = duty.starts_at.astimezone(duty.unit.zone)
    answer = write(
        client,
        duty,
        situation="follow_up",
        finding_1_kind="water",
        finding_1_text="Air rob setinggi mata kaki",
        finding_1_time=f"{at:%H:%M}",
        finding_1_village=village.path,
        finding_1_told_to="Pusdalops BPBD, diterima",
    )
    found = the_report().findings.get()
    assert (found.kind, found.village, found.at, found.told_to) == (
        "water",
        village,
        duty.starts_at,
        "Pusdalops BPBD, diterima",
    )
    page = client.get(answer.url).content.decode()
    assert "Air rob setinggi mata kaki, Mangunharjo. Diberi tahu: Pusdalops BPBD, diterima." in page


def test_a_clock_time_after_midnight_is_the_next_day(client: Client, wiwik: User) -> None:
    start = hours_from_now(-40).astimezone(wiwik.member.unit.zone).replace(hour=21, minute=0)
    duty = make_duty(MAYANGAN, starts_at=start, state=DutyState.COMPLETED)
    make_served(duty, wiwik.member)
    client.force_login(wiwik)
    write(client, duty, finding_1_text="Lampu jalan mati", finding_1_time="00:20")
    at = the_report().findings.get().at
    assert at is not None
    assert (at - start).total_seconds() == 200 * 60


def test_headcounts_of_agencies_begin_as_planned_and_are_written_to_the_duty(
    client: Client, duty: Duty, wiwik: User
) -> None:
    came = make_partner(duty, headcount_planned=4)
    stayed_away = make_partner(duty, headcount_planned=2)
    client.force_login(wiwik)
    page = client.get(reverse("patrols:report_write", args=[duty.code])).content.decode()
    assert f'name="partner_{came.pk}" value="4"' in page
    write(client, duty, **{f"partner_{came.pk}": "5", f"partner_{stayed_away.pk}": "0"})
    came.refresh_from_db()
    stayed_away.refresh_from_db()
    assert (came.headcount_actual, came.state) == (5, PartnerState.ATTENDED)
    assert (stayed_away.headcount_actual, stayed_away.state) == (0, PartnerState.ABSENT)


def test_a_draft_is_kept_gone_on_with_and_seen_by_nobody_else(
    client: Client, duty: Duty, wiwik: User, slamet: User
) -> None:
    client.force_login(wiwik)
    kept: Any = write(client, duty, situation="", summary="baru separuh", draft="on")
    report = the_report()
    assert kept.url == reverse("patrols:report_edit", args=[duty.code, report.code])
    assert report.number is None
    assert "baru separuh" in client.get(kept.url).content.decode()
    again: Any = client.get(reverse("patrols:report_write", args=[duty.code]))
    assert again.url == kept.url
    client.force_login(slamet)
    assert client.get(report.get_absolute_url()).status_code == 404
    client.force_login(wiwik)
    client.post(kept.url, typed(summary="sudah lengkap", code=str(report.code)))
    report.refresh_from_db()
    assert (report.state, report.summary) == (ReportState.SUBMITTED, "sudah lengkap")


def test_the_wording_helper_asks_once_and_then_lets_it_go(client: Client, duty: Duty, wiwik: User) -> None:
    client.force_login(wiwik)
    fields = typed(summary="Kami mengamankan dua orang pelaku.")
    answer = write(client, duty, **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "siapa yang melakukan?" in page
    assert 'name="wording_asked" value="on"' in page
    assert not PatrolReport.objects.exists()
    assert write(client, duty, **fields, wording_asked="on").status_code == 302
    assert the_report().state == ReportState.SUBMITTED


def test_what_officers_did_is_not_asked_about(client: Client, duty: Duty, wiwik: User) -> None:
    client.force_login(wiwik)
    assert write(client, duty, finding_1_text="petugas Polsek mengamankan dua orang").status_code == 302


@pytest.mark.parametrize("state", [DutyState.DRAFT, DutyState.CANCELLED])
def test_there_is_nothing_to_report_about_a_duty_that_did_not_take_place(
    client: Client, wiwik: User, slamet: User, state: DutyState
) -> None:
    duty = make_duty(MAYANGAN, state=state, state_reason="hujan")
    make_assignment(duty, wiwik.member)
    client.force_login(wiwik)
    assert write(client, duty).status_code == 422


def test_a_duty_that_was_broken_off_is_reported(client: Client, wiwik: User) -> None:
    duty = make_past_duty(wiwik.member, state=DutyState.ABORTED, state_reason="hujan lebat")
    client.force_login(wiwik)
    assert write(client, duty).status_code == 302


# — for whom


def test_who_was_not_on_the_duty_does_not_report_about_it(client: Client, duty: Duty, mayangan: Unit) -> None:
    client.force_login(make_user(make_member(mayangan)))
    assert client.get(reverse("patrols:report_write", args=[duty.code])).status_code == 403
    assert write(client, duty).status_code == 403


def test_who_withdrew_does_not_report_either(client: Client, duty: Duty, mayangan: Unit) -> None:
    gone = make_user(make_member(mayangan))
    make_assignment(duty, gone.member, state=AssignmentState.WITHDRAWN, state_reason="sakit")
    client.force_login(gone)
    assert write(client, duty).status_code == 403


def test_the_leader_reports_for_somebody_of_the_crew(client: Client, duty: Duty, leader: User, wiwik: User) -> None:
    client.force_login(leader)
    write(client, duty, on_behalf_of=wiwik.member.pk)
    report = the_report()
    assert (report.author, report.on_behalf_of) == (leader.member, wiwik.member)
    client.force_login(wiwik)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "atas nama Wiwik Sulastri" in page


def test_a_coordinator_reports_on_behalf_only(client: Client, duty: Duty, slamet: User, wiwik: User) -> None:
    client.force_login(slamet)
    answer = write(client, duty)
    assert answer.status_code == 422
    assert "Anda tidak ikut bertugas" in answer.content.decode()
    assert write(client, duty, on_behalf_of=wiwik.member.pk).status_code == 302


def test_nobody_reports_on_behalf_of_somebody_who_was_not_there(client: Client, duty: Duty, leader: User) -> None:
    client.force_login(leader)
    assert write(client, duty, on_behalf_of=make_member(MAYANGAN).pk).status_code == 422


def test_an_ordinary_crew_member_has_no_such_choice(client: Client, duty: Duty, leader: User, wiwik: User) -> None:
    client.force_login(wiwik)
    write(client, duty, on_behalf_of=leader.member.pk)
    assert the_report().on_behalf_of is None
