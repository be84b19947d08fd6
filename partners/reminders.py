"""What must be announced about partners, and when. Agencies are never chased from here: our own people are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    F,
    Func,
    QuerySet,
    When,
)
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.desks import planner_or_desk
from members.states import Action, MemberState
from partners.models import ActionItem, Attendee, Audience
from partners.states import AudienceState
from senkom.lib.registry import Message, reminder, topic
from senkom.lib.times import day, when

Texts = Callable[[Collection[int]], Mapping[int, Message]]

topic(
    "audience",
    order=40,
    label=gettext_lazy("Meetings and promises"),
    about=gettext_lazy("Before a meeting and before a promise is due; when minutes or an answer are missing."),
)


class LocalMorning(Func):
    """Nine o'clock of a day, where the unit is: `LocalMorning(day, zone)`."""

    template = "((%(expressions)s))"
    arg_joiner = " + TIME '09:00') AT TIME ZONE ("
    output_field = DateTimeField()


def board_of(audience: str) -> Case:
    """Who looks after an audience; `audience` is the way to it, such as "audience__", empty in its own table."""
    return planner_or_desk(f"{audience}planned_by", f"{audience}unit_id", Action.HOLD_AUDIENCES)


def _about_items(title: Callable[[], str]) -> Texts:
    """Texts whose subjects are action items."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        items = ActionItem.objects.filter(pk__in=subjects).for_list_page()
        return {item.pk: _of_item(item, title()) for item in items}

    return texts


def _of_item(item: ActionItem, title: str) -> Message:
    words = {
        "title": item.title,
        "owner": item.owner_name,
        "day": date_format(item.due_on, "j F Y"),
        "agency": item.audience.agency,
    }
    return Message(
        title=title % words,
        body=_("Promised to %(agency)s for %(day)s, by %(owner)s. Write how far it is, or the result once it is done.")
        % words,
        path=item.get_absolute_url(),
    )


IN_THE_MORNING = LocalMorning(F("due_on"), F("audience__unit__timezone"))


@reminder(
    "action_item.due",
    offsets=[timedelta(days=-3)],
    useful_for=timedelta(days=3),
    until_start=True,
    label=gettext_lazy("A promise is due soon"),
    because=gettext_lazy("you promised it"),
    whom=gettext_lazy("who promised it"),
    topic="audience",
    shown_to=ActionItem.objects.visible_to,
    texts=_about_items(lambda: _("Due soon: %(title)s")),
)
def items_due() -> QuerySet[ActionItem, Any]:
    """The member who promised, three days before its day."""
    ours = ActionItem.objects.unfinished().filter(owner_member__state=MemberState.ACTIVE, needs_owner=False)
    return ours.order_by().values(recipient=F("owner_member"), subject=F("pk"), at=IN_THE_MORNING, day=F("due_on"))


@reminder(
    "action_item.overdue",
    offsets=[timedelta(days=1), timedelta(days=7)],
    useful_for=timedelta(days=3),
    label=gettext_lazy("A promise past its day"),
    because=gettext_lazy("you promised it, or look after the meeting where it was promised"),
    whom=gettext_lazy("who promised it, else the board"),
    topic="audience",
    shown_to=ActionItem.objects.visible_to,
    texts=_about_items(lambda: _("Past its day: %(title)s")),
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
            at=IN_THE_MORNING,
            day=F("due_on"),
        )
    )


def _about_audiences(title: Callable[[], str], body: Callable[[], str]) -> Texts:
    """Texts whose subjects are audiences."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        found = {}
        for audience in Audience.objects.filter(pk__in=subjects).for_list_page():
            words = {
                "host": audience.host or audience.agency,
                "place": audience.place,
                "since": day(audience.state_at, audience.unit.zone),
                "when": when(audience.starts_at, audience.unit.zone) if audience.starts_at else "",
            }
            found[audience.pk] = Message(title() % words, body() % words, audience.get_absolute_url())
        return found

    return texts


@reminder(
    "audience.before",
    offsets=[timedelta(days=-1)],
    useful_for=timedelta(days=1),
    until_start=True,
    label=gettext_lazy("Reminder of a meeting"),
    because=gettext_lazy("you are expected at this meeting"),
    whom=gettext_lazy("our people on the list"),
    shown_to=Audience.objects.visible_to,
    texts=_about_audiences(lambda: _("Tomorrow: %(host)s"), lambda: _("The meeting is on %(when)s, at %(place)s.")),
)
def before_audience() -> QuerySet[Attendee, Any]:
    """Everybody of ours on the list of a confirmed meeting, the day before."""
    ours = Attendee.objects.filter(member__isnull=False, audience__state=AudienceState.CONFIRMED)
    return ours.order_by().values(recipient=F("member"), subject=F("audience"), at=F("audience__starts_at"))


@reminder(
    "audience.no_answer",
    offsets=[timedelta(days=7), timedelta(days=21)],
    useful_for=timedelta(days=14),
    label=gettext_lazy("No answer to a letter"),
    because=gettext_lazy("you planned this meeting, or look after it for your unit"),
    whom=gettext_lazy("who planned the meeting, else the board"),
    shown_to=Audience.objects.visible_to,
    texts=_about_audiences(
        lambda: _("No answer yet: %(host)s"),
        lambda: _("The letter went out on %(since)s. Please call, and write down what was said."),
    ),
)
def without_answer() -> QuerySet[Audience, Any]:
    """Who planned the meeting, or the board of the unit, a week after the letter. Nobody chases the agency."""
    sent = Audience.objects.filter(state=AudienceState.LETTER_SENT)
    return sent.order_by().values(recipient=board_of(""), subject=F("pk"), at=F("state_at"))


@reminder(
    "audience.without_minutes",
    # The last one after six weeks: later nobody remembers what was said, and after 60 days it is quiet.
    offsets=[timedelta(days=3), timedelta(days=10), timedelta(days=42)],
    useful_for=timedelta(days=7),
    label=gettext_lazy("Minutes are missing"),
    because=gettext_lazy("you planned this meeting, or look after it for your unit"),
    whom=gettext_lazy("who planned the meeting, else the board"),
    shown_to=Audience.objects.visible_to,
    texts=_about_audiences(
        lambda: _("Minutes are missing: %(host)s"),
        lambda: _("The meeting with %(host)s, %(when)s, has no final minutes yet. Write them, then make them final."),
    ),
)
def without_minutes() -> QuerySet[Audience, Any]:
    """Who planned the meeting, or the board of the unit, once it was held."""
    held = Audience.objects.filter(state=AudienceState.HELD)
    return held.order_by().values(recipient=board_of(""), subject=F("pk"), at=F("starts_at"))
