"""Writing, sending, returning, approving and correcting reports, through the pages and with two people."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Unit, User
from members.states import Office
from patrols.models import Duty, PatrolReport
from patrols.states import AssignmentState, DutyState, PartnerState, ReportState, Situation
from tests.factories.members import CITY, MAYANGAN, make_member, make_officer, make_unit, make_user
from tests.factories.patrols import hours_from_now, make_assignment, make_duty, make_partner
from tests.factories.reports import make_finding, make_past_duty, make_report, make_served

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(mayangan: Unit) -> User:
    """The team leader of the duty: a member without an office."""
    return make_user(make_member(mayangan, full_name="Ridwan Kurniawan"))


@pytest.fixture
def duty(leader: User, wiwik: User) -> Duty:
    """A duty in Mayangan that ended an hour ago; Ridwan led it, Wiwik was on it."""
    return make_past_duty(leader.member, wiwik.member, title="Patroli wilayah Mayangan")


def typed(**fields: Any) -> dict[str, Any]:
    """What a person sends from the form."""
    return {"code": str(uuid.uuid4()), "situation": "normal", "summary": "Pelabuhan sepi.", **fields}


def write(client: Client, duty: Duty, **fields: Any) -> Any:
    return client.post(reverse("patrols:report_write", args=[duty.code]), typed(**fields))


def act(client: Client, report: PatrolReport, name: str, **fields: Any) -> Any:
    return client.post(reverse(f"patrols:report_{name}", args=[report.duty.code, report.code]), fields)


def the_report() -> PatrolReport:
    return PatrolReport.objects.get()


# — writing


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


# — reading, returning, approving


def test_a_coordinator_approves_and_the_duty_is_closed(client: Client, duty: Duty, wiwik: User, slamet: User) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(slamet)
    assert "Sudah benar, sahkan" in client.get(report.get_absolute_url()).content.decode()
    answer = act(client, report, "verify", seen=report.seen)
    assert answer.url == report.get_absolute_url()
    report.refresh_from_db()
    duty.refresh_from_db()
    assert (report.state, report.verified_by, report.is_main) == (ReportState.VERIFIED, slamet.member, True)
    assert duty.state == DutyState.CLOSED
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Sudah diperiksa dan disahkan oleh Slamet H." in page
    assert "belum diperiksa" not in page


def test_a_report_is_returned_with_a_remark_completed_and_sent_again(
    client: Client, duty: Duty, wiwik: User, slamet: User
) -> None:
    report = make_report(duty, wiwik.member, findings=1)
    client.force_login(slamet)
    assert act(client, report, "return", remark=" ", seen=report.seen).status_code == 422
    act(client, report, "return", remark="jumlah personel mitra belum diisi", seen=report.seen)
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    number = report.number

    client.force_login(wiwik)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Laporan perlu dilengkapi: jumlah personel mitra belum diisi" in page
    edit = reverse("patrols:report_edit", args=[duty.code, report.code])
    form = client.get(edit).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    del fields["nihil"], fields["wording_asked"]
    answer = client.post(edit, {**fields, "summary": "Sudah dilengkapi."})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.summary, report.number) == (ReportState.SUBMITTED, "Sudah dilengkapi.", number)
    assert report.findings.count() == 1


def test_the_first_sending_repeated_late_does_not_undo_a_return(client: Client, duty: Duty, wiwik: User) -> None:
    client.force_login(wiwik)
    fields = typed()
    write(client, duty, **fields)
    PatrolReport.objects.update(state=ReportState.RETURNED, state_reason="kurang")
    assert write(client, duty, **fields).status_code == 302
    assert the_report().state == ReportState.RETURNED


def test_what_changed_while_somebody_read_is_a_conflict(client: Client, duty: Duty, wiwik: User, slamet: User) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(slamet)
    assert act(client, report, "verify", seen="2026-01-01T00:00:00+00:00").status_code == 409
    assert act(client, report, "return", remark="kurang", seen="2026-01-01").status_code == 409
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_two_answers_at_once_and_the_second_is_a_conflict(
    client: Client, duty: Duty, wiwik: User, slamet: User, joko: User
) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(slamet)
    act(client, report, "return", remark="kurang", seen=report.seen)
    client.force_login(joko)
    assert act(client, report, "verify", seen=report.seen).status_code == 409


def test_a_coordinator_does_not_approve_his_own_report_and_it_waits_for_the_next(
    client: Client, slamet: User, joko: User, wiwik: User
) -> None:
    duty = make_past_duty(slamet.member, wiwik.member)
    deputy = make_officer(Office.VICE_COORDINATOR, MAYANGAN)
    report = make_report(duty, slamet.member)
    client.force_login(slamet)
    assert "Sudah benar, sahkan" not in client.get(report.get_absolute_url()).content.decode()
    assert act(client, report, "verify", seen=report.seen).status_code == 422
    assert report not in PatrolReport.objects.waiting_for(slamet)
    assert report in PatrolReport.objects.waiting_for(deputy)
    assert report in PatrolReport.objects.waiting_for(joko)
    client.force_login(joko)
    assert act(client, report, "verify", seen=report.seen).status_code == 302


def test_nobody_approves_what_was_written_on_his_behalf(client: Client, slamet: User, leader: User) -> None:
    duty = make_past_duty(leader.member, slamet.member)
    report = make_report(duty, leader.member, on_behalf_of=slamet.member)
    assert report not in PatrolReport.objects.waiting_for(slamet)
    client.force_login(slamet)
    assert act(client, report, "verify", seen=report.seen).status_code == 422


@pytest.mark.parametrize("name", ["verify", "return"])
def test_a_member_of_the_crew_neither_approves_nor_returns(
    client: Client, duty: Duty, leader: User, wiwik: User, name: str
) -> None:
    report = make_report(duty, leader.member)
    client.force_login(wiwik)
    assert act(client, report, name, remark="kurang").status_code == 403


def test_a_roster_admin_sees_reports_and_does_not_approve_them(
    client: Client, duty: Duty, wiwik: User, endah: User
) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(endah)
    assert client.get(report.get_absolute_url()).status_code == 200
    assert act(client, report, "verify").status_code == 403


def test_a_second_approved_report_stands_under_the_first(
    client: Client, duty: Duty, wiwik: User, leader: User, slamet: User
) -> None:
    first, second = make_report(duty, leader.member), make_report(duty, wiwik.member)
    client.force_login(slamet)
    for report in (first, second):
        assert act(client, report, "verify", seen=report.seen).status_code == 302
    assert list(PatrolReport.objects.filter(is_main=True)) == [first]
    assert "Laporan lain menjadi laporan tugas ini" in client.get(second.get_absolute_url()).content.decode()


# — correcting


def test_a_correction_replaces_the_approved_report_once_it_is_approved(
    client: Client, duty: Duty, wiwik: User, slamet: User
) -> None:
    make_unit("0.35.74.03.1001.", name="Mangunharjo")
    old = make_report(duty, wiwik.member, findings=2, state=ReportState.VERIFIED, is_main=True)
    code = str(uuid.uuid4())
    client.force_login(wiwik)
    answer = act(client, old, "correct", code=code)
    assert act(client, old, "correct", code=code).url == answer.url
    new = PatrolReport.objects.get(supersedes=old)
    assert (new.version, new.state, new.findings.count()) == (2, ReportState.DRAFT, 2)
    old.refresh_from_db()
    assert old.state == ReportState.VERIFIED
    client.post(answer.url, typed(summary="Dua lampu, bukan tiga.", code=code))
    new.refresh_from_db()
    client.force_login(slamet)
    assert act(client, new, "verify", seen=new.seen).status_code == 302
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.is_main) == (ReportState.SUPERSEDED, False)
    assert (new.state, new.is_main) == (ReportState.VERIFIED, True)
    assert f"Diganti dengan {new.number}" in client.get(old.get_absolute_url()).content.decode()


def test_only_one_person_corrects_at_a_time(client: Client, duty: Duty, wiwik: User, leader: User) -> None:
    old = make_report(duty, wiwik.member, state=ReportState.VERIFIED, is_main=True)
    client.force_login(wiwik)
    act(client, old, "correct", code=str(uuid.uuid4()))
    client.force_login(leader)
    answer = act(client, old, "correct", code=str(uuid.uuid4()))
    assert answer.status_code == 409
    assert "Wiwik Sulastri" in answer.content.decode()


def test_a_report_that_is_not_approved_is_not_corrected(client: Client, duty: Duty, wiwik: User) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(wiwik)
    assert act(client, report, "correct", code=str(uuid.uuid4())).status_code == 409


# — who sees what


def test_who_sees_a_report(
    client: Client, duty: Duty, wiwik: User, leader: User, slamet: User, fery: User, stranger_coordinator: User
) -> None:
    report = make_report(duty, leader.member)
    neighbour = make_user(make_member(MAYANGAN))
    answers = {}
    for user in (leader, wiwik, slamet, neighbour, fery, stranger_coordinator):
        client.force_login(user)
        answers[user] = client.get(report.get_absolute_url()).status_code
    assert list(answers.values()) == [200, 200, 200, 404, 404, 404]


def test_a_report_is_found_only_under_its_own_duty(client: Client, duty: Duty, wiwik: User) -> None:
    other = make_past_duty(make_member(MAYANGAN), hours_ago=60)
    report = make_report(duty, wiwik.member)
    client.force_login(wiwik)
    assert client.get(reverse("patrols:report", args=[other.code, report.code])).status_code == 404


def test_only_the_author_changes_his_report(client: Client, duty: Duty, wiwik: User, slamet: User) -> None:
    report = make_report(duty, wiwik.member, state=ReportState.RETURNED)
    client.force_login(slamet)
    edit = reverse("patrols:report_edit", args=[duty.code, report.code])
    assert client.get(edit).status_code == 403
    assert client.post(edit, typed()).status_code == 403


def test_a_sent_report_opens_to_read_and_not_to_change(client: Client, duty: Duty, wiwik: User) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(wiwik)
    edit = reverse("patrols:report_edit", args=[duty.code, report.code])
    answer: Any = client.get(edit)
    assert answer.url == report.get_absolute_url()
    assert client.post(edit, typed(seen=report.seen)).status_code == 302
    report.refresh_from_db()
    assert report.summary == "Pelabuhan sepi, kapal bersandar aman."


def test_a_report_page_costs_the_same_with_one_finding_and_with_five(
    client: Client, duty: Duty, wiwik: User, django_assert_max_num_queries: Any
) -> None:
    report = make_report(duty, wiwik.member, state=ReportState.DRAFT)
    for _number in range(5):
        make_finding(report)
    PatrolReport.objects.update(state=ReportState.SUBMITTED, number="LHP-1", submitted_at=duty.ends_at)
    client.force_login(wiwik)
    with django_assert_max_num_queries(20):
        client.get(report.get_absolute_url())


# — what is late


def test_a_duty_without_a_sent_report_is_late_two_hours_after_its_end(wiwik: User) -> None:
    late = make_past_duty(wiwik.member, hours_ago=3)
    make_report(late, wiwik.member, state=ReportState.DRAFT)
    make_past_duty(make_member(MAYANGAN), hours_ago=1)
    reported = make_past_duty(make_member(MAYANGAN), hours_ago=30)
    make_report(reported, make_member(CITY), state=ReportState.RETURNED)
    make_duty(MAYANGAN, starts_at=hours_from_now(-9), state=DutyState.CANCELLED, state_reason="hujan")
    make_duty(MAYANGAN, starts_at=hours_from_now(-9))
    assert list(Duty.objects.report_late()) == [late]
