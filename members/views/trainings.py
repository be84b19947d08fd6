"""Trainings: the list, one's page, joining and leaving, and the desk's sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from members.forms.trainings import EnrolForm, SessionForm, SheetForm, TrainingForm
from members.models import Enrolment, Member, Training, Unit, User
from members.permissions import allows, belongs_to, first_choice, paths_for, require, require_somewhere
from members.services import trainings as services
from members.services.trainings import RUNS
from members.states import RESULTS, EnrolmentState, TrainingState
from senkom.lib.forms import ReasonForm, ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

MOST_COMING = 50
STEPS = {
    "open": (TrainingState.OPEN, gettext_lazy("Announced. Members can take part now.")),
    "held": (TrainingState.HELD, gettext_lazy("Write down now who has passed.")),
}


def training_for(user: User, code: UUID, *, runs: bool = False) -> Training:
    """The training with this code: 404 outside the reader's scope, 403 where a step is not his."""
    training = get_object_or_404(Training.objects.visible_to(user).for_list_page(), code=code)
    if runs:
        require(user, RUNS, training.unit_id)
    return training


@login_required
@require_GET
def trainings(request: MemberRequest) -> HttpResponse:
    """What is coming, and what is over."""
    rows = Training.objects.visible_to(request.user).for_list_page()
    page = keyset_page(rows.past(), ("-first_at", "-id"), request.GET.get("after", ""))
    context = {
        "coming": rows.coming()[:MOST_COMING] if page.is_first else [],
        "past": page.rows,
        "is_first": page.is_first,
        "next": f"{request.path}?after={page.after}" if page.after else "",
        "first": "" if page.is_first else request.path,
        "may_plan": bool(paths_for(request.user, RUNS)),
    }
    return render(request, "members/trainings.html", context)


@login_required
def new_training(request: MemberRequest) -> HttpResponse:
    """Plan a training."""
    require_somewhere(request.user, RUNS)
    units = Unit.objects.to_choose(paths_for(request.user, RUNS))
    form = TrainingForm(request.POST or None, units=units, initial={"unit": first_choice(request.user, RUNS)})
    if form.is_valid() and form.apply(services.plan_training, by=request.user, **form.cleaned_data):
        messages.success(request, _("Planned. Announce it when members may see it."))
        return redirect(form.result)
    context = {"form": form, "title": _("Plan a training")}
    return render(request, "members/training_form.html", context, status=form.status_code)


@login_required
@require_GET
def training(request: MemberRequest, code: UUID) -> HttpResponse:
    """One training."""
    return _page(request, training_for(request.user, code), ServiceForm())


def _page(request: MemberRequest, row: Training, form: ServiceForm) -> HttpResponse:
    runs = allows(request.user, RUNS, row.unit_id) and bool(paths_for(request.user, RUNS))
    people = list(Enrolment.objects.filter(training=row).for_training_page()) if runs else []
    mine = Enrolment.objects.filter(training=row, member=request.user.member_id).first()
    may_join = row.state == TrainingState.OPEN and belongs_to(request.user.member, row.unit_id)
    is_in = mine is not None and mine.state != EnrolmentState.WITHDRAWN
    context: dict[str, Any] = {
        "training": row,
        "sessions": row.sessions.all(),
        "people": people,
        "runs": runs,
        "mine": mine if is_in else None,
        "may_join": may_join and not is_in,
        "is_full": row.taken >= row.capacity,
        "form": form,
    }
    return render(request, "members/training.html", context, status=form.status_code)


@login_required
@require_POST
def join_training(request: MemberRequest, code: UUID) -> HttpResponse:
    """Take a place oneself, with one tap."""
    row = training_for(request.user, code)
    form = ServiceForm(request.POST)
    if form.is_valid() and form.apply(services.enrol, row, request.user.member, by=request.user):
        messages.success(request, _("You take part. We remind you a day before."))
        return redirect(row)
    return _page(request, row, form)


