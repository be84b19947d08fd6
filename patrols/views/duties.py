"""One duty: reading it, joining it, ending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.permissions import require
from members.states import Action
from patrols import services
from patrols.eligibility import may_run
from patrols.forms.crews import RoleForm
from patrols.views.pages import carry_out, duty_page, refused, visible_duty
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest


@login_required
@require_safe
def duty_detail(request: MemberRequest, code: UUID) -> HttpResponse:
    """The page of one duty."""
    return duty_page(request, visible_duty(request, code))


@login_required
def sign_up(request: MemberRequest, code: UUID) -> HttpResponse:
    """“I'm ready”: take any free place of a role; a full duty answers 409 and offers to be a reserve."""
    duty = visible_duty(request, code)
    require(request.user, Action.TAKE_PART, duty.unit)
    form = RoleForm(request.POST or None)
    if not form.is_valid():
        return redirect(duty)
    role = form.cleaned_data["role"]
    try:
        services.sign_up(duty, role, request.user.member, by=request.user)
    except ValidationError as error:
        return refused(request, duty, error, role=role)
    return redirect(duty)


@login_required
def reserve(request: MemberRequest, code: UUID) -> HttpResponse:
    """“Yes, as a reserve” of a full duty."""
    duty = visible_duty(request, code)
    require(request.user, Action.TAKE_PART, duty.unit)
    form = RoleForm(request.POST or None)
    if not form.is_valid():
        return redirect(duty)
    said = _("You are a reserve. You get a message when a place is free.")
    role = form.cleaned_data["role"]
    return carry_out(request, duty, services.join_reserve, duty, role, request.user.member, said=said)


@login_required
def leave_reserve(request: MemberRequest, code: UUID) -> HttpResponse:
    """No longer a reserve."""
    duty = visible_duty(request, code)
    require(request.user, Action.TAKE_PART, duty.unit)
    if request.method != "POST":
        return redirect(duty)
    return carry_out(request, duty, services.leave_reserve, duty, request.user.member)


@login_required
def publish(request: MemberRequest, code: UUID) -> HttpResponse:
    """Announce a draft."""
    duty = visible_duty(request, code)
    require(request.user, Action.PLAN_DUTIES, duty.unit)
    if request.method != "POST":
        return redirect(duty)
    said = _("Announced. Now share the text with the group.")
    return carry_out(request, duty, services.publish_duty, duty, said=said)


@login_required
def complete(request: MemberRequest, code: UUID) -> HttpResponse:
    """End a duty for everyone who is there."""
    duty = visible_duty(request, code)
    if not may_run(request.user, duty):
        raise PermissionDenied(_("Only the team leader or a coordinator ends this duty."))
    if request.method != "POST":
        return redirect(duty)
    return carry_out(request, duty, services.complete_duty, duty)


@login_required
def cancel(request: MemberRequest, code: UUID) -> HttpResponse:
    """Cancel a duty with a reason."""
    duty = visible_duty(request, code)
    require(request.user, Action.PLAN_DUTIES, duty.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.cancel_duty, duty, reason=form.cleaned_data["reason"], by=request.user):
        return redirect(duty)
    context = {"duty": duty, "form": form, "title": _("Cancel this duty"), "is_danger": True}
    return render(request, "patrols/step.html", context, status=form.status_code)


@login_required
def abort(request: MemberRequest, code: UUID) -> HttpResponse:
    """Break a running duty off with a reason."""
    duty = visible_duty(request, code)
    if not may_run(request.user, duty):
        raise PermissionDenied(_("Only the team leader or a coordinator ends this duty."))
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.abort_duty, duty, reason=form.cleaned_data["reason"], by=request.user):
        return redirect(duty)
    context = {"duty": duty, "form": form, "title": _("Break this duty off"), "is_danger": True}
    return render(request, "patrols/step.html", context, status=form.status_code)
