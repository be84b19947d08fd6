"""Membership cards at the desk: the list, one card, its steps, and what is printed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from members import services
from members.card_querysets import CardQuerySet
from members.card_steps import BY_NAME, FOR_MANY, offers_for
from members.cards import standing_of
from members.forms import StepForm
from members.forms.cards import ApproveCardForm, CardSearchForm, ChosenCardsForm, NumbersForm
from members.letters import card_pages, print_shop_parcel
from members.models import Card, Member, Unit, User
from members.numbers import DEFAULT, pattern_for
from members.permissions import allows_anywhere, paths_for, require, require_somewhere
from members.services.cards import MOST_AT_ONCE, take_step_with_all
from members.states import CARD, LIVE_CARD, Action, CardState
from members.views.find import person_for
from members.views.units import find_unit
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.logs import Event, note
from senkom.lib.paging import keyset_page

ORDER = ("member__name_key", "pk")
PRINTS = ("sheets", "parcel")
PRINTABLE = [state for state in LIVE_CARD if state != CardState.REQUESTED]
CHECKS_OF_DAYS = 30


@login_required
@never_cache
def cards(request: MemberRequest) -> HttpResponse:
    """The cards of the units one keeps; those that are ticked are approved, printed or handed over together."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    reach = Card.objects.in_reach_of(request.user, Action.VIEW_MEMBERS)
    steps = _steps_for(request.user)
    # The bound is asked of what was ticked; what it holds is looked up once, however many they are.
    form = ChosenCardsForm(request.POST or None, cards=reach.for_print(), steps=steps)
    if form.is_valid():
        chosen = list(form.cleaned_data["card"])
        if form.cleaned_data["do"] in PRINTS:
            if form.apply(_printed, chosen, form.cleaned_data["do"], by=request.user):
                return cast(HttpResponse, form.result)
        elif form.apply(take_step_with_all, chosen, BY_NAME[form.cleaned_data["do"]].service, by=request.user):
            said = ngettext("Done for %(count)d card.", "Done for %(count)d cards.", form.result)
            messages.success(request, said % {"count": form.result})
            return redirect(request.get_full_path())
    context = _list_context(request, reach) | {"form": form, "most": MOST_AT_ONCE}
    return render(request, "members/cards.html", context, status=form.status_code)


def _steps_for(user: User) -> list[tuple[str, Any]]:
    """What the account may do with ticked cards in some unit; the service asks again for each card."""
    found = [(step.name, capfirst(str(step.label))) for step in FOR_MANY if allows_anywhere(user, step.action)]
    if allows_anywhere(user, Action.HANDLE_APPLICATIONS):
        found.append(("sheets", _("Download sheets of A4, ten cards each")))
    if allows_anywhere(user, Action.KEEP_ROSTER):
        found.append(("parcel", _("Download a ZIP for the print shop")))
    return found


def _list_context(request: MemberRequest, reach: CardQuerySet) -> dict[str, Any]:
    """The rows of the list by its filters, and the filters with what they offer."""
    tops = paths_for(request.user, Action.VIEW_MEMBERS)
    units = Unit.objects.to_choose(tops, request.GET.get("unit", "").removeprefix("0.").removesuffix("."))
    search = CardSearchForm(request.GET or {"state": ""}, units=units)
    chosen: dict[str, Any] = search.cleaned_data if search.is_valid() else {"q": "", "state": "", "unit": None}
    rows = reach.in_state(chosen["state"])
    if chosen["q"]:
        rows = rows.filter(member__in=Member.objects.matching(chosen["q"]))
    if chosen["unit"]:
        rows = rows.filter(rows.rows_within(chosen["unit"].path))
    page = keyset_page(rows.for_list_page(), ORDER, request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    first = f"{request.path}?{query.urlencode()}"
    following = f"{first}&after={page.after}" if page.after else ""
    filters = [(search[name], _offered(search, name)) for name in ("state", "unit")]
    context = {"search": search, "filters": filters, "page": page, "state": chosen["state"]}
    return context | {"next": following, "first": "" if page.is_first else first}


def _offered(form: CardSearchForm, name: str) -> list[tuple[str, str, bool]]:
    """What a filter offers: value, words, whether it is chosen."""
    chosen = str(form[name].value() or "")
    choices: Any = cast(forms.ChoiceField, form.fields[name]).choices
    return [(str(value), capfirst(str(label)), str(value) == chosen) for value, label in choices]


def _printed(chosen: list[Card], what: str, *, by: User) -> HttpResponse:
    """Sheets or a parcel. Raises ValidationError in words, and PermissionDenied where the office doesn't allow it."""
    if len(chosen) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)d cards at once.") % {"most": MOST_AT_ONCE}, code="many")
    for card in chosen:
        if card.state not in PRINTABLE:
            said = {"name": card.member.full_name}
            raise ValidationError(_("%(name)s: this card is not approved, or it is over. Untick it.") % said)
    action = Action.KEEP_ROSTER if what == "parcel" else Action.HANDLE_APPLICATIONS
    allowed = Card.objects.in_reach_of(by, action).filter(pk__in=[card.pk for card in chosen]).count()
    if allowed != len(chosen):
        raise PermissionDenied(_("Your office does not allow this here. Ask the chair of your unit."))
    note(Event.EXPORT, by=by, what=f"cards_{what}", count=len(chosen))
    if what == "parcel":
        return _download(print_shop_parcel(chosen), "kartu.zip", "application/zip")
    return _download(card_pages(chosen, on_sheets=True), "kartu-lembar.pdf", "application/pdf")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _card_for(user: User, code: UUID) -> Card:
    """The card with this code: 404 outside the reader's scope."""
    rows = Card.objects.visible_to(user).select_related("member__unit", "member__photo", "state_by")
    return get_object_or_404(rows, code=code)


