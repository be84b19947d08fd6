"""What reporters do: tell what they saw, write down a call, add to it, take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Category, IncidentReport
from incidents.services.places import lock_report, lock_writer, not_in_the_future, number_of, unit_of_place
from incidents.states import CALL_CHANNELS, Channel, PlaceSource, ReportState
from members.models import Member, Unit, User
from patrols.models import Finding
from senkom.lib import times
from senkom.lib.forms import earlier
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


@transaction.atomic
def report_incident(
    *,
    category: Category,
    text: str,
    occurred_at: datetime,
    code: UUID,
    by: User,
    village: Unit | None = None,
    place_text: str = "",
    now: datetime | None = None,
) -> IncidentReport:
    """A member tells what he saw; it waits unread. The same code by the same author gives the same report.

    Raises ValidationError in words.
    """
    reporter = lock_writer(by.member)
    if made := _earlier(code, reporter):
        return made
    return _receive(
        reporter,
        reporter.unit,
        code=code,
        category=category,
        text=text,
        channel=Channel.APP,
        occurred_at=occurred_at,
        village=village,
        place_text=place_text,
        now=now,
    )


@transaction.atomic
def record_call(
    unit: Unit,
    *,
    channel: str,
    code: UUID,
    by: User,
    reported_at: datetime | None = None,
    village: Unit | None = None,
    place_text: str = "",
    caller_name: str = "",
    now: datetime | None = None,
    **told: Any,
) -> IncidentReport:
    """A coordinator writes down what somebody told; `unit` keeps it where no village is known.

    `told`: category, text, occurred_at, caller_phone, on_behalf_of. Raises ValidationError in words.
    """
    writer = lock_writer(by.member)
    if made := _earlier(code, writer):
        return made
    if channel not in CALL_CHANNELS:
        raise ValidationError({"channel": _("Choose how it was told.")})
    if reported_at:
        not_in_the_future(reported_at, "reported_at", now)
    return _receive(
        writer,
        unit,
        code=code,
        channel=channel,
        reported_at=reported_at,
        village=village,
        place_text=place_text,
        caller_name=caller_name.strip(),
        now=now,
        **told,
    )


def report_of_finding(finding: Finding, category: Category, *, by: User) -> IncidentReport:
    """The report that a patrol's finding is; made once. The caller is in a transaction."""
    made = IncidentReport.objects.filter(finding=finding).first()
    if made:
        return lock_report(made)
    report = finding.report
    author = report.on_behalf_of or report.author
    return _receive(
        author,
        report.duty.unit,
        category=category,
        text=finding.text or str(finding.get_kind_display()),
        channel=Channel.PATROL,
        occurred_at=finding.occurred_at,
        reported_at=report.submitted_at or timezone.now(),
        village=finding.village,
        place_text="" if finding.village else report.duty.meeting_point,
        finding=finding,
        state_by=by.member,
    )


def _earlier(code: UUID, author: Member) -> IncidentReport | None:
    made: IncidentReport | None = earlier(IncidentReport.objects, code, author_field="reporter", author=author)
    return made


def _receive(
    reporter: Member,
    otherwise: Unit,
    *,
    text: str,
    occurred_at: datetime,
    category: Category,
    village: Unit | None,
    place_text: str,
    now: datetime | None = None,
    reported_at: datetime | None = None,
    **fields: Any,
) -> IncidentReport:
    """Give it a unit by its place, a number, and let it wait."""
    now = now or timezone.now()
    not_in_the_future(occurred_at, "occurred_at", now)
    unit = unit_of_place(village, otherwise)
    fields.setdefault("state_by", reporter)
    with refused_in_words():
        return IncidentReport.objects.create(
            reporter=reporter,
            unit=unit,
            number=number_of("LAP", unit, now),
            category=category,
            sensitivity=category.sensitivity,
            text=text.strip(),
            occurred_at=occurred_at,
            reported_at=reported_at or now,
            received_at=now,
            village=village,
            place_text=place_text.strip(),
            place_source=PlaceSource.VILLAGE if village else PlaceSource.TEXT,
            state_at=now,
            **fields,
        )


@transaction.atomic
def supply_information(report: IncidentReport, *, text: str, by: User) -> IncidentReport:
    """The reporter answers a question; it is read again. Raises ValidationError in words."""
    report = lock_report(report)
    if report.state != ReportState.NEEDS_INFO:
        # Else a reporter could take his own report from the pile that nobody has read.
        raise ValidationError(_("Nobody has asked about this report. Reload the page and look again."), code="conflict")
    if not text.strip():
        raise ValidationError({"text": _("Write what you know.")})
    added = _("Added %(time)s: %(text)s") % {
        "time": times.when(timezone.now(), report.unit.zone),
        "text": text.strip(),
    }
    report.text = f"{report.text}\n\n{added}"
    move(report, ReportState.IN_TRIAGE, by=by, also=["text"])
    return report


@transaction.atomic
def withdraw_report(report: IncidentReport, *, by: User, reason: str = "") -> IncidentReport:
    """The reporter takes it back, as long as it is not joined to an incident. Raises ValidationError in words."""
    report = lock_report(report)
    move(report, ReportState.WITHDRAWN, by=by, reason=reason)
    return report
