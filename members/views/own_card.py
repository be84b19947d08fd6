"""One's own membership card on one's own phone."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members import services
from members.card_steps import may_ask
from members.cards import standing_of
from members.models import Card, User
from members.states import IN_THE_MAKING, CardState
from members.views.cards import days_ago
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest


def _cards_of(user: User) -> list[Card]:
    return list(Card.objects.live().filter(member=user.member_id).select_related("member__unit").order_by("-pk"))


@login_required
@never_cache
def own_card(request: MemberRequest) -> HttpResponse:
    """The code of one's card, large enough for another phone's camera; without a card, the wish for one."""
    form = ServiceForm(request.POST or None)
    if form.is_valid() and form.apply(services.request_card, request.user.member, by=request.user):
        messages.success(request, _("Your card is asked for. Your board approves and prints it."))
        return redirect("members:own_card")
    found = _cards_of(request.user)
    held = next((card for card in found if card.state == CardState.HANDED_OVER), None)
    today = request.user.member.unit.today()
    context = {
        "form": form,
        "person": request.user.member,
        "may_ask": may_ask(request.user.member, found),
        "held": held,
        "making": next((card for card in found if card.state in IN_THE_MAKING), None),
    }
    if held is not None:
        context["standing"] = standing_of(held, today)
        context["qr"] = segno.make(held.address, error="m").svg_data_uri(scale=8, border=4, light="white")
        context["checks"] = Card.objects.filter(pk=held.pk).checked_since(days_ago(today))
    return render(request, "members/own_card.html", context, status=form.status_code)


@login_required
def own_card_lost(request: MemberRequest) -> HttpResponse:
    """Say that one's card is gone; its code ends at once."""
    held = next((card for card in _cards_of(request.user) if card.state == CardState.HANDED_OVER), None)
    if held is None:
        return redirect("members:own_card")
    form = ServiceForm(request.POST or None)
    if form.is_valid() and form.apply(services.report_card_lost, held, by=request.user):
        messages.success(request, _("The card is not valid any more. Ask for a new one."))
        return redirect("members:own_card")
    return render(request, "members/own_card_lost.html", {"form": form, "held": held}, status=form.status_code)
