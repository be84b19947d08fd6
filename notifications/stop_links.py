"""The link at the end of a letter with which its recipient stops letters of that topic, without signing in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from notifications.models import Delivery
from notifications.rules import reminder_of
from notifications.states import MEMBER
from senkom.lib.registry import Reminder

# Signed and not stored (`senkom.lib.models.Link`): a letter costs no row, and its link works as long as the letter
# lies in a mailbox.
_signer = Signer(sep=".", salt="notifications.stop")


def address_for(delivery: Delivery) -> str:
    """Where the recipient of a letter stops its topic; empty for what nobody can decline."""
    if delivery.notification.recipient_kind != MEMBER or declinable(delivery) is None:
        return ""
    return f"{settings.SITE_URL}{reverse('notifications:stop', args=[token_of(delivery)])}"


def token_of(delivery: Delivery) -> str:
    """What the link of a letter says: which one it is, signed."""
    return str(_signer.sign(delivery.code.hex))


def delivery_behind(token: str) -> Delivery | None:
    """The letter a link came with; None where somebody made the link up."""
    try:
        code = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Delivery.objects.select_related("notification").filter(code=code).first()


def declinable(delivery: Delivery) -> Reminder | None:
    """The kind of message, where a person can decline it."""
    reminder = reminder_of(delivery.notification.kind)
    return reminder if reminder is not None and reminder.may_be_declined else None
