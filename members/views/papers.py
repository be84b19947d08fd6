"""The papers of a unit: what is there, what is missing, what runs out; recording, replacing and striking them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members import services
from members.forms.papers import NewerPaperForm, NewPaperForm, ScanForm
from members.models import UnitDocument
from members.papers import lines_of, summary_of
from members.permissions import allows, require
from members.services.papers import KEEPS
from members.states import PaperState
from members.views.units import find_unit
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest

MOST_STANDING, MOST_FORMER = 60, 30


@login_required
@require_GET
def papers(request: MemberRequest, area: str) -> HttpResponse:
    """Which papers a unit has, and which it had."""
    found = find_unit(request.user, area)
    rows = UnitDocument.objects.visible_to(request.user).filter(unit=found).for_list_page()
    lines = lines_of(found, rows.standing().in_order()[:MOST_STANDING], found.today())
    context = {
        "unit": found,
        "lines": lines,
        "summary": summary_of(lines),
        "former": rows.exclude(state=PaperState.STANDING).order_by("-state_at", "-pk")[:MOST_FORMER],
        "may_keep": allows(request.user, KEEPS, found),
    }
    return render(request, "members/papers.html", context)


def _sent(request: MemberRequest) -> tuple[Any, Any]:
    """What a form with a file is filled with; nothing where the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _too_many(request: MemberRequest) -> HttpResponse | None:
    if request.method == "POST" and not ratelimit.consume(request, action="upload"):
        answer: HttpResponse = ratelimit.respond_429(request)
        return answer
    return None


@login_required
def new_paper(request: MemberRequest, area: str) -> HttpResponse:
    """Record a paper."""
    found = find_unit(request.user, area)
    require(request.user, KEEPS, found)
    if refused := _too_many(request):
        return refused
    form = NewPaperForm(*_sent(request), unit=found, initial={"kind": request.GET.get("kind", "")})
    if form.is_valid():
        typed = form.cleaned_data
        if form.apply(
            services.record_paper,
            found,
            typed["kind"],
            form.facts(),
            typed["paper"],
            by=request.user,
            code=typed["code"],
        ):
            messages.success(request, _("The paper is recorded."))
            return redirect("members:papers", found.code)
    return render(request, "members/paper_form.html", {"unit": found, "form": form}, status=form.status_code)


def _paper(request: MemberRequest, code: UUID) -> UnitDocument:
    """The paper of the address, of a unit whose papers the account keeps."""
    rows = UnitDocument.objects.visible_to(request.user).for_list_page()
    paper = get_object_or_404(rows, code=code)
    require(request.user, KEEPS, paper.unit)
    return paper


@login_required
def replace_paper(request: MemberRequest, code: UUID) -> HttpResponse:
    """Record the newer one in place of a paper."""
    paper = _paper(request, code)
    if refused := _too_many(request):
        return refused
    form = NewerPaperForm(*_sent(request), initial={"title": paper.title, "issued_by": paper.issued_by})
    if form.is_valid():
        typed = form.cleaned_data
        if form.apply(services.replace_paper, paper, form.facts(), typed["paper"], by=request.user, code=typed["code"]):
            messages.success(request, _("The newer paper is recorded; the former one stays in the history."))
            return redirect(paper)
    context = {"unit": paper.unit, "paper": paper, "form": form}
    return render(request, "members/paper_form.html", context, status=form.status_code)


@login_required
def add_scan(request: MemberRequest, code: UUID) -> HttpResponse:
    """Add the scan to a paper that has none."""
    paper = _paper(request, code)
    if refused := _too_many(request):
        return refused
    form = ScanForm(*_sent(request))
    if form.is_valid() and form.apply(services.add_scan, paper, form.cleaned_data["paper"], by=request.user):
        messages.success(request, _("The scan is kept."))
        return redirect(paper)
    context = {"unit": paper.unit, "paper": paper, "form": form}
    return render(request, "members/paper_scan.html", context, status=form.status_code)


@login_required
def strike_paper(request: MemberRequest, code: UUID) -> HttpResponse:
    """Strike a paper that was recorded by mistake or was taken away."""
    paper = _paper(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.strike_paper, paper, by=request.user, **form.cleaned_data):
        messages.success(request, _("The paper is struck; it stays in the history."))
        return redirect(paper)
    context = {"unit": paper.unit, "paper": paper, "form": form}
    return render(request, "members/paper_strike.html", context, status=form.status_code)
