"""What a channel is: something that takes a letter and says what became of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.utils import formataddr, formatdate, parseaddr
from functools import cache
from quopri import encodestring
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True)
class Letter:
    """One message to one address, complete without a link. Its id is fixed for ever, so a relay can be asked for it."""

    message_id: str
    to: str
    """The address, as the channel writes it: of e-mail, or what a sender of another kind knows people by."""
    subject: str
    body: str
    path: str = ""
    """The page in the application that it leads to."""
    not_after: datetime | None = None
    """When it stops being useful."""
    urgent: bool = False
    stop: str = ""
    """The link with which the recipient ends letters of this kind; empty where nobody can."""

    def as_bytes(self) -> bytes:
        """The letter as mail, in 7 bits. Raises ValueError for an address that no mail may have.

        Written line by line: building an `EmailMessage` and folding it takes longer than handing the letter over.
        """
        if not self.to.isprintable():
            raise ValueError("a line ends within the address")
        lines = [
            f"Message-ID: {self.message_id}",
            f"Date: {formatdate(localtime=False)}",
            f"From: {_author(settings.DEFAULT_FROM_EMAIL)}",
            f"To: {self.to}",
            f"Subject: {_in_ascii(' '.join(self.subject.split()))}",
            "Auto-Submitted: auto-generated",
        ]
        if self.stop:  # RFC 8058: the mailbox program shows a button of its own. Folded, a link would be no link.
            lines += [f"List-Unsubscribe: <{self.stop}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
        lines += TEXT_FOLLOWS
        body = b"".join(line + b"\n" for line in self.body.encode().splitlines())
        return "\r\n".join(lines).encode("ascii") + encodestring(body).replace(b"\n", b"\r\n")


TEXT_FOLLOWS = (
    "MIME-Version: 1.0",
    'Content-Type: text/plain; charset="utf-8"',
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "",
)


@cache
def _author(address: str) -> str:
    """The sender as a header says it, a name beyond ASCII encoded."""
    return formataddr(parseaddr(address))


def _in_ascii(subject: str) -> str:
    """A subject as a header says it, folded where it is long."""
    is_plain = subject.isascii() and subject.isprintable() and "=?" not in subject
    return Header(subject, "us-ascii" if is_plain else "utf-8", header_name="Subject").encode(linesep="\r\n")


class Result(enum.Enum):
    """What became of a letter that was handed over."""

    ACCEPTED = enum.auto()
    REFUSED = enum.auto()
    """For good: another attempt would be refused as well."""
    NOT_ACCEPTED = enum.auto()
    """Certainly not taken; worth another attempt."""
    UNCERTAIN = enum.auto()
    """Nobody here knows."""


@dataclass(frozen=True)
class Outcome:
    """The result, and the answer in a few signs ('250', 'timeout'): never a name or an address."""

    result: Result
    code: str
    wait: timedelta = timedelta(0)
    """How long the other side asks to be left alone, at least."""


class Unreachable(Exception):
    """Nothing can be handed over at present; no letter is to blame."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Ledger(Protocol):
    """What a relay remembers."""

    def accepted(self, message_id: str) -> bool | None:
        """Whether the relay has taken this letter; None where that can't be known."""


class Sender(Protocol):
    """One way out, used by one process at a time."""

    @property
    def ledger(self) -> Ledger | None:
        """Where to ask about letters whose sender died."""

    def connect(self) -> None:
        """Make ready for the next letter. Raises Unreachable."""

    def send(self, letter: Letter) -> Outcome:
        """Hand a letter over."""

    def close(self) -> None:
        """Leave politely."""
