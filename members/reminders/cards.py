"""What boards are told about cards: a complaint about a member, and cards that nobody prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.desks import for_the_desk
from members.models import Card, Complaint
from members.states import Action, CardState, ComplaintState
from senkom.lib.registry import Message, reminder
from senkom.lib.times import when


def texts_of_complaints(subjects: Collection[int]) -> Mapping[int, Message]:
    """That one waits; neither about whom nor what it says."""
    found = {}
    for row in Complaint.objects.filter(pk__in=subjects).select_related("unit"):
        said = {"when": when(row.made_at, row.unit.zone)}
        body = _(
            "It came on %(when)s, by the code on a card. Only you and the chairs above read it. Please begin soon."
        )
        found[row.pk] = Message(_("A complaint waits to be read"), body % said, row.get_absolute_url())
    return found


@reminder(
    "complaint.received",
    offsets=[timedelta(), timedelta(days=7)],
    useful_for=timedelta(days=14),
    label=gettext_lazy("A complaint about a member"),
    because=gettext_lazy("you are a chair above the unit of the member it is about"),
    whom=gettext_lazy("the chairs of the unit above, never the member himself"),
    topic="desk",
    mandatory=True,
    texts=texts_of_complaints,
)
def complaint_received() -> QuerySet[Any, Any]:
    """The chairs whom it went to; once more after a week in which nobody looked into it."""
    unread = Complaint.objects.filter(state=ComplaintState.RECEIVED)
    return for_the_desk(unread, Action.SUSPEND, at="made_at", but="about_id")


def texts_of_cards(subjects: Collection[int]) -> Mapping[int, Message]:
    """In which unit cards wait for the printer."""
    rows = Card.objects.filter(pk__in=subjects).select_related("member__unit")
    path = reverse("members:cards") + "?state=approved"
    body = _("Cards of %(unit)s were approved two weeks ago or longer and are not printed yet.")
    return {row.pk: Message(_("Membership cards to print"), body % {"unit": row.member.unit}, path) for row in rows}


@reminder(
    "card.unprinted",
    offsets=[timedelta(days=14)],
    useful_for=timedelta(days=14),
    label=gettext_lazy("Membership cards to print"),
    because=gettext_lazy("you keep the roster of this unit, or of the one above"),
    whom=gettext_lazy("who keeps the roster"),
    topic="desk",
    shown_to=Card.objects.visible_to,
    texts=texts_of_cards,
)
def card_unprinted() -> QuerySet[Any, Any]:
    """Who keeps the roster, about the card of each unit that has waited longest: one message, however many wait."""
    waiting = Card.objects.filter(state=CardState.APPROVED)
    before = Q(state_at__lt=OuterRef("state_at")) | Q(state_at=OuterRef("state_at"), pk__lt=OuterRef("pk"))
    longer = waiting.filter(before, member__unit=OuterRef("member__unit"))
    return for_the_desk(waiting.exclude(Exists(longer)), Action.KEEP_ROSTER, at="state_at", unit="member__unit_id")
