"""Addresses of patrol reports."""

from __future__ import annotations

from uuid import UUID, uuid4

from patrols.models import PatrolReport
from patrols.states import ReportState
from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.reports import make_finding, make_past_duty, make_report


def _duty(unit: str, name: str) -> UUID:
    return make_past_duty(make_member(unit, full_name=name), title=name, purpose=name).code


def _report(unit: str, name: str, state: ReportState = ReportState.SUBMITTED) -> tuple[UUID, UUID]:
    author = make_member(unit, full_name=name)
    duty = make_past_duty(author, title=name)
    report: PatrolReport = make_report(duty, author, state=ReportState.DRAFT, summary=name, weather=name)
    make_finding(report, text=name)
    if state != ReportState.DRAFT:
        report = make_report(duty, author, state=state, summary=name, weather=name)
    return duty.code, report.code


MISSING = (uuid4(), uuid4())

KINDS = {
    "duty to report": Kind(own=lambda: _duty(MAYANGAN, "Buari"), foreign=lambda: _duty(OTHER_DISTRICT, CANARY)),
    "sent report": Kind(
        own=lambda: _report(MAYANGAN, "Buari"), foreign=lambda: _report(OTHER_DISTRICT, CANARY), missing=MISSING
    ),
    "draft report": Kind(
        own=lambda: _report(MAYANGAN, "Buari", ReportState.DRAFT),
        foreign=lambda: _report(OTHER_DISTRICT, CANARY, ReportState.DRAFT),
        missing=MISSING,
    ),
    "approved report": Kind(
        own=lambda: _report(MAYANGAN, "Buari", ReportState.VERIFIED),
        foreign=lambda: _report(OTHER_DISTRICT, CANARY, ReportState.VERIFIED),
        missing=MISSING,
    ),
}

PAGES: list[Page] = [
    page("patrols:report_write", "duty to report", get="302 404 403 200 200 403", post="302 404 403 422 422 403"),
    page("patrols:report", "sent report", get="302 404 404 200 200 200", post=NO),
    page("patrols:report", "draft report", get="302 404 404 404 404 404", post=NO),
    page("patrols:report", "approved report", get="302 404 404 200 200 200", post=NO),
    page("patrols:report_edit", "sent report", get="302 404 404 403 403 403", post="302 404 404 403 403 403"),
    page("patrols:report_edit", "draft report", get="302 404 404 404 404 404", post="302 404 404 404 404 404"),
    page("patrols:report_verify", "sent report", get=NO, post="302 404 404 302 302 403"),
    page("patrols:report_return", "sent report", get=NO, post="302 404 404 422 422 403"),
    page("patrols:report_correct", "approved report", get=NO, post="302 404 404 422 422 403"),
]
