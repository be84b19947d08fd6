"""Forms of the incidents that need more than a guess."""

from __future__ import annotations

from typing import Any

from incidents.states import ReportState
from members.models import Member
from tests.factories.incidents import make_category, make_flood, make_incident, make_incident_report, make_link
from tests.factories.incidents import make_referral as referral
from tests.factories.members import MAYANGAN
from tests.factories.partners import make_agency
from tests.factories.patrols import hours_from_now
from tests.hostile.examples import Example


def _joined() -> Any:
    report = make_incident_report(MAYANGAN, state=ReportState.LINKED)
    make_link(report, make_incident(MAYANGAN))
    return report.code


def _contained(status: str) -> Any:
    incident = make_incident(MAYANGAN, category=make_category(), state="contained")
    return incident.code, status


def _told(to: str) -> Any:
    sent = referral(make_incident(MAYANGAN), make_agency(MAYANGAN), state="sent", sent_at=hours_from_now(-1))
    return sent.code, to


def _wiwik() -> Member:
    return Member.objects.get(full_name="Wiwik Sulastri")


def _wiwiks(state: ReportState) -> Any:
    return make_incident_report(MAYANGAN, reporter=_wiwik(), state=state, answer="Di mana?").code


EXAMPLES = [
    Example("incidents:unlink", _joined),
    Example(
        "incidents:figures", lambda: make_incident(MAYANGAN, category=make_flood()).code, lambda: {"dead": "nihil"}
    ),
    Example("incidents:refer", data=lambda: {"contact": "", "told_at": ""}),
    Example("incidents:step", lambda: _contained("resolved"), lambda: {"outcome": "settled"}),
    Example("incidents:agency_answer", lambda: _told("acknowledged")),
    Example("incidents:report_more", lambda: _wiwiks(ReportState.NEEDS_INFO), visitor="member"),
    Example("incidents:report_withdraw", lambda: _wiwiks(ReportState.RECEIVED), visitor="member"),
]
