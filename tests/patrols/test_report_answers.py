"""Approving, returning and correcting reports, with two people."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User
from members.states import Office
from patrols.models import Duty, PatrolReport
from patrols.states import DutyState, ReportState
from tests.factories.members import MAYANGAN, make_officer, make_unit
from tests.factories.reports import make_past_duty, make_report
from tests.patrols.writing import act, the_report, typed, write

pytestmark = pytest.mark.django_db


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
