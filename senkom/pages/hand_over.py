"""The hand-over of an office: what its holder looks after in every app, to read, to print and to hand on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members.models import Appointment, Member, User
from members.permissions import allows
from members.states import Action
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.registry import Entrusted, HandOver, things_to_hand_over

MOST = 100
"""Of one kind on the page; whoever looks after more reads the rest in its own list."""


@dataclass(frozen=True)
class Section:
    """One kind of things that the holder looks after."""

    thing: HandOver
    lines: list[Entrusted]
    is_cut: bool
    can_be_given: bool


def may_see(user: User, office: Appointment) -> bool:
    """The hand-over is read by the holder, and by who appoints in his unit: its chair and those above."""
    return user.member_id == office.member_id or allows(user, Action.APPOINT, office.unit_id)


def sections_of(office: Appointment, reader: User) -> list[Section]:
    """All that the holder looks after, as far as the reader sees it; one question for each kind."""
    return [_section(thing, office, reader) for thing in things_to_hand_over()]


def _section(thing: HandOver, office: Appointment, reader: User) -> Section:
    rows = list(thing.find(office, reader)[: MOST + 1])
    lines = [thing.say(row) for row in rows[:MOST]]
    may_give = thing.give is not None and allows(reader, Action(thing.action), office.unit_id)
    return Section(thing, lines, len(rows) > MOST, may_give and bool(rows))


@transaction.atomic
def hand_on(office: Appointment, kinds: Collection[str], to: Member, *, by: User) -> int:
    """Hand all things of these kinds to a successor, each by the service of its app; all or none. Says how many.

    Raises ValidationError in words.
    """
    given = 0
    for thing in things_to_hand_over():
        if thing.name in kinds and thing.give is not None:
            for row in thing.find(office, by):
                thing.give(row, to, by=by)
                given += 1
    if not given:
        raise ValidationError(_("Nothing of this is left to hand on. Reload the page."), code="conflict")
    return given


class HandOverForm(ServiceForm):
    """What goes to whom."""

    to = forms.ChoiceField(label=gettext_lazy("Successor"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is handed on"), widget=forms.CheckboxSelectMultiple, required=True
    )

    def __init__(self, *args: Any, successors: list[Appointment], sections: list[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Member] = {}
        choices = {"": "—"}
        for held in successors:  # who holds several offices is named by the nearest one
            self.people.setdefault(str(held.member.code), held.member)
            choices.setdefault(str(held.member.code), f"{held.member.full_name} ({held})")
        cast(forms.ChoiceField, self.fields["to"]).choices = list(choices.items())
        given = [(section.thing.name, _with_number(section)) for section in sections if section.can_be_given]
        cast(forms.MultipleChoiceField, self.fields["kinds"]).choices = given
        self.fields["kinds"].initial = [name for name, _label in given]

    def clean_to(self) -> Member:
        """The person behind the chosen code."""
        return self.people[self.cleaned_data["to"]]


def _with_number(section: Section) -> str:
    number = f"{MOST}+" if section.is_cut else str(len(section.lines))
    return f"{section.thing.label} ({number})"


def _said(given: int, to: Member) -> str:
    text = ngettext("%(count)d thing handed on to %(name)s.", "%(count)d things handed on to %(name)s.", given)
    return text % {"count": given, "name": to.full_name}


@login_required
def hand_over(request: MemberRequest, code: UUID) -> HttpResponse:
    """One office: what its holder looks after, and the form that hands it on."""
    visible = Appointment.objects.visible_to(request.user).select_related("member__unit", "unit")
    office = get_object_or_404(visible, code=code)
    if not may_see(request.user, office):
        raise PermissionDenied(_("The hand-over is read by the holder of the office, and by the chair who appoints."))
    sections = sections_of(office, request.user)
    successors = list(Appointment.objects.successors_of(office, office.unit.today()).select_related("member", "unit"))
    form = HandOverForm(request.POST or None, successors=successors, sections=sections)
    if form.is_valid():
        to, kinds = form.cleaned_data["to"], form.cleaned_data["kinds"]
        if form.apply(hand_on, office, kinds, to, by=request.user):
            said = ngettext(
                "%(count)d thing handed on to %(name)s.", "%(count)d things handed on to %(name)s.", form.result
            )
            messages.success(request, said % {"count": form.result, "name": to.full_name})
            return redirect("pages:hand_over", office.code)
    context = {
        "office": office,
        "following": [held for held in successors if (held.unit_id, held.office) == (office.unit_id, office.office)],
        "sections": sections,
        "form": form if any(section.can_be_given for section in sections) and successors else None,
    }
    return render(request, "pages/hand_over.html", context, status=form.status_code)
