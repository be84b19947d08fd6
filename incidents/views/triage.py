"""Reading reports: take one, answer it, join it to an incident, open an incident from it or from a finding."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import services
from incidents.forms.reports import AnswerForm, LinkForm, OpenForm
from incidents.models import Incident
from incidents.states import ReportState
from incidents.views.pages import form_page, report_to_triage
from members.permissions import require
from members.states import Action
from patrols.models import Finding
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest


@login_required
@require_POST
def take(request: MemberRequest, code: UUID) -> HttpResponse:
    """Say that somebody reads it now."""
    report = report_to_triage(request, code)
    try:
        services.take_into_triage(report, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(report)


@login_required
def take_up_again(request: MemberRequest, code: UUID) -> HttpResponse:
    """What was answered otherwise is read again, with a reason."""
    report = report_to_triage(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.take_into_triage, report, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(report)
    title = _("Read %(number)s again") % {"number": report.number}
    return form_page(request, form, title, submit=_("Read it again"), back=report.get_absolute_url())


@login_required
def answer(request: MemberRequest, code: UUID) -> HttpResponse:
    """Answer the reporter in words, where no incident comes of it."""
    report = report_to_triage(request, code)
    form = AnswerForm(request.POST or None, initial={"state": ReportState.NEEDS_INFO})
    if form.is_valid() and form.apply(services.answer_report, report, by=request.user, **form.cleaned_data):
        return redirect(report)
    title = _("Answer %(number)s") % {"number": report.number}
    return form_page(request, form, title, submit=_("Send the answer"), back=report.get_absolute_url(), report=report)


@login_required
def link(request: MemberRequest, code: UUID) -> HttpResponse:
    """Join the report to one of the open incidents; the likely ones stand first."""
    report = report_to_triage(request, code)
    open_ones = Incident.objects.in_reach_of(request.user, Action.TRIAGE).ongoing()
    form = LinkForm(request.POST or None, incidents=open_ones)
    if form.is_valid() and form.apply(services.link_report, report, form.cleaned_data["incident"], by=request.user):
        return redirect(report)
    likely = list(open_ones.likely_same_as(report).for_page()[:5])
    others = open_ones.exclude(pk__in=[incident.pk for incident in likely]).matching(request.GET.get("q", ""))
    context = {"report": report, "form": form, "likely": likely, "others": others.for_page()[:20]}
    return render(request, "incidents/link.html", context, status=form.status_code)


@login_required
def unlink(request: MemberRequest, code: UUID) -> HttpResponse:
    """Take the report off its incident."""
    report = report_to_triage(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.unlink_report, report, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(report)
    title = _("Take %(number)s off the incident") % {"number": report.number}
    return form_page(request, form, title, submit=_("Take it off"), back=report.get_absolute_url(), danger=True)


@login_required
def open_from_report(request: MemberRequest, code: UUID) -> HttpResponse:
    """A new incident with what the report says."""
    report = report_to_triage(request, code)
    form = OpenForm.from_report(request.POST or None, report)
    if form.is_valid() and form.apply(services.open_incident_from_report, report, by=request.user, **form.told):
        return redirect(form.result)
    title = _("Open an incident from %(number)s") % {"number": report.number}
    back = report.get_absolute_url()
    return form_page(request, form, title, submit=_("Open the incident"), back=back, report=report)


@login_required
def open_from_finding(request: MemberRequest, code: UUID) -> HttpResponse:
    """A new incident with what a patrol found."""
    rows = Finding.objects.visible_to(request.user).select_related("report__duty__unit", "village")
    finding = get_object_or_404(rows, code=code)
    require(request.user, Action.TRIAGE, finding.report.duty.unit)
    made = Incident.objects.visible_to(request.user).filter(links__report__finding=finding).first()
    if made and request.method == "GET":
        return redirect(made)
    form = OpenForm.from_finding(request.POST or None, finding)
    if form.is_valid() and form.apply(services.open_incident_from_finding, finding, by=request.user, **form.told):
        return redirect(form.result)
    title = _("Open an incident from what the patrol found")
    back = reverse("incidents:report", args=[finding.report.code])
    return form_page(request, form, title, submit=_("Open the incident"), back=back, finding=finding)
