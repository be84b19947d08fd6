"""What must be announced about partners, and when. Agencies are never chased from here: our own people are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment
from members.states import MemberState, Role
from partners.models import ActionItem, Audience
from partners.states import AudienceState
from senkom.lib.registry import Message, reminder, topic
from senkom.lib.times import when

topic(
    "audience",
    order=40,
    label=gettext_lazy("Meetings and promises"),
    about=gettext_lazy("When minutes are missing, or a promise to a partner is past its day."),
)


class LocalMorning(Func):
    """Nine o'clock of a day, where the unit is: `LocalMorning(day, zone)`."""

    template = "((%(expressions)s))"
    arg_joiner = " + TIME '09:00') AT TIME ZONE ("
    output_field = DateTimeField()


class Today(Func):
    """The local date of a zone: `Today(zone)`."""

    template = "(now() AT TIME ZONE %(expressions)s)::date"
    output_field = DateField()


def board_of(audience: str) -> Case:
    """Who looks after an audience: who planned it, while in office, else the chair or a coordinator of its unit.

    `audience` is the way to it, such as "audience__"; empty in its own table.
    """
    in_office = Appointment.objects.filter(
        role__in=[Role.CHAIR, Role.COORDINATOR],
        term__contains=Today(F("unit__timezone")),
        member__state=MemberState.ACTIVE,
    )
    of_the_unit = in_office.filter(unit=OuterRef(f"{audience}unit")).order_by("role", "office", "pk")
    # In this unit or above: who has gone on to an office elsewhere is told nothing of it any more.
    there = in_office.annotate(below=ExpressionWrapper(OuterRef(f"{audience}unit"), CharField()))
    planner = there.filter(below__startswith=F("unit"), member=OuterRef(f"{audience}planned_by"))
    return Case(
        When(Exists(planner), then=F(f"{audience}planned_by")),
        default=Subquery(of_the_unit.values("member")[:1]),
        output_field=BigIntegerField(),
    )


def tell_of_items(subjects: Collection[int]) -> Mapping[int, Message]:
    """What is said of overdue action items."""
    items = ActionItem.objects.filter(pk__in=subjects).for_list_page()
    return {item.pk: _of_item(item) for item in items}


def _of_item(item: ActionItem) -> Message:
    words = {
        "title": item.title,
        "owner": item.owner_name,
        "day": date_format(item.due_on, "j F Y"),
        "agency": item.audience.agency,
    }
    return Message(
        title=_("Past its day: %(title)s") % words,
        body=_("Promised to %(agency)s for %(day)s, by %(owner)s. Write how far it is, or the result once it is done.")
        % words,
        path=item.get_absolute_url(),
    )


@reminder(
    "action_item.overdue",
    offsets=[timedelta(days=1), timedelta(days=7)],
    useful_for=timedelta(days=3),
    label=gettext_lazy("A promise past its day"),
    because=gettext_lazy("you promised it, or look after the meeting where it was promised"),
    whom=gettext_lazy("who promised it, else the board"),
    topic="audience",
    shown_to=ActionItem.objects.visible_to,
    texts=tell_of_items,
)
def overdue_items() -> QuerySet[ActionItem, Any]:
    """The member who promised; for a contact's promise, or where the member has left, our own board."""
    owner = When(owner_member__state=MemberState.ACTIVE, needs_owner=False, then=F("owner_member"))
    return (
        ActionItem.objects.unfinished()
        .order_by()
        .values(
            recipient=Case(owner, default=board_of("audience__"), output_field=BigIntegerField()),
            subject=F("pk"),
            at=LocalMorning(F("due_on"), F("audience__unit__timezone")),
            day=F("due_on"),
        )
    )


def tell_of_audiences(subjects: Collection[int]) -> Mapping[int, Message]:
    """What is said of audiences without minutes."""
    audiences = Audience.objects.filter(pk__in=subjects).for_list_page()
    return {audience.pk: _of_audience(audience) for audience in audiences}


def _of_audience(audience: Audience) -> Message:
    words = {
        "host": audience.host or audience.agency,
        "when": when(audience.starts_at, audience.unit.zone) if audience.starts_at else "",
    }
    return Message(
        title=_("Minutes are missing: %(host)s") % words,
        body=_("The meeting with %(host)s, %(when)s, has no final minutes yet. Write them, then make them final.")
        % words,
        path=audience.get_absolute_url(),
    )


@reminder(
    "audience.without_minutes",
    # The last one after six weeks: later nobody remembers what was said, and after 60 days it is quiet.
    offsets=[timedelta(days=3), timedelta(days=10), timedelta(days=42)],
    useful_for=timedelta(days=7),
    label=gettext_lazy("Minutes are missing"),
    because=gettext_lazy("you planned this meeting, or look after it for your unit"),
    whom=gettext_lazy("who planned the meeting, else the board"),
    shown_to=Audience.objects.visible_to,
    texts=tell_of_audiences,
)
def without_minutes() -> QuerySet[Audience, Any]:
    """Who planned the meeting, or the board of the unit, once it was held."""
    held = Audience.objects.filter(state=AudienceState.HELD)
    return held.order_by().values(recipient=board_of(""), subject=F("pk"), at=F("starts_at"))
