"""Ways out of the application that a machine serves. To add one: a `Sender`, and its line in `open_sender`."""

from __future__ import annotations

from django.conf import settings

from notifications.channels.base import Ledger, Letter, Outcome, Result, Sender, Unreachable
from notifications.channels.files import FileSender
from notifications.channels.smtp import LogLedger, SmtpSender
from notifications.states import Channel

__all__ = ["BY_MACHINE", "Ledger", "Letter", "Outcome", "Result", "Sender", "Unreachable", "open_sender"]

BY_MACHINE = (Channel.EMAIL,)


def open_sender(channel: str) -> Sender:
    """The sender of a channel, not connected yet: SMTP where EMAIL_URL names a server, else files under MAIL_DIR."""
    if channel != Channel.EMAIL:
        raise LookupError(channel)
    if settings.EMAIL_URL:
        return SmtpSender(ledger=LogLedger(settings.MAIL_LEDGER) if settings.MAIL_LEDGER else None)
    return FileSender(settings.MAIL_DIR)
