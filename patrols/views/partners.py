"""Agencies on a duty: asking one along, writing down its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members.models import User
from members.permissions import require
from members.states import Action
from patrols import services
from patrols.forms.crews import AnswerForm, AskForm
from patrols.models import DutyPartner
from patrols.states import PartnerState
from patrols.views.pages import visible_duty
from senkom.lib.http import MemberRequest


@login_required
def ask(request: MemberRequest, code: UUID) -> HttpResponse:
    """Ask one more agency along."""
    duty = visible_duty(request, code)
    require(request.user, Action.PLAN_DUTIES, duty.unit)
    form = AskForm(request.POST or None, user=request.user)
    if form.is_valid() and form.apply(
        services.ask_partner,
        duty,
        form.cleaned_data["agency"],
        headcount=form.cleaned_data["headcount"],
        by=request.user,
    ):
        return redirect(duty)
    context = {"duty": duty, "form": form, "title": _("Ask an agency along")}
    return render(request, "patrols/step.html", context, status=form.status_code)


@login_required
def answer(request: MemberRequest, code: UUID) -> HttpResponse:
    """What an agency answered, or whether it came."""
    partners = DutyPartner.objects.visible_to(request.user).select_related("duty__unit", "agency")
    partner = get_object_or_404(partners, code=code)
    require(request.user, Action.PLAN_DUTIES, partner.duty.unit)
    form = AnswerForm(request.POST or None, partner=partner)
    if form.is_valid() and form.apply(record_answer, partner, form.cleaned_data, by=request.user):
        return redirect(partner.duty)
    context = {"duty": partner.duty, "form": form, "title": partner.agency.name}
    return render(request, "patrols/step.html", context, status=form.status_code)


def record_answer(partner: DutyPartner, told: dict[str, Any], *, by: User) -> DutyPartner:
    """Call the step that belongs to what is known."""
    if told["state"] == PartnerState.CONFIRMED:
        return services.confirm_partner(partner, via=told["via"], headcount=told["headcount"], by=by)
    if told["state"] == PartnerState.DECLINED:
        return services.decline_partner(partner, via=told["via"], by=by)
    if told["state"] == PartnerState.ATTENDED:
        return services.partner_attended(partner, headcount=told["headcount"], by=by)
    return services.partner_absent(partner, by=by)
