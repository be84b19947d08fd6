"""People from a sheet: send it, match its columns, look what would happen, take it over or give it up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.models import RosterImport, Unit
from members.permissions import first_choice, require, require_somewhere
from members.services import imports as services
from members.sheets import template
from members.sheets.columns import COLUMNS, find_layout
from members.sheets.forms import ColumnsForm, SheetForm, TakeOverForm
from members.states import Action, ImportState, Verdict
from senkom.lib import long_work
from senkom.lib.http import MemberRequest
from senkom.lib.models import Job
from senkom.lib.paging import keyset_page

TAKE_MEMBERS = r"^0\.\d\d\.\d\d\.(\d\d\.)?$"
"""Cities and districts; the boards above them have no members."""
LAST = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {"xlsx": (template.as_xlsx, XLSX), "csv": (template.as_csv, "text/csv; charset=utf-8")}


@login_required
def imports(request: MemberRequest) -> HttpResponse:
    """Send a file of people, and see the last ones."""
    require_somewhere(request.user, Action.KEEP_ROSTER)
    units = Unit.objects.in_reach_of(request.user, Action.KEEP_ROSTER).filter(path__regex=TAKE_MEMBERS)
    first = first_choice(request.user, Action.KEEP_ROSTER)
    form = SheetForm(request.POST or None, request.FILES or None, units=units, initial={"unit": first})
    if form.is_valid():
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        if form.apply(services.begin_import, file.read(), unit=unit, file_name=file.name, by=request.user):
            return redirect("members:import_columns", form.result.code)
    last = RosterImport.objects.visible_to(request.user).without_content().select_related("unit")[:LAST]
    context = {"form": form, "last": last, "columns": COLUMNS}
    return render(request, "members/imports.html", context, status=form.status_code)


@login_required
@require_GET
def import_template(request: MemberRequest, kind: str) -> HttpResponse:
    """The empty sheet with our headings."""
    if kind not in FILES:
        raise Http404
    require_somewhere(request.user, Action.KEEP_ROSTER)
    make, content_type = FILES[kind]
    name = _("senkom-members.%(kind)s") % {"kind": kind}
    return HttpResponse(make(), content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _sheet_for(request: MemberRequest, code: UUID) -> RosterImport:
    """One's own import: 404 to everybody else, 403 where the office has ended."""
    rows = RosterImport.objects.visible_to(request.user).select_related("unit")
    sheet = get_object_or_404(rows.without_content(), code=code)
    require(request.user, Action.KEEP_ROSTER, sheet.unit_id)
    return sheet


@login_required
def import_columns(request: MemberRequest, code: UUID) -> HttpResponse:
    """Say which column is which field; remembered for the next file."""
    sheet = _sheet_for(request, code)
    if sheet.state not in (ImportState.MATCHING, ImportState.CHECKED):
        return redirect(sheet)
    samples = find_layout(services.content_of(sheet), {}).samples
    form = ColumnsForm(request.POST or None, sheet=sheet, samples=samples)
    if form.is_valid() and form.apply(services.check_import, sheet, form.columns(), by=request.user):
        long_work.run_here(form.result)
        return redirect(sheet)
    return render(request, "members/import_columns.html", {"sheet": sheet, "form": form}, status=form.status_code)


@login_required
def import_page(request: MemberRequest, code: UUID) -> HttpResponse:
    """How far it is; after the check what each row would do, and the button that does it."""
    sheet = _sheet_for(request, code)
    if sheet.state == ImportState.MATCHING:
        return redirect("members:import_columns", sheet.code)
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.apply(services.take_over, sheet, by=request.user, **form.cleaned_data):
        long_work.run_here(form.result)
        return redirect(sheet)
    if request.htmx:
        return _progress(request, sheet)
    counts = sheet.counts()
    shown = _shown(request.GET.get("show", ""), counts)
    page = keyset_page(sheet.rows.filter(verdict=shown).defer("cells"), ("number",), request.GET.get("after", ""))
    context = {
        "sheet": sheet,
        "job": _job_of(sheet),
        "form": form,
        "page": page,
        "shown": shown,
        "tabs": [(verdict, verdict.label, counts[verdict]) for verdict in Verdict if counts.get(verdict)],
        "coming": sum(counts.get(verdict, 0) for verdict in services.COMING),
        "wrong": counts.get(Verdict.WRONG, 0),
        "next": f"?show={shown}&after={page.after}" if page.after else "",
        "first": "" if page.is_first else f"?show={shown}",
    }
    return render(request, "members/import_page.html", context, status=form.status_code)


def _shown(asked: str, counts: dict[str, int]) -> str:
    """Which rows are listed: those asked for, else the ones that most need a look."""
    order = [Verdict.REFUSED, Verdict.WRONG, Verdict.ADD, Verdict.CHANGE, Verdict.ADDED, Verdict.CHANGED, Verdict.SAME]
    return asked if asked in counts else next((verdict for verdict in order if counts.get(verdict)), Verdict.UNREAD)


def _job_of(sheet: RosterImport) -> Job | None:
    """The work under way."""
    kinds = [services.CHECK, services.WRITE]
    return Job.objects.open().filter(kind__in=kinds, subject=sheet.pk).first() if sheet.is_at_work else None


def _progress(request: MemberRequest, sheet: RosterImport) -> HttpResponse:
    """How far the work is; a page whose work is over is loaded anew."""
    if not sheet.is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "includes/progress.html", {"job": _job_of(sheet)})


@login_required
@require_POST
def give_up_import(request: MemberRequest, code: UUID) -> HttpResponse:
    """Stop, and destroy the file."""
    sheet = _sheet_for(request, code)
    if sheet.state not in (ImportState.DONE, ImportState.GIVEN_UP):
        services.give_up_import(sheet, by=request.user)
        messages.success(request, _("Given up; the file is destroyed. What was taken over already stays."))
    return redirect("members:imports")
