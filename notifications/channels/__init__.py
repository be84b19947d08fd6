"""Ways out of the application that a machine serves. To add one: a `Sender`, and its line in `WAYS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from notifications.channels.base import Ledger, Letter, Outcome, Result, Sender, Unreachable
from notifications.channels.files import FileSender
from notifications.channels.push import PushSender, phones_of
from notifications.channels.smtp import LogLedger, SmtpSender
from notifications.channels.telegram import TelegramSender, chats_of
from notifications.states import Channel
from notifications.webpush.keys import public_key
from senkom.lib.registry import Recipient

__all__ = [
    "WAYS",
    "Ledger",
    "Letter",
    "Outcome",
    "People",
    "Result",
    "Sender",
    "Unreachable",
    "Way",
    "open_sender",
    "served",
]

People = Mapping[tuple[str, int], Recipient]
"""Recipients by kind and id."""


@dataclass(frozen=True)
class Way:
    """How a machine serves one channel."""

    open: Callable[[], Sender]
    """A sender, not connected yet."""
    addresses: Callable[[People], Mapping[tuple[str, int], str]]
    """Where people are reached now; who is missing, or has an empty address, can't be."""
    is_on: Callable[[], bool] = lambda: True
    """Whether this server is set up for it."""
    is_discreet: bool = False
    """Whoever stands beside may read along: it only says what kind of message waits in the inbox."""


def _post_office() -> Sender:
    """SMTP where EMAIL_URL names a server, else files under MAIL_DIR."""
    if settings.EMAIL_URL:
        return SmtpSender(ledger=LogLedger(settings.MAIL_LEDGER) if settings.MAIL_LEDGER else None)
    return FileSender(settings.MAIL_DIR)


WAYS: Mapping[str, Way] = {
    Channel.EMAIL: Way(_post_office, lambda people: {key: person.email for key, person in people.items()}),
    Channel.PUSH: Way(PushSender, phones_of, is_on=lambda: bool(public_key()), is_discreet=True),
    Channel.TELEGRAM: Way(TelegramSender, chats_of, is_on=lambda: bool(settings.TELEGRAM_TOKEN)),
}


def served() -> list[str]:
    """The channels that this server serves, in the order of `WAYS`."""
    return [channel for channel, way in WAYS.items() if way.is_on()]


def open_sender(channel: str) -> Sender:
    """The sender of a channel, not connected yet. Raises KeyError for one that no machine serves."""
    return WAYS[channel].open()