@login_required
@require_POST
def training_step(request: MemberRequest, code: UUID, name: str) -> HttpResponse:
    """Announce it, say that it is held, or close it with the certificates."""
    row = training_for(request.user, code, runs=True)
    if name != "close" and name not in STEPS:
        raise Http404
    form = ServiceForm(request.POST)
    if name == "close":
        done = form.is_valid() and form.apply(services.close_training, row, by=request.user)
        said = _("Closed. Whoever has passed has the certificate now.")
    else:
        done = form.is_valid() and form.apply(services.move_training, row, STEPS[name][0], by=request.user)
        said = str(STEPS[name][1])
    if done:
        messages.success(request, said)
        return redirect(row)
    return _page(request, row, form)


def _form_page(request: MemberRequest, row: Training, form: ServiceForm, title: str, **context: Any) -> HttpResponse:
    context |= {"training": row, "form": form, "title": title}
    return render(request, "members/training_form.html", context, status=form.status_code)


@login_required
def cancel_training(request: MemberRequest, code: UUID) -> HttpResponse:
    """Cancel it, with a reason."""
    row = training_for(request.user, code, runs=True)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.move_training, row, TrainingState.CANCELLED, by=request.user, **form.cleaned_data
    ):
        return redirect(row)
    return _form_page(request, row, form, _("Cancel this training"), submit=_("Cancel this training"), danger=True)


@login_required
def add_session(request: MemberRequest, code: UUID) -> HttpResponse:
    """Another meeting."""
    row = training_for(request.user, code, runs=True)
    form = SessionForm(request.POST or None)
    if form.is_valid() and form.apply(services.add_session, row, by=request.user, **form.cleaned_data):
        return redirect(row)
    return _form_page(request, row, form, _("Another session"))


@login_required
def enrol(request: MemberRequest, code: UUID) -> HttpResponse:
    """Put somebody down."""
    row = training_for(request.user, code, runs=True)
    people = Member.objects.in_reach_of(request.user, RUNS).of_unit(row.unit_id).active().order_by("name_key", "pk")
    form = EnrolForm(request.POST or None, people=people)
    if form.is_valid() and form.apply(services.enrol, row, form.cleaned_data["member"], by=request.user):
        messages.success(request, _("Put down: %(name)s.") % {"name": form.cleaned_data["member"].full_name})
        return redirect(row)
    return _form_page(request, row, form, _("Put somebody down"))


@login_required
def withdraw(request: MemberRequest, code: UUID) -> HttpResponse:
    """Give a place back: one's own, or somebody's by the desk."""
    rows = Enrolment.objects.visible_to(request.user).select_related("training__unit", "member")
    enrolment = get_object_or_404(rows, code=code)
    if enrolment.member_id != request.user.member_id:
        require(request.user, RUNS, enrolment.training.unit_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.withdraw, enrolment, by=request.user, **form.cleaned_data):
        messages.success(request, _("The place is free again."))
        return redirect(enrolment.training)
    title = _("Give the place back: %(name)s") % {"name": enrolment.member.full_name}
    return _form_page(request, enrolment.training, form, title, submit=_("Give the place back"))


@login_required
def sheet(request: MemberRequest, code: UUID) -> HttpResponse:
    """Who was there and who has passed, ticked on a phone."""
    row = training_for(request.user, code, runs=True)
    sessions = list(row.sessions.all())
    people = (
        Enrolment.objects.filter(training=row).for_training_page().filter(state__in=[EnrolmentState.ENROLLED, *RESULTS])
    )
    lines = [
        SheetForm(request.POST or None, enrolment=one, sessions=sessions, with_result=row.state == TrainingState.HELD)
        for one in people.exclude(member=request.user.member_id)
    ]
    form = ServiceForm(request.POST or None)
    if form.is_valid() and all(line.is_valid() for line in lines):
        present = {pair for line in lines for pair in line.present()}
        results = {line.enrolment.pk: line.cleaned_data["result"] for line in lines if line.cleaned_data.get("result")}
        if form.apply(services.keep_sheet, row, present=present, results=results, by=request.user):
            messages.success(request, _("Kept."))
            return redirect(row)
    status = 422 if any(line.errors for line in lines) else form.status_code
    return render(
        request, "members/training_sheet.html", {"training": row, "form": form, "lines": lines}, status=status
    )
