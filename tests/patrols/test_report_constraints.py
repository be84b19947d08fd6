"""What the database itself refuses about reports, spoken to as role senkom in plain SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from members.models import Member, User
from patrols.models import Finding, PatrolReport
from patrols.states import REPORT, ReportState
from senkom.lib.states import move
from tests.factories.members import make_member
from tests.factories.reports import make_finding, make_past_duty, make_report
from tests.patrols.test_constraints import refused_by, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(wiwik: User) -> Member:
    """Who wrote the report."""
    return wiwik.member


def change(report: PatrolReport, sql: str, *values: Any) -> None:
    run(f"UPDATE patrols_patrolreport SET {sql} WHERE id = %s", *values, report.pk)  # noqa: S608 - written in this file


@pytest.mark.parametrize(("source", "target", "allowed"), REPORT.pairs())
def test_a_report_takes_only_the_arrows_of_its_table(
    author: Member, slamet: User, source: ReportState, target: ReportState, allowed: bool
) -> None:
    report = make_report(make_past_duty(author), author, state=source)
    if target == ReportState.SUBMITTED:
        report.number, report.submitted_at = report.number or "LHP-3574-2611-777", report.duty.ends_at
    if target == ReportState.VERIFIED:
        report.verified_by, report.verified_at = slamet.member, report.duty.ends_at
    also = ["number", "submitted_at", "verified_by", "verified_at"]
    if allowed:
        move(report, target, by=slamet, reason="belum lengkap", also=also)
        assert PatrolReport.objects.get(pk=report.pk).state == target
        return
    with pytest.raises(ValidationError):
        move(report, target, by=slamet, reason="belum lengkap", also=also)
    with refused_by(REPORT.constraint):
        change(report, "state = %s", target)


@pytest.mark.parametrize(
    ("name", "verifier"),
    [
        ("report_verified_by_another", "author_id"),
        ("report_verified_by_another", "on_behalf_of_id"),
        ("report_approved_has_verifier", "NULL"),
    ],
)
def test_nobody_approves_his_own_report_and_nobody_at_all_is_not_enough(
    author: Member, name: str, verifier: str
) -> None:
    report = make_report(make_past_duty(author), author, on_behalf_of=make_member())
    with refused_by(name):
        change(report, f"state = 'verified', verified_at = now(), verified_by_id = {verifier}")


def test_the_author_does_not_approve_where_it_is_on_nobodys_behalf_either(author: Member) -> None:
    report = make_report(make_past_duty(author), author)
    with refused_by("report_verified_by_another"):
        change(report, "state = 'verified', verified_at = now(), verified_by_id = author_id")


def test_an_approval_says_when(author: Member) -> None:
    report = make_report(make_past_duty(author), author)
    with refused_by("report_approved_has_verifier"):
        change(report, "state = 'verified', verified_by_id = %s", make_member().pk)


def test_a_report_is_sent_with_number_time_and_situation(author: Member) -> None:
    report = make_report(make_past_duty(author), author, state=ReportState.DRAFT)
    for columns in ("number = 'LHP-1'", "submitted_at = now()", "number = '', submitted_at = now()"):
        with refused_by("report_sent_is_whole"):
            change(report, f"state = 'submitted', {columns}")
    with refused_by("report_sent_is_whole"):
        change(report, "state = 'submitted', number = 'LHP-1', submitted_at = now(), situation = ''")


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("report_nothing_happened_is_calm", "nihil = true, situation = 'crisis'"),
        ("report_on_behalf_of_another", "on_behalf_of_id = author_id"),
        ("report_main_is_verified", "is_main = true"),
        ("report_corrects_another", "version = 2"),
        ("report_corrects_another", "version = 2, supersedes_id = id"),
        ("report_corrects_another", "version = 0"),
        ("report_number_stays", "code = gen_random_uuid()"),
    ],
)
def test_a_draft_that_must_not_be_is_refused(author: Member, name: str, sql: str) -> None:
    report = make_report(make_past_duty(author), author, state=ReportState.DRAFT)
    with refused_by(name):
        change(report, sql)


def test_a_report_is_returned_with_a_remark(author: Member) -> None:
    report = make_report(make_past_duty(author), author)
    with refused_by("report_returned_with_remark"):
        change(report, "state = 'returned', state_reason = ''")


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.VERIFIED, ReportState.SUPERSEDED])
@pytest.mark.parametrize("sql", ["summary = 'lain'", "weather = NULL", "situation = 'crisis'", "submitted_at = NULL"])
def test_a_report_that_was_sent_is_frozen(author: Member, state: ReportState, sql: str) -> None:
    report = make_report(make_past_duty(author), author, state=state)
    with refused_by("report_sent_is_frozen"):
        change(report, sql)


@pytest.mark.parametrize(
    "sql", ["verified_at = now()", "verified_by_id = NULL", "state_at = now()", "state_reason = 'x'"]
)
def test_who_approved_and_when_stays(author: Member, sql: str) -> None:
    report = make_report(make_past_duty(author), author, state=ReportState.VERIFIED)
    with refused_by("report_approval_stays"):
        change(report, sql)


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.VERIFIED, ReportState.SUPERSEDED])
def test_what_a_sent_report_found_is_frozen_with_it(author: Member, state: ReportState) -> None:
    report = make_report(make_past_duty(author), author, findings=1, state=state)
    with refused_by("finding_frozen"):
        make_finding(report)
    with refused_by("finding_frozen"):
        run("UPDATE patrols_finding SET text = 'lain'")
    with refused_by("finding_kept"):
        run("DELETE FROM patrols_finding")


def test_a_finding_does_not_move_away_from_a_sent_report(author: Member) -> None:
    duty = make_past_duty(author)
    make_report(duty, author, findings=1)
    draft = make_report(duty, author, state=ReportState.DRAFT)
    with refused_by("finding_frozen"):
        run("UPDATE patrols_finding SET report_id = %s", draft.pk)


def test_findings_of_a_draft_change_and_go(author: Member) -> None:
    report = make_report(make_past_duty(author), author, findings=1, state=ReportState.DRAFT)
    run("UPDATE patrols_finding SET text = 'Dua lampu mati.'")
    report.findings.all().delete()
    assert not Finding.objects.exists()


@pytest.mark.parametrize(("name", "sql"), [("finding_says_what", "kind = 'other', text = ''")])
def test_a_finding_says_what_it_was(author: Member, name: str, sql: str) -> None:
    make_report(make_past_duty(author), author, findings=1, state=ReportState.DRAFT)
    with refused_by(name):
        run(f"UPDATE patrols_finding SET {sql}")  # noqa: S608 - written in this file


def test_a_finding_lies_in_a_village_or_nowhere(author: Member) -> None:
    make_report(make_past_duty(author), author, findings=1, state=ReportState.DRAFT)
    with refused_by("finding_in_a_village"):
        run("UPDATE patrols_finding SET village_id = '0.35.74.03.'")


def test_a_duty_has_one_approved_report_and_others_under_it(author: Member) -> None:
    duty = make_past_duty(author)
    make_report(duty, author, state=ReportState.VERIFIED, is_main=True)
    under = make_report(duty, author, state=ReportState.VERIFIED)
    with refused_by("report_one_main_per_duty"):
        change(under, "is_main = true")


def test_reports_are_not_deleted(author: Member) -> None:
    make_report(make_past_duty(author), author, state=ReportState.DRAFT)
    with refused_by("report_kept"):
        run("DELETE FROM patrols_patrolreport")
