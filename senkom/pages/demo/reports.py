"""What the crews wrote after the duties behind us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from members.models import Member, Unit
from patrols.models import Duty, Finding, PatrolReport
from patrols.services.reports import next_number
from patrols.states import DutyState, ReportState
from senkom.pages.demo.calendar import Calendar, code_of, rows_of
from senkom.pages.demo.duties import start_of

REMARK = "jumlah personel mitra belum diisi"
AFTER = timedelta(minutes=40)


def seed(calendar: Calendar) -> None:
    """Add the reports that are missing; findings are written before a report is sent, as people do it."""
    people = {m.full_name: m for m in Member.objects.filter(unit__path__startswith="0.35.74.")}
    starts = {row["code"]: start_of(row, calendar) for row in rows_of("duties")}
    known = set(PatrolReport.objects.values_list("code", flat=True))
    for row in rows_of("reports"):
        starts_at = starts[row["duty"]]
        code = code_of("report", row["duty"], starts_at.date())
        duty = Duty.objects.filter(code=code_of("duty", row["duty"], starts_at.date())).first()
        if duty and code not in known:
            _write(row, duty, code, people, calendar)


def _write(row: dict[str, str], duty: Duty, code: Any, people: dict[str, Member], calendar: Calendar) -> None:
    sent_at = min(duty.ends_at + AFTER, calendar.ago(minutes=5))
    report = PatrolReport.objects.create(
        code=code,
        duty=duty,
        author=people[row["author"]],
        state=ReportState.DRAFT,
        state_at=sent_at - AFTER / 2,
        situation=row["situation"],
        nihil=row["nihil"] == "yes",
        weather=row["weather"],
        summary=row["summary"],
        created_at=sent_at - AFTER / 2,
    )
    if row["finding"]:
        _find(row, report, duty, calendar)
    _send(report, sent_at)
    if row["state"] == ReportState.RETURNED:
        _step(report, ReportState.RETURNED, sent_at + timedelta(hours=9), people[row["verifier"]], state_reason=REMARK)
    if row["state"] == ReportState.VERIFIED:
        _verify(report, sent_at, people[row["verifier"]], calendar)


def _find(row: dict[str, str], report: PatrolReport, duty: Duty, calendar: Calendar) -> None:
    at = calendar.moment(duty.starts_at.astimezone(duty.unit.zone).date(), row["at"])
    Finding.objects.create(
        code=code_of("finding", report.code),
        report=report,
        at=at,
        kind=row["kind"],
        text=row["finding"],
        village_id=Unit.path_of(row["village"]),
        told_to=row["told_to"],
    )


def _send(report: PatrolReport, sent_at: datetime) -> None:
    number = next_number(report.duty, sent_at)
    _step(report, ReportState.SUBMITTED, sent_at, report.author, number=number, submitted_at=sent_at)


def _verify(report: PatrolReport, sent_at: datetime, verifier: Member, calendar: Calendar) -> None:
    at = min(sent_at + timedelta(hours=8), calendar.ago(minutes=1))
    is_main = report.duty.state in (DutyState.CLOSED, DutyState.ABORTED)
    _step(report, ReportState.VERIFIED, at, verifier, verified_by=verifier, verified_at=at, is_main=is_main)


def _step(report: PatrolReport, state: ReportState, at: datetime, by: Member, **fields: Any) -> None:
    """One arrow with its own time; what people write today has the time of today."""
    PatrolReport.objects.filter(pk=report.pk).update(state=state, state_at=at, state_by=by, **fields)
