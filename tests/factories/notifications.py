"""Reminders for tests: a rule over the roster, which every app has, registered for the time of one test."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from members.models import Member
from notifications.models import Delivery, Notification
from notifications.states import MEMBER, Channel
from senkom.lib.registry import Message, registered, reminder

KIND = "test.card"


def card_rule() -> QuerySet[Any, Any]:
    """Every active member but the two who attest livelihoods, about himself, at the time of his state."""
    return Member.objects.active().order_by().values(recipient=F("pk"), subject=F("pk"), at=F("state_at"))


def card_texts(subjects: Collection[int]) -> Mapping[int, Message]:
    """One message about each member."""
    return {
        member.pk: Message("KTA Anda hampir habis", f"{member.first_name}, perpanjang di posko.", "/members/")
        for member in Member.objects.filter(pk__in=subjects)
    }


@contextmanager
def registered_reminder(
    *offsets: timedelta, kind: str = KIND, useful_for: timedelta = timedelta(hours=12), **options: Any
) -> Iterator[None]:
    """The test's reminder, forgotten afterwards; alone, so that other apps' rules plan nothing here.

    It is operational unless a test says otherwise: tests run at night too.
    """
    others = dict(registered.reminders)
    registered.reminders.clear()
    rule = options.pop("rule", card_rule)
    texts = options.pop("texts", card_texts)
    options = {"label": "KTA", "shown_to": Member.objects.visible_to, "operational": True, **options}
    reminder(kind, offsets=offsets or [timedelta(0)], useful_for=useful_for, texts=texts, **options)(rule)
    try:
        yield
    finally:
        registered.reminders.clear()
        registered.reminders.update(others)


def due(member: Member, *, ago: timedelta = timedelta(minutes=1)) -> Member:
    """Set the business time of a member's reminder, counted back from the database's present."""
    Member.objects.filter(pk=member.pk).update(state_at=Now() - ago)
    member.refresh_from_db()
    return member


def kinds_of(member: Member) -> list[str]:
    """The kinds of messages a member has got, in order of their due times."""
    return list(Notification.objects.filter(recipient_id=member.pk).order_by("due_at").values_list("kind", flat=True))


def delivery_to(member: Member) -> Delivery:
    """The one delivery to a member."""
    return Delivery.objects.select_related("notification").get(notification__recipient_id=member.pk)


def make_notification(member: Member, **fields: Any) -> Notification:
    """A message to a member, due a minute ago and useful for a day."""
    now = timezone.now()
    defaults = {
        "recipient_kind": MEMBER,
        "recipient_id": member.pk,
        "kind": KIND,
        "subject": member.pk,
        "at": now - timedelta(minutes=1),
        "due_at": now - timedelta(minutes=1),
        "not_after": now + timedelta(days=1),
    }
    found: Notification = Notification.objects.create(**{**defaults, **fields})
    return found


def make_delivery(member: Member, notification: Notification | None = None, **fields: Any) -> Delivery:
    """A delivery by e-mail that waits."""
    defaults = {"channel": Channel.EMAIL, "message_id": f"<{uuid4()}@localhost>"}
    message = notification or make_notification(member)
    found: Delivery = Delivery.objects.create(notification=message, **{**defaults, **fields})
    return found
