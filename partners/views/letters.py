"""Letters: what we write, what came in."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from members.permissions import first_choice, require, require_somewhere
from members.states import Action
from partners import services
from partners.forms import (
    AnswerForm,
    AudienceLetterForm,
    DeliveryForm,
    EditLetterForm,
    IncomingForm,
    LetterForm,
    ReasonStepForm,
)
from partners.letters import audience_request, letter_day, letterhead_of
from partners.models import Audience, IncomingLetter, Letter
from partners.states import IncomingState, LetterKind, LetterMatter, LetterState
from partners.views.lists import chosen, searched, turning
from partners.views.steps import Step, take
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

LETTER_STEPS = {
    "issue": Step(
        _("Issue the letter"),
        _("Issue the letter"),
        services.issue_letter,
        Action.WRITE_LETTERS,
        explanation=_("It gets its number and today's date. From then on its text can't be changed."),
    ),
    "delivery": Step(
        _("How it was handed over"), _("Save"), services.note_delivery, Action.WRITE_LETTERS, DeliveryForm
    ),
    "void": Step(
        _("Make the letter void"),
        _("Make the letter void"),
        services.void_letter,
        Action.WRITE_LETTERS,
        ReasonStepForm,
        _("Its number stays taken."),
        danger=True,
    ),
}
INCOMING_STEPS = {
    "answer": Step(_("It has been answered"), _("Save"), services.answer_incoming, Action.WRITE_LETTERS, AnswerForm),
    "settle": Step(
        _("No answer needed"),
        _("Save"),
        services.settle_incoming,
        Action.WRITE_LETTERS,
        ReasonStepForm,
        _("Say what became of it, for example which duty came out of it."),
    ),
}


@login_required
@require_GET
def letters(request: MemberRequest) -> HttpResponse:
    """Letters we wrote, the latest first: search, filter, page."""
    require_somewhere(request.user, Action.VIEW_PARTNERS)
    state, text = chosen(request, "state", LetterState.values), searched(request)
    rows = Letter.objects.visible_to(request.user).matching(text).for_list_page()
    rows = rows.filter(state=state) if state else rows
    page = keyset_page(rows, ("-created_at", "-id"), request.GET.get("after", ""))
    context = {"page": page, "state": state, "q": text, "states": LetterState.choices, **turning(request, page)}
    return render(request, "partners/letters.html", context)


@login_required
@require_GET
def incoming_letters(request: MemberRequest) -> HttpResponse:
    """Letters that came in; first those that wait for an answer, by the day it is due."""
    require_somewhere(request.user, Action.VIEW_PARTNERS)
    state, text = chosen(request, "state", IncomingState.values), searched(request)
    today = request.user.member.unit.today()
    seen = IncomingLetter.objects.visible_to(request.user).matching(text).for_list_page()
    rows = seen.filter(state=state) if state else seen
    page = keyset_page(rows, ("-received_on", "-id"), request.GET.get("after", ""))
    waiting = [] if state or text or not page.is_first else list(seen.waiting()[:20])
    context = {
        "page": page,
        "waiting": [(letter, letter.is_late_on(today)) for letter in waiting],
        "state": state,
        "q": text,
        "states": IncomingState.choices,
        **turning(request, page),
    }
    return render(request, "partners/incoming_letters.html", context)


@login_required
@require_GET
def letter(request: MemberRequest, code: UUID) -> HttpResponse:
    """One letter of ours, and what can be done with it."""
    rows = Letter.objects.visible_to(request.user).for_list_page().select_related("audience", "written_by", "state_by")
    return render(request, "partners/letter.html", {"letter": get_object_or_404(rows, code=code)})


@login_required
@require_GET
def print_letter(request: MemberRequest, code: UUID) -> HttpResponse:
    """The letter as it goes on paper."""
    found = get_object_or_404(Letter.objects.visible_to(request.user).for_list_page(), code=code)
    context = {
        "letter": found,
        "head": letterhead_of(found.unit),
        "day": letter_day(found.issued_on) if found.issued_on else "",
        "paragraphs": [part for part in found.body.replace("\r\n", "\n").split("\n\n") if part.strip()],
    }
    return render(request, "partners/letter_print.html", context)


@login_required
def add_letter(request: MemberRequest) -> HttpResponse:
    """Write a letter."""
    require_somewhere(request.user, Action.WRITE_LETTERS)
    initial = {
        "unit": first_choice(request.user, Action.WRITE_LETTERS),
        "kind": LetterKind.LETTER,
        "matter": LetterMatter.GENERAL,
    }
    form = LetterForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if form.is_valid() and form.apply(services.write_letter, by=request.user, **form.cleaned_data):
        return redirect(form.result)
    return render(request, "partners/letter_form.html", {"form": form}, status=form.status_code)


@login_required
def add_audience_letter(request: MemberRequest, code: UUID) -> HttpResponse:
    """Write the letter that asks for an audience; it begins with a text made of what the audience is about."""
    rows = Audience.objects.visible_to(request.user).for_list_page().prefetch_related("agenda")
    audience = get_object_or_404(rows, code=code)
    require(request.user, Action.WRITE_LETTERS, audience.unit)
    draft = audience_request(audience)
    initial = {"matter": LetterMatter.AUDIENCE, "code": uuid.uuid4(), "recipient": draft.recipient}
    initial |= {"subject": draft.subject, "body": draft.body}
    form = AudienceLetterForm(request.POST if request.method == "POST" else None, initial=initial)
    fixed = {"unit": audience.unit, "kind": LetterKind.LETTER, "audience": audience}
    if form.is_valid() and form.apply(services.write_letter, by=request.user, **fixed, **form.cleaned_data):
        return redirect(form.result)
    context = {"form": form, "audience": audience}
    return render(request, "partners/letter_form.html", context, status=form.status_code)


@login_required
def edit_letter(request: MemberRequest, code: UUID) -> HttpResponse:
    """Correct a draft."""
    found = get_object_or_404(Letter.objects.visible_to(request.user).select_related("unit"), code=code)
    require(request.user, Action.WRITE_LETTERS, found.unit)
    initial: dict[str, Any] = {name: getattr(found, name) for name in ("matter", "recipient", "subject", "body")}
    form = EditLetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and form.apply(services.change_letter, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    return render(request, "partners/letter_form.html", {"form": form, "letter": found}, status=form.status_code)


@login_required
def letter_step(request: MemberRequest, code: UUID, step: str) -> HttpResponse:
    """One step of a letter."""
    rows = Letter.objects.visible_to(request.user).select_related("unit")
    return take(request, get_object_or_404(rows, code=code), LETTER_STEPS[step])


@login_required
def add_incoming(request: MemberRequest) -> HttpResponse:
    """Record a letter that came in."""
    require_somewhere(request.user, Action.WRITE_LETTERS)
    initial = {
        "unit": first_choice(request.user, Action.WRITE_LETTERS),
        "received_on": request.user.member.unit.today(),
    }
    form = IncomingForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if form.is_valid() and form.apply(services.record_incoming, by=request.user, **form.cleaned_data):
        return redirect(form.result)
    return render(request, "partners/incoming_form.html", {"form": form}, status=form.status_code)


@login_required
@require_GET
def incoming_letter(request: MemberRequest, code: UUID) -> HttpResponse:
    """One letter that came in."""
    rows = IncomingLetter.objects.visible_to(request.user).for_list_page().select_related("recorded_by", "state_by")
    found = get_object_or_404(rows, code=code)
    return render(
        request, "partners/incoming_letter.html", {"letter": found, "is_late": found.is_late_on(found.unit.today())}
    )


@login_required
def incoming_step(request: MemberRequest, code: UUID, step: str) -> HttpResponse:
    """One step of a letter that came in."""
    rows = IncomingLetter.objects.visible_to(request.user).select_related("unit")
    return take(request, get_object_or_404(rows, code=code), INCOMING_STEPS[step])
