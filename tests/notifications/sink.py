"""A mail relay for tests: it writes down the Message-ID of what it takes before it says so, and can misbehave."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Misbehaviour = Callable[[str, SMTP], str | None]
"""Gets the Message-ID and the connection; an answer other than None is given instead of taking the letter."""


class Sink:
    """What was taken, in order; its ledger is a file, as a relay's log is."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        ledger.touch()
        self.mails: list[EmailMessage] = []
        self.refused_addresses: set[str] = set()
        self.before_taking: Misbehaviour | None = None
        self.after_taking: Misbehaviour | None = None

    @property
    def message_ids(self) -> list[str]:
        return self.ledger.read_text().split()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused_addresses:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name aiosmtpd calls
        mail: Any = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        message_id = str(mail["Message-ID"])
        if self.before_taking and (answer := self.before_taking(message_id, server)):
            return answer
        with self.ledger.open("a") as lines:
            lines.write(f"{message_id}\n")
        self.mails.append(mail)
        answer = self.after_taking(message_id, server) if self.after_taking else None
        return answer or "250 OK"


def listening(sink: Any, port: int) -> Controller:
    """A sink as a server on loopback, in a thread of its own; the caller starts and stops it."""
    return Controller(sink, hostname="127.0.0.1", port=port, decode_data=False)


def drop(_message_id: str, server: SMTP) -> str | None:
    """End the connection without a word."""
    if server.transport is not None:
        server.transport.close()
    return "421 gone"
