"""What the views share: finding a visible row, and the page of one form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from incidents.models import Incident, IncidentReport
from members.permissions import require
from members.states import Action
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest


def visible_incident(request: MemberRequest, code: UUID) -> Incident:
    """The incident, or 404 where the person does not see it."""
    return get_object_or_404(Incident.objects.visible_to(request.user).for_page(), code=code)


def incident_to_change(request: MemberRequest, code: UUID) -> Incident:
    """The incident, where the person may triage in its unit; else 404 or 403."""
    incident = visible_incident(request, code)
    require(request.user, Action.TRIAGE, incident.unit)
    return incident


def visible_report(request: MemberRequest, code: UUID) -> IncidentReport:
    """The report, or 404 where the person does not see it."""
    rows = IncidentReport.objects.visible_to(request.user).for_page()
    return get_object_or_404(rows.select_related("on_behalf_of", "state_by"), code=code)


def report_to_triage(request: MemberRequest, code: UUID) -> IncidentReport:
    """The report, where the person may triage in its unit; else 404 or 403."""
    report = visible_report(request, code)
    require(request.user, Action.TRIAGE, report.unit)
    return report


def form_page(
    request: MemberRequest, form: ServiceForm, title: Any, *, submit: Any, back: str, **context: Any
) -> HttpResponse:
    """A page with one form; 422 or 409 where it was refused."""
    context |= {"form": form, "title": title, "submit": submit, "back": back}
    return render(request, "incidents/form.html", context, status=form.status_code)
