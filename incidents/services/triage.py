"""What becomes of a report: read, joined to an incident, taken off again, or answered in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Category, Incident, IncidentReport, ReportLink
from incidents.services.places import lock_incident, lock_report, lock_writer, number_of, unit_of_place
from incidents.services.reports import report_of_finding
from incidents.services.timeline import told, write
from incidents.states import ANSWERS, Channel, EntryKind, ReportState, Sensitivity, Severity, Situation, Verification
from members.models import User
from patrols.models import Finding
from senkom.lib.forms import earlier
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move

STRICTNESS = [Sensitivity.OPEN, Sensitivity.RESTRICTED, Sensitivity.CONFIDENTIAL]


def stricter(one: str, other: str) -> Sensitivity:
    """The sensitivity of two that fewer people read."""
    return max(Sensitivity(one), Sensitivity(other), key=STRICTNESS.index)


@transaction.atomic
def take_into_triage(report: IncidentReport, *, by: User, reason: str = "") -> IncidentReport:
    """Say that somebody reads it now; what was answered otherwise is taken up again, with a reason.

    Raises ValidationError in words.
    """
    report = lock_report(report)
    if report.state == ReportState.LINKED:
        raise ValidationError(_("This report is joined to an incident already. Take it off there first."))
    move(report, ReportState.IN_TRIAGE, by=by, reason=reason)
    return report


@transaction.atomic
def answer_report(report: IncidentReport, *, state: str, answer: str, by: User) -> IncidentReport:
    """Answer the reporter in words, where no incident comes of it. Raises ValidationError in words."""
    report = lock_report(report)
    if state not in ANSWERS:
        raise ValidationError({"state": _("Choose an answer.")})
    if not answer.strip():
        raise ValidationError({"answer": _("Write the answer to the reporter in a few words.")})
    _read(report, by)
    report.answer = answer.strip()
    move(report, state, by=by, reason=answer, also=["answer"])
    return report


@transaction.atomic
def link_report(report: IncidentReport, incident: Incident, *, by: User) -> ReportLink:
    """Join a report to an incident that is known; it can be undone. Raises ValidationError in words."""
    incident = lock_incident(incident)
    return _join(lock_report(report), incident, by)


@transaction.atomic
def unlink_report(report: IncidentReport, *, reason: str, by: User) -> IncidentReport:
    """Take a report off an incident; it waits to be read again. Raises ValidationError in words."""
    link = ReportLink.objects.live().filter(report=report).select_related("incident").first()
    if link is None:
        raise ValidationError(_("This report is joined to no incident. Reload the page."), code="conflict")
    incident = lock_incident(link.incident)
    report = lock_report(report)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the report is taken off.")})
    link.refresh_from_db()
    if link.unlinked_at:
        raise ValidationError(_("This report is joined to no incident. Reload the page."), code="conflict")
    link.unlinked_at, link.unlinked_by, link.unlinked_reason = timezone.now(), by.member, reason.strip()
    with refused_in_words():
        link.save(update_fields=["unlinked_at", "unlinked_by", "unlinked_reason"])
    move(report, ReportState.IN_TRIAGE, by=by, reason=reason)
    with told():
        text = _("%(report)s taken off: %(reason)s") % {"report": report.number, "reason": reason.strip()}
    write(incident, EntryKind.UNLINK, text, by=by)
    return report


@transaction.atomic
def open_incident_from_report(report: IncidentReport, *, code: UUID, by: User, **fields: Any) -> Incident:
    """Open an incident with what the report says, without retyping. Raises ValidationError in words.

    `fields`: title, category, severity, situation, sensitivity.
    """
    report = lock_report(report)
    lock_writer(by.member)
    if made := _earlier(code, by):
        return made
    incident = _open(report, code=code, by=by, **fields)
    _join(report, incident, by)
    return incident


@transaction.atomic
def open_incident_from_finding(finding: Finding, *, code: UUID, by: User, **fields: Any) -> Incident:
    """Open an incident with what a patrol found, without retyping: the finding becomes its first report.

    Raises ValidationError in words.
    """
    finding = Finding.objects.select_for_update(of=("self",), no_key=True).get(pk=finding.pk)
    lock_writer(by.member)
    if made := _earlier(code, by):
        return made
    report = report_of_finding(finding, fields["category"], by=by)
    incident = _open(report, code=code, by=by, verification=Verification.ON_SCENE, **fields)
    _join(report, incident, by)
    return incident


def _earlier(code: UUID, by: User) -> Incident | None:
    made: Incident | None = earlier(Incident.objects, code, author_field="opened_by", author=by.member)
    return made


def _open(
    report: IncidentReport,
    *,
    code: UUID,
    by: User,
    title: str,
    category: Category,
    sensitivity: str = Sensitivity.OPEN,
    now: datetime | None = None,
    **fields: Any,
) -> Incident:
    """The new incident with what the report says of time and place; whoever opens it leads it."""
    now = now or timezone.now()
    fields = {"severity": Severity.MINOR, "situation": Situation.FOLLOW_UP, **fields}
    unit = unit_of_place(report.village, report.unit)
    with refused_in_words():
        incident = Incident.objects.create(
            code=code,
            number=number_of("KJD", unit, now),
            unit=unit,
            title=title.strip(),
            category=category,
            sensitivity=stricter(stricter(sensitivity, category.sensitivity), report.sensitivity),
            village=report.village,
            place_text=report.place_text,
            occurred_at=report.occurred_at,
            opened_by=by.member,
            opened_at=now,
            lead=by.member,
            state_at=now,
            state_by=by.member,
            **fields,
        )
    with told():
        text = _("Opened: %(title)s") % {"title": incident.title}
    write(incident, EntryKind.OPENED, text, by=by, at=now)
    return incident


def _join(report: IncidentReport, incident: Incident, by: User) -> ReportLink:
    if report.state == ReportState.LINKED:
        raise ValidationError(
            _("This report is joined to an incident already. Take it off there first."), code="conflict"
        )
    _read(report, by)
    with refused_in_words():
        link = ReportLink.objects.create(report=report, incident=incident, linked_by=by.member)
    report.sensitivity = stricter(report.sensitivity, incident.sensitivity)
    move(report, ReportState.LINKED, by=by, also=["sensitivity"])
    write(incident, EntryKind.LINK, _joined_line(report, incident), by=by, at=report.reported_at)
    return link


def _joined_line(report: IncidentReport, incident: Incident) -> str:
    """What the timeline says of a report that was joined; nothing of one that fewer people read than the incident."""
    with told():
        source = f"{report.number} ({Channel(report.channel).label})"
        is_closed = stricter(report.sensitivity, incident.sensitivity) != incident.sensitivity
        return source if is_closed else _("%(source)s: %(text)s") % {"source": source, "text": report.text}


def _read(report: IncidentReport, by: User) -> None:
    """What is answered or joined was read: the step that nobody needs to take by hand."""
    if report.state in (ReportState.RECEIVED, ReportState.NEEDS_INFO):
        move(report, ReportState.IN_TRIAGE, by=by)
