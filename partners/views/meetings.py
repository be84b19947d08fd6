"""Who comes to an audience, and what is written down about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from members.models import Appointment, Member
from members.permissions import require
from members.states import Action
from partners import services
from partners.forms import AttendeeForm, FinaliseForm, MinutesForm
from partners.models import Audience, Contact, Minutes
from partners.states import MinutesState
from partners.views.lists import searched
from partners.views.steps import Step, take
from senkom.lib.http import MemberRequest

SOME = 10

FINALISE = Step(
    _("Make the minutes final"),
    _("Make the minutes final"),
    services.finalise_minutes,
    Action.HOLD_AUDIENCES,
    FinaliseForm,
    _("Final minutes don't change any more. A correction is a new version that takes their place."),
)


def _audience(request: MemberRequest, code: UUID) -> Audience:
    rows = Audience.objects.visible_to(request.user).select_related("unit", "agency")
    found: Audience = get_object_or_404(rows, code=code)
    require(request.user, Action.HOLD_AUDIENCES, found.unit)
    return found


@login_required
def attendees(request: MemberRequest, code: UUID) -> HttpResponse:
    """The list of those who come: search a name, put it on the list, take it off."""
    audience = _audience(request, code)
    form = AttendeeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.apply(_change_list, request, audience, form.cleaned_data):
        return redirect(request.get_full_path())
    there = list(audience.attendees.with_names())
    context = {
        "audience": audience,
        "attendees": there,
        "form": form,
        "q": searched(request),
        "members": _members(request, audience, [attendee.member_id for attendee in there if attendee.member_id]),
        "contacts": _contacts(request, audience, [attendee.contact_id for attendee in there if attendee.contact_id]),
    }
    return render(request, "partners/attendees.html", context, status=form.status_code)


def _change_list(request: MemberRequest, audience: Audience, wanted: dict[str, Any]) -> None:
    """Do what the form asks. Raises Http404 for people one doesn't see."""
    if wanted["remove"]:
        code = {"member__code": wanted["member"]} if wanted["member"] else {"contact__code": wanted["contact"]}
        services.remove_attendee(get_object_or_404(audience.attendees, **code), by=request.user)
        return
    people = Member.objects.active() if wanted["member"] else Contact.objects.current()
    code = wanted["member"] or wanted["contact"]
    person = people.visible_to(request.user).filter(code=code).first()
    if person is None:
        raise Http404
    services.add_attendee(audience, person, by=request.user)


def _members(request: MemberRequest, audience: Audience, there: list[int]) -> list[Member]:
    """Whom the search finds; without one, the board of the unit."""
    text = searched(request)
    people = Member.objects.visible_to(request.user).active().exclude(pk__in=there).select_related("unit")
    if text:
        return list(people.matching(text)[:SOME])
    board = Appointment.objects.on(audience.unit.today()).filter(unit=audience.unit).values("member")
    return list(people.filter(pk__in=board)[: 2 * SOME])


def _contacts(request: MemberRequest, audience: Audience, there: list[int]) -> list[Contact]:
    """Whom the search finds; without one, the contacts of the agency."""
    rows = Contact.objects.visible_to(request.user).current().exclude(pk__in=there).select_related("agency")
    text = searched(request)
    return list((rows.matching(text) if text else rows.filter(agency=audience.agency_id))[:SOME])


@login_required
def minutes(request: MemberRequest, code: UUID) -> HttpResponse:
    """Write the draft; of a final version, the next one begins with its text."""
    audience = _audience(request, code)
    known = list(audience.minutes.all())
    draft = next((version for version in known if version.state == MinutesState.DRAFT), None)
    begun: Minutes | None = draft or (known[0] if known else None)
    initial: dict[str, Any] = {"edition": draft.edition if draft else 0}
    initial |= {"body": begun.body, "decisions": begun.decisions} if begun else {}
    form = MinutesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and form.apply(services.write_minutes, audience, by=request.user, **form.cleaned_data):
        return redirect(audience)
    context = {"form": form, "audience": audience, "saved": draft if form.conflict else None}
    return render(request, "partners/minutes_form.html", context, status=form.status_code)


@login_required
def finalise(request: MemberRequest, code: UUID) -> HttpResponse:
    """Make the draft final."""
    return take(request, _audience(request, code), FINALISE)
