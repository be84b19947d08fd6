"""Lists of people that leave the application: ask for one, answer for it, take it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.models import ExportLayout, RosterExport, Unit, User
from members.permissions import allows, first_choice, require, require_somewhere
from members.services import exports as services
from members.sheets import exporting
from members.sheets.forms import ExportAnswerForm, ExportForm
from members.states import Action, ExportState
from members.views.imports import XLSX
from senkom.lib.http import MemberRequest
from senkom.lib.sheets.writing import Sheet, csv_chunks, write_xlsx

LAST = 10
KINDS = ("csv", "xlsx")


@login_required
def exports(request: MemberRequest) -> HttpResponse:
    """Ask for a list of the people that the filter finds."""
    require_somewhere(request.user, Action.KEEP_ROSTER)
    form = ExportForm(request.POST or None, units=_units(request.user), initial=_initial(request))
    if form.is_valid():
        said = form.cleaned_data
        if form.apply(
            services.order_export,
            *(said["unit"], form.criteria(), said["columns"]),
            by=request.user,
            reason=said["reason"],
            recipient=said["recipient"],
        ):
            return redirect(form.result)
    last = RosterExport.objects.visible_to(request.user).select_related("by", "unit")[:LAST]
    layouts = ExportLayout.objects.filter(unit__in=_units(request.user)).order_by("recipient")[:LAST]
    context = {"form": form, "last": last, "layouts": layouts, "query": _without_layout(request)}
    filtered = [exporting.label_of(str(form["state"].value() or "")), str(form["q"].value() or "")]
    context["filtered"] = ", ".join(filter(None, filtered))
    return render(request, "members/exports.html", context, status=form.status_code)


def _units(user: User) -> Any:
    return Unit.objects.in_reach_of(user, Action.KEEP_ROSTER).units()


def _initial(request: MemberRequest) -> dict[str, Any]:
    """What the list was filtered for, and the columns of the recipient that was chosen."""
    layout = _layout(request)
    unit = request.GET.get("unit", "").replace("\x00", "") or first_choice(request.user, Action.KEEP_ROSTER)
    return {
        "q": request.GET.get("q", "")[:100],
        "state": request.GET.get("state", ""),
        "unit": unit,
        "columns": layout.columns if layout else exporting.USUAL,
        "recipient": layout.recipient if layout else "",
    }


def _layout(request: MemberRequest) -> ExportLayout | None:
    asked = request.GET.get("layout", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return None
    return ExportLayout.objects.filter(unit__in=_units(request.user), pk=asked).first()


def _without_layout(request: MemberRequest) -> str:
    query = request.GET.copy()
    query.pop("layout", None)
    return query.urlencode()


@login_required
def export_page(request: MemberRequest, code: UUID) -> HttpResponse:
    """What was asked for; to who asked the file, to the second person the question."""
    rows = RosterExport.objects.visible_to(request.user).select_related("by", "unit", "state_by")
    export = get_object_or_404(rows, code=code)
    is_mine = export.by_id == request.user.member_id
    may_answer = not is_mine and export.state == ExportState.WAITING
    may_answer = may_answer and allows(request.user, Action.APPROVE_EXPORT, export.unit_id)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied(_("Somebody else answers about this list, or has answered already."))
    form = ExportAnswerForm(request.POST or None)
    if form.is_valid() and form.apply(services.answer_export, export, by=request.user, **form.cleaned_data):
        return redirect(export)
    context = {
        "export": export,
        "form": form if may_answer else None,
        "may_take": is_mine and export.state == ExportState.ALLOWED,
        "headings": [exporting.columns()[name].heading for name in export.columns if name in exporting.columns()],
        "takings": export.takings.all()[:LAST],
    }
    return render(request, "members/export_page.html", context, status=form.status_code)


@login_required
@require_POST
def export_file(request: MemberRequest, code: UUID, kind: str) -> HttpResponseBase:
    """The list as a file, made now; that it was taken stays on record."""
    export = get_object_or_404(
        RosterExport.objects.filter(by=request.user.member_id).select_related("by", "unit"), code=code
    )
    require(request.user, Action.KEEP_ROSTER, export.unit_id)
    if kind not in KINDS:
        raise Http404
    try:
        taking = services.take_export(export, kind, by=request.user)
    except ValidationError as error:
        context = {"export": export, "refused": " ".join(error.messages)}
        return render(request, "members/export_page.html", context, status=409)
    sheet = exporting.sheet_of(export, taking.count)
    return as_file(kind, sheet, exporting.rows_of(export), exporting.widths_of(export))


def as_file(
    kind: str, sheet: Sheet, rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
) -> HttpResponse | StreamingHttpResponse:
    """A sheet as a download: CSV from the first row on, however long; XLSX, which is bounded, when it is whole."""
    name = _("senkom-members.%(kind)s") % {"kind": kind}
    headers = {"Cache-Control": "private, no-store"}
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if kind == "csv":
        return StreamingHttpResponse(csv_chunks(sheet, rows), content_type="text/csv; charset=utf-8", headers=headers)
    file = io.BytesIO()
    write_xlsx(file, sheet, rows, widths)
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


@login_required
@require_GET
def police_form(request: MemberRequest, form: str) -> HttpResponseBase:
    """A form of the police, filled in as far as we know; it holds no member but the chairs."""
    if form not in exporting.FORMS:
        raise Http404
    require_somewhere(request.user, Action.KEEP_ROSTER)
    unit = get_object_or_404(Unit, pk=first_choice(request.user, Action.KEEP_ROSTER))
    sheet = exporting.police_sheet(unit, form, request.user.member)
    return as_file("xlsx", sheet, exporting.police_rows(unit, form))
