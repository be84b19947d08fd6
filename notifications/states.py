"""Words of the messages: channels, the states of a delivery and their arrows."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from senkom.lib.states import Machine

MEMBER = "member"
"""The kind of recipient that has an inbox."""


class Channel(models.TextChoices):
    """Ways out of the application; the inbox is not one of them, for it is the notification itself."""

    EMAIL = "email", _("e-mail")
    PUSH = "push", _("notification on the phone")
    TELEGRAM = "telegram", _("Telegram")
    WHATSAPP = "whatsapp", _("WhatsApp, by hand")


IN_ADDITION = (Channel.PUSH, Channel.TELEGRAM)
"""Channels whose failure is nobody's work while the message goes another way too."""
BY_HAND = (Channel.WHATSAPP,)
"""Channels that a coordinator serves: one text and one tap each."""
BY_MACHINE = tuple(channel for channel in Channel if channel not in BY_HAND)
"""The others; named rather than excluded, so that an index finds them."""


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("not certain yet")
    HELD = "held", _("to be checked")
    EXPIRED = "expired", _("out of time")
    CANCELLED = "cancelled", _("cancelled")
    SUPPRESSED = "suppressed", _("not sent (the recipient's choice)")


_S = DeliveryState
NEEDS_PERSON = (_S.FAILED, _S.HELD, _S.EXPIRED)
"""What the clock gives up: somebody must look. Of what ran out of time, only what was tried in vain."""

DELIVERY = Machine(
    "delivery",
    DeliveryState,
    {
        _S.QUEUED: [_S.SENDING, _S.EXPIRED, _S.CANCELLED, _S.SUPPRESSED],
        # Back to queued where the message was certainly not accepted.
        _S.SENDING: [_S.SENT, _S.FAILED, _S.UNCERTAIN, _S.QUEUED],
        # Settled by the ledger of the channel; without one, held for a person and never guessed.
        _S.UNCERTAIN: [_S.SENT, _S.QUEUED, _S.HELD],
    },
)

QUIET_FROM, QUIET_UNTIL = time(21), time(5)
"""The quiet hours of whoever has chosen none, on the clock where his unit is."""

PAUSE_AFTER = 3
"""So many refusals for good in a row, and an address is left alone until its owner changes or confirms it."""
