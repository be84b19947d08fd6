"""Patrol reports for tests: rows put straight into the state a test needs, by the arrows the database allows."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from members.models import Member
from patrols.models import Assignment, Duty, Finding, PatrolReport
from patrols.states import APPROVED, AssignmentState, DutyState, FindingKind, ReportState, Situation
from tests.factories.members import make_member
from tests.factories.patrols import hours_from_now, make_assignment, make_attendance, make_duty

_numbers = itertools.count(1)


def make_past_duty(*crew: Member, hours_ago: float = 1, **fields: Any) -> Duty:
    """A duty that ended some hours ago (completed unless said otherwise); the first of the crew led it."""
    starts_at = hours_from_now(-hours_ago - 3)
    duty = make_duty(**{"unit": crew[0].unit, "starts_at": starts_at, "state": DutyState.COMPLETED, **fields})
    for member in crew:
        make_served(duty, member)
    return duty


def make_served(duty: Duty, member: Member) -> Assignment:
    """A place of somebody who came and stayed to the end."""
    place = make_assignment(duty, member, state=AssignmentState.COMPLETED)
    make_attendance(place, out_at=duty.ends_at, out_by=member)
    return place


def make_report(duty: Duty, author: Member, *, findings: int = 0, **fields: Any) -> PatrolReport:
    """A report that waits for somebody to read it, unless said otherwise."""
    state = fields.pop("state", ReportState.SUBMITTED)
    fields = {"situation": Situation.NORMAL, "summary": "Pelabuhan sepi, kapal bersandar aman.", **fields}
    later = {name: fields.pop(name) for name in ("is_main", "verified_by", "state_reason") if name in fields}
    report: PatrolReport = PatrolReport.objects.create(duty=duty, author=author, **fields)
    for _number in range(findings):
        make_finding(report)
    if state != ReportState.DRAFT:
        _send(report)
    if state in APPROVED:
        verifier = later.pop("verified_by", None) or make_member(duty.unit)
        _set(report, state=ReportState.VERIFIED, verified_by=verifier, verified_at=timezone.now(), **later)
    if state in (ReportState.RETURNED, ReportState.SUPERSEDED):
        _set(report, state=state, is_main=False, state_reason=later.get("state_reason", "Jumlah personel belum diisi."))
    report.refresh_from_db()
    return report


def _send(report: PatrolReport) -> None:
    number = f"LHP-3574-2699-{next(_numbers):03d}"
    _set(report, state=ReportState.SUBMITTED, number=number, submitted_at=report.duty.ends_at + timedelta(minutes=20))


def _set(report: PatrolReport, **fields: Any) -> None:
    PatrolReport.objects.filter(pk=report.pk).update(state_at=timezone.now(), **fields)


def make_finding(report: PatrolReport, **fields: Any) -> Finding:
    """Something the crew came across."""
    defaults = {"text": "Lampu jalan mati di tikungan.", "kind": FindingKind.STREET_LIGHT, "at": report.duty.starts_at}
    found: Finding = Finding.objects.create(report=report, **{**defaults, **fields})
    return found
