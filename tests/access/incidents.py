"""Addresses of the incidents, and of reports of both kinds."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.incidents import (
    make_entry,
    make_figure,
    make_flood,
    make_incident,
    make_incident_report,
    make_referral,
)
from tests.factories.members import MAYANGAN, OTHER_CITY, OTHER_DISTRICT, make_member
from tests.factories.partners import make_agency
from tests.factories.reports import make_finding, make_past_duty, make_report


def _incident(unit: str = MAYANGAN, text: str = "Lampu jalan mati") -> Any:
    return make_incident(unit, title=text, place_text=text, category=make_flood())


def _foreign() -> Any:
    return _incident(OTHER_DISTRICT, CANARY)


def _report(unit: str, **fields: Any) -> uuid.UUID:
    code: uuid.UUID = make_incident_report(unit, **fields).code
    return code


def _patrol_report(unit: str, summary: str = "Pelabuhan sepi.") -> uuid.UUID:
    author = make_member(unit)
    code: uuid.UUID = make_report(make_past_duty(author), author, summary=summary).code
    return code


def _finding(unit: str, text: str) -> uuid.UUID:
    author = make_member(unit, full_name=text)
    report = make_report(make_past_duty(author), author, state="draft")
    finding = make_finding(report, text=text)
    type(report).objects.filter(pk=report.pk).update(
        state="submitted", number=f"LHP-{finding.pk}", submitted_at=report.duty.ends_at, state_at=report.duty.ends_at
    )
    code: uuid.UUID = finding.code
    return code


KINDS = {
    "incident": Kind(own=lambda: _incident().code, foreign=lambda: _foreign().code),
    "incident step": Kind(
        own=lambda: (_incident().code, "handling"),
        foreign=lambda: (_foreign().code, "handling"),
        missing=(uuid.uuid4(), "handling"),
    ),
    "line": Kind(
        own=lambda: make_entry(_incident()).code,
        foreign=lambda: make_entry(_foreign(), CANARY).code,
    ),
    "figure": Kind(
        own=lambda: make_figure(_incident()).code,
        foreign=lambda: make_figure(_foreign(), source_name=CANARY).code,
    ),
    "referral": Kind(
        own=lambda: (make_referral(_incident(), make_agency(), state="sent", sent_at=_now()).code, "no_answer"),
        foreign=lambda: (
            make_referral(
                _foreign(), make_agency(OTHER_CITY, name=CANARY), message=CANARY, state="sent", sent_at=_now()
            ).code,
            "no_answer",
        ),
        missing=(uuid.uuid4(), "no_answer"),
    ),
    "incoming report": Kind(
        own=lambda: _report(MAYANGAN),
        foreign=lambda: _report(OTHER_DISTRICT, text=CANARY, place_text=CANARY, caller_name=CANARY),
    ),
    "patrol report": Kind(
        own=lambda: _patrol_report(MAYANGAN),
        foreign=lambda: _patrol_report(OTHER_DISTRICT, CANARY),
    ),
    "finding": Kind(
        own=lambda: _finding(MAYANGAN, "Pohon miring"),
        foreign=lambda: _finding(OTHER_DISTRICT, CANARY),
    ),
}


def _now() -> datetime:
    return timezone.now()


SEEN, WRITTEN = "302 404 404 200 200 404", "302 404 404 422 422 404"
REPORTER = "302 404 404 403 403 404"

PAGES: list[Page] = [
    page("incidents:reports", get="302 200 200 200 200 200", post=NO),
    page("incidents:report_new", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("incidents:call_new", get="302 403 403 200 200 403", post="302 403 403 422 422 403"),
    page("incidents:unread", get="302 403 403 200 200 403", post=NO),
    page("incidents:report", "incoming report", get=SEEN, post=NO),
    # The page of a patrol report stands at another address; who sees duties is led there.
    page("incidents:report", "patrol report", get="302 404 404 302 302 302", post=NO),
    page("incidents:report_more", "incoming report", get=REPORTER, post=REPORTER),
    page("incidents:report_withdraw", "incoming report", get=REPORTER, post=REPORTER),
    page("incidents:take", "incoming report", get=NO, post="302 404 404 302 302 404"),
    page("incidents:take_up_again", "incoming report", get=SEEN, post=WRITTEN),
    page("incidents:answer", "incoming report", get=SEEN, post=WRITTEN),
    page("incidents:link", "incoming report", get=SEEN, post=WRITTEN),
    page("incidents:unlink", "incoming report", get=SEEN, post=WRITTEN),
    page("incidents:open", "incoming report", get=SEEN, post=WRITTEN),
    page("incidents:list", get="302 403 403 200 200 403", post=NO),
    page("incidents:detail", "incident", get=SEEN, post=NO),
    page("incidents:step", "incident step", get=SEEN, post="302 404 404 302 302 404"),
    page("incidents:verification", "incident", get=SEEN, post=WRITTEN),
    page("incidents:assessment", "incident", get=SEEN, post=WRITTEN),
    page("incidents:lead", "incident", get=SEEN, post=WRITTEN),
    page("incidents:note", "incident", get=SEEN, post=WRITTEN),
    page("incidents:figures", "incident", get=SEEN, post=WRITTEN),
    page("incidents:refer", "incident", get=SEEN, post=WRITTEN),
    page("incidents:strike_entry", "line", get=SEEN, post=WRITTEN),
    page("incidents:strike_figure", "figure", get=SEEN, post=WRITTEN),
    page("incidents:agency_answer", "referral", get=SEEN, post=WRITTEN),
    # A roster admin sees what patrols found, and opens no incidents.
    page(
        "incidents:open_from_finding",
        "finding",
        get="302 404 404 200 200 403",
        post="302 404 404 422 422 403",
    ),
]
