"""Steps of one person on a duty, and putting somebody down for a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import User
from members.permissions import allows, require
from members.states import Action
from patrols import services
from patrols.eligibility import may_run
from patrols.forms.crews import AssignForm, WaiveForm, WithdrawForm
from patrols.models import Assignment, Slot
from patrols.views.pages import carry_out, visible_assignment
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest

Allowed = Callable[[User, Assignment], bool]


def himself(user: User, assignment: Assignment) -> bool:
    return user.member_id == assignment.member_id


def himself_or_runner(user: User, assignment: Assignment) -> bool:
    return himself(user, assignment) or may_run(user, assignment.duty)


def himself_or_planner(user: User, assignment: Assignment) -> bool:
    return himself(user, assignment) or planner(user, assignment)


def runner(user: User, assignment: Assignment) -> bool:
    return may_run(user, assignment.duty)


def planner(user: User, assignment: Assignment) -> bool:
    return allows(user, Action.PLAN_DUTIES, assignment.duty.unit)


@dataclass(frozen=True)
class Step:
    """A button beside a name: who may press it, and what it does."""

    service: Callable[..., Any]
    allowed: Allowed
    said: Any = ""


STEPS = {
    "accept": Step(services.accept_offer, himself_or_planner),
    "decline": Step(services.decline_offer, himself_or_planner),
    "arrive": Step(services.check_in, himself_or_runner),
    "finish": Step(services.check_out, himself_or_runner),
    "home": Step(services.home_safe, himself_or_runner, gettext_lazy("Thank you, have a good rest.")),
    "no_show": Step(services.no_show, runner),
    "release": Step(services.release, planner),
}


@login_required
def crew_step(request: MemberRequest, code: UUID, step: str) -> HttpResponse:
    """One step of one person: arrived, finished, home safe, did not come, released."""
    assignment = visible_assignment(request, code)
    _require(STEPS[step].allowed, request.user, assignment)
    if request.method != "POST":
        return redirect(assignment.duty)
    return carry_out(request, assignment.duty, STEPS[step].service, assignment, said=STEPS[step].said)


def _require(allowed: Allowed, user: User, assignment: Assignment) -> None:
    if not allowed(user, assignment):
        raise PermissionDenied(_("This is done by the person, the team leader or a coordinator."))


@login_required
def withdraw(request: MemberRequest, code: UUID) -> HttpResponse:
    """“I can't come”: the reason may stay empty."""
    assignment = visible_assignment(request, code)
    _require(himself_or_planner, request.user, assignment)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.apply(
        services.withdraw, assignment, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(assignment.duty)
    title = _("I can't come") if himself(request.user, assignment) else _("%(name)s can't come")
    context = {"duty": assignment.duty, "form": form, "title": title % {"name": assignment.member}}
    return render(request, "patrols/step.html", context, status=form.status_code)


@login_required
def excuse(request: MemberRequest, code: UUID) -> HttpResponse:
    """Excuse somebody who did not come."""
    assignment = visible_assignment(request, code)
    _require(runner, request.user, assignment)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.excuse, assignment, reason=form.cleaned_data["reason"], by=request.user):
        return redirect(assignment.duty)
    context = {"duty": assignment.duty, "form": form, "title": _("Excuse %(name)s") % {"name": assignment.member}}
    return render(request, "patrols/step.html", context, status=form.status_code)


@login_required
def waive(request: MemberRequest, code: UUID) -> HttpResponse:
    """Allow a shorter rest after this duty."""
    assignment = visible_assignment(request, code)
    require(request.user, Action.WAIVE_REST, assignment.duty.unit)
    form = WaiveForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.waive_rest, assignment, rest=form.rest, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(assignment.duty)
    title = _("Shorter rest for %(name)s after this duty") % {"name": assignment.member}
    context = {"duty": assignment.duty, "form": form, "title": title}
    return render(request, "patrols/step.html", context, status=form.status_code)


@login_required
def assign(request: MemberRequest, code: UUID) -> HttpResponse:
    """Who could take this place; putting one of them down."""
    slots = Slot.objects.visible_to(request.user).select_related("duty__unit", "qualification")
    slot = get_object_or_404(slots, code=code)
    require(request.user, Action.PLAN_DUTIES, slot.duty.unit)
    search = request.GET.get("q", "")
    form = AssignForm(request.POST or None, slot=slot, user=request.user)
    if form.is_valid() and form.apply(services.assign_member, slot, form.cleaned_data["member"], by=request.user):
        return redirect(slot.duty)
    form.find_people(search)
    context = {"duty": slot.duty, "slot": slot, "form": form, "search": search}
    return render(request, "patrols/assign.html", context, status=form.status_code)
