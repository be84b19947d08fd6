"""Reports of both kinds: their list, writing one, the page of one, and what its reporter may do with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incidents import services
from incidents.forms.reports import CallForm, MoreForm, ReportForm, WithdrawForm
from incidents.models import Incident, IncidentReport
from incidents.states import WAITING, ReportState
from incidents.views.pages import form_page, visible_report
from members.models import Unit
from members.permissions import allows, paths_for, require, require_somewhere
from members.states import Action
from patrols.models import Assignment, Duty, PatrolReport
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

SHORT = 20


@login_required
@require_GET
def report_list(request: MemberRequest) -> HttpResponse:
    """Reports of both kinds that the person sees; one kind can be paged to its beginning."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    size = 50 if kind else SHORT
    context: dict[str, Any] = {"kind": kind, "q": words, "waiting": "waiting" in request.GET}
    if kind != "patrol":
        rows = _incident_reports(request, words)
        context["incident_reports"] = keyset_page(rows, ("-received_at", "-id"), after if kind else "", size)
    if kind != "incident":
        patrol_rows = _patrol_reports(request, words)
        context["patrol_reports"] = keyset_page(patrol_rows, ("-created_at", "-id"), after if kind else "", size)
    context["may_triage"] = bool(paths_for(request.user, Action.TRIAGE))
    return render(request, "incidents/reports.html", context)


def _incident_reports(request: MemberRequest, words: str) -> Any:
    rows = IncidentReport.objects.visible_to(request.user).for_list_page()
    if "waiting" in request.GET:
        rows = rows.filter(state__in=WAITING)
    if words:
        rows = rows.filter(Q(number__icontains=words) | Q(text__icontains=words) | Q(category__name__icontains=words))
    return rows


def _patrol_reports(request: MemberRequest, words: str) -> Any:
    rows = PatrolReport.objects.visible_to(request.user).for_list_page()
    if "waiting" in request.GET:
        rows = rows.filter(state__in=["draft", "submitted", "returned"])
    if words:
        rows = rows.filter(Q(number__icontains=words) | Q(summary__icontains=words) | Q(duty__title__icontains=words))
    return rows


@login_required
@require_GET
def unread(request: MemberRequest) -> HttpResponse:
    """What waits to be read: unread first, the oldest in front."""
    require_somewhere(request.user, Action.TRIAGE)
    rows = IncidentReport.objects.in_reach_of(request.user, Action.TRIAGE).for_list_page()
    page = keyset_page(rows.unread(), ("received_at", "id"), request.GET.get("after", ""))
    being_read = rows.filter(state__in=[ReportState.IN_TRIAGE, ReportState.NEEDS_INFO]).order_by("received_at", "id")
    return render(request, "incidents/unread.html", {"page": page, "being_read": list(being_read[:50])})


@login_required
def report_new(request: MemberRequest) -> HttpResponse:
    """What, where, a few words: the report of a member. The emergency line stands first."""
    require(request.user, Action.TAKE_PART, request.user.member.unit)
    form = ReportForm(request.POST or None, user=request.user)
    if form.is_valid() and form.apply(services.report_incident, by=request.user, **form.told):
        messages.success(request, _("Sent as %(number)s. The coordinator reads it.") % {"number": form.result.number})
        return redirect(form.result)
    context = {"form": form, "duties": _duties_to_report(request)}
    return render(request, "incidents/report_new.html", context, status=form.status_code)


def _duties_to_report(request: MemberRequest) -> list[Duty]:
    """Duties of the last days about which the person's crew has sent no report."""
    since = timezone.now() - timedelta(days=7)
    mine = Assignment.objects.busy().filter(member=request.user.member, ends_at__gt=since).values("duty")
    rows = Duty.objects.visible_to(request.user).without_report().filter(pk__in=mine)
    return list(rows.select_related("unit").order_by("-starts_at", "-pk")[:3])


@login_required
def call_new(request: MemberRequest) -> HttpResponse:
    """A coordinator writes down what somebody told."""
    paths = paths_for(request.user, Action.TRIAGE)
    if not paths:
        require_somewhere(request.user, Action.TRIAGE)
        raise PermissionDenied
    form = CallForm(request.POST or None, user=request.user)
    unit = _unit_of_desk(request, paths)
    if form.is_valid() and form.apply(services.record_call, unit, by=request.user, **form.told):
        return redirect(form.result)
    return render(request, "incidents/call_new.html", {"form": form}, status=form.status_code)


def _unit_of_desk(request: MemberRequest, paths: list[str]) -> Unit:
    """The unit of the person's desk: his own where his office covers it, else that of the office."""
    own = request.user.member.unit
    return own if allows(request.user, Action.TRIAGE, own) else Unit.objects.get(path=paths[0])


@login_required
@require_GET
def report_detail(request: MemberRequest, code: UUID) -> HttpResponse:
    """A report of either kind: the page of an incoming report, or the way to the page of a patrol report."""
    try:
        report = visible_report(request, code)
    except Http404:
        patrol_report = PatrolReport.objects.visible_to(request.user).select_related("duty").filter(code=code).first()
        if patrol_report is None:
            raise
        return redirect(patrol_report)
    return render(request, "incidents/report.html", _report_context(request, report))


def _report_context(request: MemberRequest, report: IncidentReport) -> dict[str, Any]:
    may_triage = allows(request.user, Action.TRIAGE, report.unit)
    incident = report.incident
    seen = Incident.objects.visible_to(request.user)
    likely = seen.likely_same_as(report).for_page()[:5] if may_triage and report.is_waiting else []
    return {
        "report": report,
        "may_triage": may_triage,
        "is_mine": request.user.member_id in (report.reporter_id, report.on_behalf_of_id),
        "incident": incident,
        "sees_incident": incident is not None and seen.filter(pk=incident.pk).exists(),
        "likely": list(likely),
    }


def _own(request: MemberRequest, code: UUID) -> IncidentReport:
    """One's own report, or 403 where one only sees it."""
    report = visible_report(request, code)
    if request.user.member_id not in (report.reporter_id, report.on_behalf_of_id):
        raise PermissionDenied(_("Only the reporter does this."))
    return report


@login_required
def report_more(request: MemberRequest, code: UUID) -> HttpResponse:
    """The reporter answers the question of the coordinator."""
    report = _own(request, code)
    form = MoreForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.supply_information, report, text=form.cleaned_data["text"], by=request.user
    ):
        return redirect(report)
    title = _("Add to %(number)s") % {"number": report.number}
    return form_page(
        request, form, title, submit=_("Save and send"), back=report.get_absolute_url(), lead=report.answer
    )


@login_required
def report_withdraw(request: MemberRequest, code: UUID) -> HttpResponse:
    """The reporter takes it back."""
    report = _own(request, code)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.withdraw_report, report, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(report)
    title = _("Withdraw %(number)s") % {"number": report.number}
    return form_page(request, form, title, submit=_("Withdraw the report"), back=report.get_absolute_url(), danger=True)
