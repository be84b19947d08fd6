"""The list of incidents, the page of one, and the steps of its handling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incidents import services
from incidents.figures import table_of
from incidents.forms.incidents import AssessmentForm, LeadForm, StepForm, VerificationForm
from incidents.letters import addressee_of, outside_text, salutation
from incidents.models import Category, Figure, Incident, IncidentReport
from incidents.states import Status
from incidents.views.pages import form_page, incident_to_change, visible_incident
from members.models import Member, Unit
from members.permissions import allows, paths_for, require_somewhere
from members.states import Action
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

WORST_FIRST = ("-urgency", "-occurred_at", "-id")


@login_required
@require_GET
def incident_list(request: MemberRequest) -> HttpResponse:
    """Incidents one sees, the worst first; by status, category, unit and words."""
    require_somewhere(request.user, Action.VIEW_INCIDENTS)
    chosen = {name: request.GET.get(name, "").strip() for name in ("status", "category", "unit", "q")}
    rows = Incident.objects.visible_to(request.user).for_list_page().matching(chosen["q"])
    if chosen["status"] in Status.values:
        rows = rows.filter(state=chosen["status"])
    if chosen["category"]:
        rows = rows.filter(category__slug=chosen["category"])
    if chosen["unit"]:
        rows = rows.filter(unit__path__startswith=Unit.path_of(chosen["unit"]))
    context = {
        "page": keyset_page(rows, WORST_FIRST, request.GET.get("after", "")),
        "chosen": chosen,
        "statuses": Status.choices,
        "categories": Category.objects.choosable().order_by("name"),
        "units": Unit.objects.to_choose(paths_for(request.user, Action.VIEW_INCIDENTS), chosen["unit"]),
        "to_read": IncidentReport.objects.in_reach_of(request.user, Action.TRIAGE).unread().count(),
    }
    return render(request, "incidents/list.html", context)


@login_required
@require_GET
def incident_detail(request: MemberRequest, code: UUID) -> HttpResponse:
    """What happened, who knows already, what was done, the figures, the text for an agency."""
    incident = visible_incident(request, code)
    return render(request, "incidents/detail.html", _context(request, incident))


def _context(request: MemberRequest, incident: Incident) -> dict[str, Any]:
    entries = list(incident.timeline.select_related("author", "struck_by"))
    figures = list(incident.figures.select_related("village").order_by("as_of", "id"))
    standing = [figure for figure in figures if not figure.is_struck]
    links = list(incident.links.live().select_related("report__reporter", "report__on_behalf_of", "report__category"))
    received = min((link.report.reported_at for link in links), default=incident.opened_at)
    return {
        "incident": incident,
        "may_change": allows(request.user, Action.TRIAGE, incident.unit),
        "steps": incident.next_steps,
        "referrals": list(incident.referrals.select_related("agency", "contact", "recorded_by")),
        "links": [link for link in links if _may_know_of(request, incident, link.report)],
        "timeline": entries,
        "figures": figures,
        "table": table_of(incident, standing, [entry for entry in entries if not entry.is_struck]),
        "text": _text(incident, standing, entries, received, [link.report for link in links]),
    }


def _may_know_of(request: MemberRequest, incident: Incident, report: IncidentReport) -> bool:
    """Whether the reader of an incident may know that a report was joined: a confidential one shows to its readers."""
    if not report.is_confidential or incident.is_confidential:
        return True
    return allows(request.user, Action.VIEW_CONFIDENTIAL, report.unit_id)


def _text(incident: Incident, figures: list[Figure], entries: Any, received: Any, reports: list[IncidentReport]) -> str:
    """The text for the disaster agency, or for whoever is in charge."""
    return f"{salutation(addressee_of(incident))}\n{outside_text(incident, figures, entries, received, reports)}"


@login_required
def step(request: MemberRequest, code: UUID, to: str) -> HttpResponse:
    """One step of the handling."""
    if to not in Status.values:
        raise Http404
    incident = incident_to_change(request, code)
    form = StepForm(request.POST or None, incident=incident, to=Status(to))
    if form.is_valid() and form.apply(services.take_step, incident, to, by=request.user, **form.cleaned_data):
        return redirect(incident)
    values = {"number": incident.number, "status": Status(to).label}
    title = _("%(number)s: %(status)s") % values
    return form_page(request, form, title, submit=_("Save"), back=incident.get_absolute_url(), incident=incident)


@login_required
def verification(request: MemberRequest, code: UUID) -> HttpResponse:
    """How sure it is."""
    incident = incident_to_change(request, code)
    form = VerificationForm(request.POST or None, initial={"verification": incident.verification})
    if form.is_valid() and form.apply(services.verify_incident, incident, by=request.user, **form.cleaned_data):
        return redirect(incident)
    title = _("How sure is %(number)s?") % {"number": incident.number}
    return form_page(request, form, title, submit=_("Save"), back=incident.get_absolute_url(), incident=incident)


@login_required
def assessment(request: MemberRequest, code: UUID) -> HttpResponse:
    """How grave it is and who may read it."""
    incident = incident_to_change(request, code)
    present = {name: getattr(incident, name) for name in ("severity", "situation", "sensitivity")}
    form = AssessmentForm(request.POST or None, initial=present)
    if form.is_valid() and form.apply(services.assess_incident, incident, by=request.user, **form.cleaned_data):
        return redirect(incident if Incident.objects.visible_to(request.user).contains(incident) else "incidents:list")
    title = _("Assess %(number)s") % {"number": incident.number}
    return form_page(request, form, title, submit=_("Save"), back=incident.get_absolute_url(), incident=incident)


@login_required
def lead(request: MemberRequest, code: UUID) -> HttpResponse:
    """Who leads it."""
    incident = incident_to_change(request, code)
    people = Member.objects.holding(Action.TRIAGE, incident.unit_id)
    form = LeadForm(request.POST or None, people=people, initial={"lead": incident.lead_id})
    if form.is_valid() and form.apply(services.hand_over, incident, form.cleaned_data["lead"], by=request.user):
        return redirect(incident if Incident.objects.visible_to(request.user).contains(incident) else "incidents:list")
    title = _("Who leads %(number)s?") % {"number": incident.number}
    return form_page(request, form, title, submit=_("Save"), back=incident.get_absolute_url(), incident=incident)
