"""The list of audiences, the page of one, and its steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from members.permissions import first_choice, require, require_somewhere
from members.states import Action
from partners import letters, services
from partners.forms import AudienceForm, ConfirmForm, EditAudienceForm, HoldForm, ReasonStepForm
from partners.models import ActionItem, Audience, Letter, Minutes
from partners.querysets import AudienceQuerySet
from partners.states import AHEAD, TAKEN_PLACE, AudienceState, LetterState, MinutesState
from partners.views.lists import chosen, searched, turning
from partners.views.steps import Step, take
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

FIRST = 15
"""So many audiences of each kind stand on the first page; the full list has the others."""

STEPS = {
    "send": Step(
        _("The letter has been sent"),
        _("The letter has been sent"),
        services.send_letter,
        Action.WRITE_LETTERS,
        explanation=_("From now on the list counts the days until an answer comes."),
    ),
    "unanswered": Step(
        _("Nobody answered"), _("Nobody answered"), services.record_no_reply, Action.HOLD_AUDIENCES, danger=True
    ),
    "confirm": Step(
        _("Set day and hour"),
        _("Save day and hour"),
        services.confirm_audience,
        Action.HOLD_AUDIENCES,
        ConfirmForm,
        _("As agreed with the agency."),
    ),
    "hold": Step(
        _("It has taken place"),
        _("Save"),
        services.hold_audience,
        Action.HOLD_AUDIENCES,
        HoldForm,
        _("Who came without being on the list can be added afterwards."),
    ),
    "reschedule": Step(
        _("Reschedule"),
        _("Reschedule"),
        services.reschedule,
        Action.HOLD_AUDIENCES,
        ReasonStepForm,
        _("The present day no longer holds. Set the new one as soon as it is agreed."),
    ),
    "cancel": Step(
        _("Cancel the meeting"),
        _("Cancel the meeting"),
        services.cancel,
        Action.HOLD_AUDIENCES,
        ReasonStepForm,
        danger=True,
    ),
}


@login_required
@require_GET
def audiences(request: MemberRequest) -> HttpResponse:
    """What wants something comes first: answers, days, minutes; behind it the list of all."""
    if request.GET.get("show") == "all" or searched(request):
        return all_audiences(request)
    rows, now = Audience.objects.visible_to(request.user).for_list_page(), timezone.now()
    context = {
        "upcoming": _first(rows.upcoming(), now),
        "waiting": _first(rows.awaiting_answer(), now),
        "without_minutes": _first(rows.without_minutes(), now, since="starts_at"),
        "preparing": _first(rows.being_prepared(), now),
        "most": FIRST,
    }
    return render(request, "partners/audiences.html", context)


def _first(rows: AudienceQuerySet, now: datetime, since: str = "state_at") -> list[tuple[Audience, int]]:
    """The first rows, and one more where there are more; each with the days that have passed."""
    return [(row, _days_since(getattr(row, since), now)) for row in rows[: FIRST + 1]]


def _days_since(moment: datetime | None, now: datetime) -> int:
    return (now - moment).days if moment else 0


def all_audiences(request: MemberRequest) -> HttpResponse:
    """Every audience, the latest first: search, filter, page."""
    state, text = chosen(request, "state", AudienceState.values), searched(request)
    rows = Audience.objects.visible_to(request.user).matching(text).for_list_page().with_order()
    rows = rows.filter(state=state) if state else rows
    page = keyset_page(rows, ("-at", "-id"), request.GET.get("after", ""))
    context = {"page": page, "state": state, "q": text, "states": AudienceState.choices, **turning(request, page)}
    return render(request, "partners/audiences_all.html", context)


@login_required
@require_GET
def audience(request: MemberRequest, code: UUID) -> HttpResponse:
    """An audience: what about, who comes, what was written down, what was promised."""
    rows = Audience.objects.visible_to(request.user).for_list_page().select_related("planned_by", "state_by")
    found = get_object_or_404(rows.prefetch_related("agenda"), code=code)
    user, today = request.user, found.unit.today()
    minutes = list(Minutes.objects.visible_to(user).filter(audience=found).select_related("written_by", "state_by"))
    draft = next((version for version in minutes if version.state == MinutesState.DRAFT), None)
    final = next((version for version in minutes if version.state == MinutesState.FINAL), None)
    items = list(ActionItem.objects.visible_to(user).filter(audience=found).for_list_page().order_by("number"))
    attendees = list(found.attendees.with_names())
    carried = []
    if found.state in AHEAD:
        carried = list(ActionItem.objects.visible_to(user).open_with(found.agency).for_list_page()[:20])
    written = list(Letter.objects.visible_to(user).filter(audience=found))
    context = {
        "audience": found,
        "attendees": attendees,
        "draft": draft,
        "final": final,
        "former": [version for version in minutes if version.state == MinutesState.SUPERSEDED],
        "items": [(item, item.days_late_on(today)) for item in items],
        "carried": [(item, item.days_late_on(today)) for item in carried],
        "letters": written,
        "has_issued_letter": any(letter.state == LetterState.ISSUED for letter in written),
        "unissued_letter": next((letter for letter in written if letter.state == LetterState.DRAFT), None),
        "summary": _summary(found, final or draft, items, attendees),
        "has_begun": found.starts_at is not None and found.starts_at <= timezone.now(),
        "days_waited": (timezone.now() - found.state_at).days,
    }
    return render(request, "partners/audience.html", context)


def _summary(audience: Audience, minutes: Minutes | None, items: list[ActionItem], attendees: list[Any]) -> str:
    """The text for WhatsApp, once there is something to tell."""
    if audience.state not in TAKEN_PLACE or not (minutes or items):
        return ""
    ours = sum(1 for attendee in attendees if attendee.member_id and attendee.was_there)
    return letters.summary(audience, minutes, items, ours)


@login_required
def add_audience(request: MemberRequest) -> HttpResponse:
    """Plan an audience."""
    require_somewhere(request.user, Action.HOLD_AUDIENCES)
    initial = {"unit": first_choice(request.user, Action.HOLD_AUDIENCES)}
    if wanted := request.GET.get("agency"):
        initial["agency"] = wanted
    form = AudienceForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if form.is_valid() and form.apply(services.plan_audience, by=request.user, **form.cleaned_data):
        return redirect(form.result)
    return render(request, "partners/audience_form.html", {"form": form}, status=form.status_code)


@login_required
def edit_audience(request: MemberRequest, code: UUID) -> HttpResponse:
    """Correct what an audience is about."""
    found = get_object_or_404(Audience.objects.visible_to(request.user).select_related("unit"), code=code)
    require(request.user, Action.HOLD_AUDIENCES, found.unit)
    initial: dict[str, Any] = {name: getattr(found, name) for name in ("kind", "host", "purpose", "place")}
    initial["topics"] = [item.topic for item in found.agenda.all()]
    form = EditAudienceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and form.apply(services.change_audience, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    context = {"form": form, "audience": found}
    return render(request, "partners/audience_form.html", context, status=form.status_code)


@login_required
def audience_step(request: MemberRequest, code: UUID, step: str) -> HttpResponse:
    """One step of an audience."""
    rows = Audience.objects.visible_to(request.user).select_related("unit", "agency")
    return take(request, get_object_or_404(rows, code=code), STEPS[step])
