"""The membership rule of a unit: what holds, what was decided, and whom a change concerns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members import services
from members.forms import MembershipRuleForm
from members.models import MembershipRule, Unit
from members.permissions import allows, require
from members.reviews import Review, reviews_of
from members.rules import Rule, rule_for
from members.states import Action, Livelihood
from members.views.units import find_unit
from senkom.lib.http import MemberRequest

SHOWN = 50


def rule_in_words(rule: Rule) -> list[tuple[str, str]]:
    """A rule as a list of facts."""
    exempt = [str(livelihood.label) for livelihood in Livelihood if livelihood in rule.exempt]
    return [
        (_("Who attests"), str(rule.attesters.label)),
        (_("Exempt from attestation"), ", ".join(exempt) or _("nobody")),
        (_("An attestation serves"), _("%(count)s months") % {"count": rule.attestation_months}),
        (_("Grace after a lost job"), _("%(count)s days") % {"count": rule.livelihood_grace.days}),
        (_("Grace after the card has ended"), _("%(count)s days") % {"count": rule.renewal_grace.days}),
    ]


def rule_of_unit(unit: Unit) -> dict[str, Any]:
    """What a page shows of the rule that holds in a unit today, and where it was written."""
    rule = rule_for(unit.path, unit.today())
    written = Unit.objects.filter(pk=rule.unit).first() if rule.unit else None
    return {"facts": rule_in_words(rule), "written": written, "inherited": bool(written) and written != unit}


@login_required
@require_GET
def membership_rule(request: MemberRequest, area: str) -> HttpResponse:
    """What holds today, what begins later, and what was decided before."""
    unit = find_unit(request.user, area)
    require(request.user, Action.HANDLE_APPLICATIONS, unit)
    rows = (
        MembershipRule.objects.filter(unit=unit).select_related("made_by", "struck_by").order_by("-valid_from", "-pk")
    )
    context = {
        "unit": unit,
        "rule": rule_of_unit(unit),
        "rows": rows[:SHOWN],
        "today": unit.today(),
        "may_rule": allows(request.user, Action.CHANGE_RULE, unit),
    }
    return render(request, "members/membership_rule.html", context)


@login_required
def decide_rule(request: MemberRequest, area: str) -> HttpResponse:
    """Write a new rule, which begins with what holds today."""
    unit = find_unit(request.user, area)
    require(request.user, Action.CHANGE_RULE, unit)
    form = MembershipRuleForm(request.POST or None, rule=rule_for(unit.path, unit.today()), today=unit.today())
    if form.is_valid() and form.apply(services.decide_rule, unit, form.decision(), by=request.user):
        messages.success(request, _("The rule is kept. It changes nobody: these are the people to look at."))
        return redirect("members:rule_review", unit.code, form.result.code)
    return render(request, "members/decide_rule.html", {"unit": unit, "form": form}, status=form.status_code)


def _found(request: MemberRequest, area: str, rule: UUID) -> MembershipRule:
    unit = find_unit(request.user, area)
    return get_object_or_404(MembershipRule.objects.filter(unit=unit).select_related("unit"), code=rule)


@login_required
@require_GET
def rule_review(request: MemberRequest, area: str, rule: UUID) -> HttpResponse:
    """Whom a rule concerns, list by list; the first fifty of each."""
    row = _found(request, area, rule)
    require(request.user, Action.HANDLE_APPLICATIONS, row.unit)
    lists = [_shown(review) for review in reviews_of(row)]
    return render(request, "members/rule_review.html", {"unit": row.unit, "row": row, "lists": lists})


def _shown(review: Review) -> dict[str, Any]:
    people = review.people.for_list_page().order_by("name_key", "pk")
    return {"review": review, "count": review.people.count(), "people": people[:SHOWN], "shown": SHOWN}


@login_required
@require_POST
def strike_rule(request: MemberRequest, area: str, rule: UUID) -> HttpResponse:
    """Take back a rule that has not begun."""
    row = _found(request, area, rule)
    require(request.user, Action.CHANGE_RULE, row.unit)
    try:
        services.strike_rule(row, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The rule is struck; what held before goes on."))
    return redirect("members:membership_rule", row.unit.code)