@login_required
@require_GET
def card(request: MemberRequest, code: UUID) -> HttpResponse:
    """One card: how it stands, what comes next, how often it was looked at."""
    found = _card_for(request.user, code)
    if found.member_id == request.user.member_id:
        return redirect("members:own_card")
    today = found.member.unit.today()
    context = {
        "card": found,
        "person": found.member,
        "standing": standing_of(found, today),
        "offers": offers_for(request.user, found),
        "is_printable": found.state in PRINTABLE,
        "checks": Card.objects.filter(pk=found.pk).checked_since(days_ago(today)),
        "others": Card.objects.filter(member=found.member_id).exclude(pk=found.pk),
    }
    return render(request, "members/card.html", context)


def days_ago(today: date) -> date:
    """The first of the days whose checks are counted together."""
    return today - timedelta(days=CHECKS_OF_DAYS - 1)


@login_required
@require_GET
def card_pdf(request: MemberRequest, code: UUID) -> HttpResponse:
    """Front and back of one card, each a page of its own size."""
    found = _card_for(request.user, code)
    require(request.user, Action.HANDLE_APPLICATIONS, found.member.unit_id)
    if found.state not in PRINTABLE:
        raise Http404
    return _download(card_pages([found], on_sheets=False), "kartu.pdf", "application/pdf")


@login_required
def card_step(request: MemberRequest, code: UUID, name: str) -> HttpResponse:
    """Take one step with one card."""
    step = BY_NAME.get(name)
    if step is None:
        raise Http404
    found = _card_for(request.user, code)
    require(request.user, step.action, found.member.unit_id)
    form: ServiceForm
    if name == "approve":
        form = ApproveCardForm(request.POST or None)
    elif step.ends:
        form = StepForm(
            request.POST or None, needs_reason=CARD.needs_reason(found.state, step.target), with_document=False
        )
    else:
        form = ServiceForm(request.POST or None)
    if form.is_valid() and form.apply(step.service, found, by=request.user, **form.cleaned_data):
        messages.success(request, _("Done: %(step)s.") % {"step": step.label})
        return redirect(found)
    context = {"card": found, "person": found.member, "form": form, "step": step}
    return render(request, "members/card_step.html", context, status=form.status_code)


@login_required
def request_card(request: MemberRequest, code: UUID) -> HttpResponse:
    """Ask for a card for somebody."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    form = ServiceForm(request.POST or None)
    if form.is_valid() and form.apply(services.request_card, person, by=request.user):
        messages.success(request, _("The card is asked for. Next: the chair or the secretary approves it."))
        return redirect(form.result)
    return render(request, "members/card_request.html", {"person": person, "form": form}, status=form.status_code)


@login_required
def numbers(request: MemberRequest, area: str) -> HttpResponse:
    """How new member numbers look in a unit and below it."""
    unit = find_unit(request.user, area)
    require(request.user, Action.CHANGE_RULE, unit)
    form = NumbersForm(request.POST or None, initial={"pattern": unit.number_pattern})
    if form.is_valid() and form.apply(services.change_number_pattern, unit, by=request.user, **form.cleaned_data):
        messages.success(request, _("Kept. New numbers look like this from now on; those given stay."))
        return redirect("members:unit", unit.code)
    today = unit.today()
    context = {"unit": unit, "form": form, "default": DEFAULT, "example": pattern_for(unit, today).numbered(1)}
    return render(request, "members/numbers.html", context, status=form.status_code)
