"""Planning a duty and changing its plan."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from members.permissions import require, require_somewhere
from members.states import Action
from patrols import services
from patrols.forms.plans import ChangeForm, PlanForm
from patrols.views.pages import visible_duty
from senkom.lib.http import MemberRequest


@login_required
def plan(request: MemberRequest) -> HttpResponse:
    """A new duty, as a draft."""
    require_somewhere(request.user, Action.PLAN_DUTIES)
    form = PlanForm(request.POST or None, user=request.user)
    if form.is_valid() and form.apply(
        services.plan_duty,
        code=form.cleaned_data["code"],
        unit=form.cleaned_data["unit"],
        origin=form.cleaned_data["origin"],
        by=request.user,
        places=form.places,
        partners=form.partners,
        **form.plan,
    ):
        return redirect(form.result)
    return render(request, "patrols/plan.html", {"form": form}, status=form.status_code)


@login_required
def change(request: MemberRequest, code: UUID) -> HttpResponse:
    """Change or move a duty that has not begun; an old version answers 409 with both values."""
    duty = visible_duty(request, code)
    require(request.user, Action.PLAN_DUTIES, duty.unit)
    form = ChangeForm(request.POST or None, user=request.user, duty=duty)
    if form.is_valid() and form.apply(
        services.change_duty,
        duty,
        by=request.user,
        version=form.cleaned_data["version"],
        places=form.places,
        **form.plan,
    ):
        return redirect(duty)
    if form.conflict:
        form.take_present_version(duty)
    return render(request, "patrols/change.html", {"form": form, "duty": duty}, status=form.status_code)
