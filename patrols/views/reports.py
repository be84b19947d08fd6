"""Pages of reports: write one, read it, approve it or send it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.permissions import require
from members.states import Action
from patrols.forms.reports import CorrectionForm, ReportForm, ReturnForm, VerifyForm, answers
from patrols.letters import report_text
from patrols.models import Duty, PatrolReport
from patrols.services import reports as services
from patrols.states import EDITABLE
from senkom.lib.http import MemberRequest


def _find(request: MemberRequest, code: UUID, report: UUID) -> PatrolReport:
    rows = PatrolReport.objects.visible_to(request.user).for_list_page()
    return get_object_or_404(rows, duty__code=code, code=report)


def _may_report(request: MemberRequest, duty: Duty) -> None:
    if not services.may_report(request.user, duty):
        raise PermissionDenied(_("Only the crew of this duty and its coordinators write a report about it."))


@login_required
def write(request: MemberRequest, code: UUID) -> HttpResponse:
    """A new report of a duty; goes on with the one this person has begun."""
    duty = get_object_or_404(Duty.objects.visible_to(request.user).select_related("unit", "lead_agency"), code=code)
    _may_report(request, duty)
    own = PatrolReport.objects.filter(duty=duty, author=request.user.member)
    if request.method == "GET" and (begun := own.filter(state__in=EDITABLE).order_by("pk").last()):
        return redirect("patrols:report_edit", duty.code, begun.code)
    return _form_page(request, duty, None, sent=own.sent().last())


@login_required
def edit(request: MemberRequest, code: UUID, report: UUID) -> HttpResponse:
    """Go on with a draft, or complete a report that was sent back."""
    row = _find(request, code, report)
    if row.author_id != request.user.member_id:
        raise PermissionDenied(_("Only its author changes a report. Send it back with a remark."))
    if request.method == "GET" and not row.may_change:
        return redirect(row)
    return _form_page(request, row.duty, row)


def _form_page(
    request: MemberRequest, duty: Duty, report: PatrolReport | None, *, sent: PatrolReport | None = None
) -> HttpResponse:
    form = ReportForm(request.POST or None, duty=duty, user=request.user, report=report)
    if form.is_valid() and _save(form, request):
        return _after_saving(request, form)
    # One tap only on a fresh page: once something was typed or asked for, it would throw that away.
    one_tap = form.is_crew and not form.is_bound and report is None
    context = {"duty": duty, "report": report, "sent": sent, "form": form, "one_tap": one_tap}
    return render(request, "patrols/report_form.html", context, status=form.status_code)


def _save(form: ReportForm, request: MemberRequest) -> bool:
    service = services.save_draft if form.is_draft else services.submit_report
    code = form.report.code if form.report else form.cleaned_data["code"]
    return form.apply(service, form.duty, code, form.content(), by=request.user, seen=form.cleaned_data["seen"])


def _after_saving(request: MemberRequest, form: ReportForm) -> HttpResponse:
    report: PatrolReport = form.result
    if form.is_draft and report.may_change:
        messages.success(request, _("Kept. You can go on later."))
        return redirect("patrols:report_edit", report.duty.code, report.code)
    return redirect(report)


@login_required
@require_safe
def page(request: MemberRequest, code: UUID, report: UUID) -> HttpResponse:
    """One report: what it says, what became of it, the text for WhatsApp, and for its reader the two answers."""
    return _page(request, _find(request, code, report))


def _page(request: MemberRequest, report: PatrolReport, **forms: Any) -> HttpResponse:
    user = request.user
    context = {
        **answers(report),
        "report": report,
        "duty": report.duty,
        "findings": report.findings.select_related("village"),
        "partners": report.duty.partners.select_related("agency"),
        "text": "" if report.is_draft else report_text(report),
        "is_author": report.author_id == user.member_id,
        "may_judge": report.is_submitted and services.may_judge(user, report),
        "may_correct": report.is_verified and services.may_report(user, report.duty),
        **forms,
    }
    status = next((form.status_code for form in forms.values()), 200)
    return render(request, "patrols/report_detail.html", context, status=status)


@login_required
@require_POST
def verify(request: MemberRequest, code: UUID, report: UUID) -> HttpResponse:
    """Approve a report."""
    row = _find(request, code, report)
    require(request.user, Action.VERIFY_REPORTS, row.duty.unit)
    form = VerifyForm(request.POST)
    if form.is_valid() and form.apply(services.verify_report, row, by=request.user, seen=form.cleaned_data["seen"]):
        messages.success(request, _("Approved. The report is now fixed."))
        return redirect(row)
    return _page(request, row, verify_form=form)


@login_required
@require_POST
def send_back(request: MemberRequest, code: UUID, report: UUID) -> HttpResponse:
    """Ask the author to complete a report."""
    row = _find(request, code, report)
    require(request.user, Action.VERIFY_REPORTS, row.duty.unit)
    form = ReturnForm(request.POST)
    typed = form.cleaned_data if form.is_valid() else {}
    if typed and form.apply(services.return_report, row, typed["remark"], by=request.user, seen=typed["seen"]):
        messages.success(request, _("Sent back. The author is told what is missing."))
        return redirect(row)
    return _page(request, row, return_form=form)


@login_required
@require_POST
def correct(request: MemberRequest, code: UUID, report: UUID) -> HttpResponse:
    """Begin a new version of an approved report."""
    row = _find(request, code, report)
    _may_report(request, row.duty)
    form = CorrectionForm(request.POST)
    if form.is_valid() and form.apply(services.supersede_report, row, form.cleaned_data["code"], by=request.user):
        return redirect("patrols:report_edit", row.duty.code, form.result.code)
    return _page(request, row, correction_form=form)
