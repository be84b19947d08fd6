"""What a channel is: something that takes a letter and says what became of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate
from typing import Any, Protocol

from django.conf import settings


class MailPolicy(EmailPolicy):
    """Mail as relays take it. A link stays whole: folded, it would become encoded words, which no program follows."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == "List-Unsubscribe":
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


AS_MAIL = MailPolicy(linesep="\r\n", cte_type="7bit")


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
        """The letter as mail, in 7 bits."""
        mail = EmailMessage(policy=AS_MAIL)
        mail["Message-ID"] = self.message_id
        mail["Date"] = formatdate(localtime=False)
        mail["From"] = settings.DEFAULT_FROM_EMAIL
        mail["To"] = self.to
        mail["Subject"] = " ".join(self.subject.split())
        mail["Auto-Submitted"] = "auto-generated"
        if self.stop:  # RFC 8058: the mailbox program shows a button of its own
            mail["List-Unsubscribe"] = f"<{self.stop}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(self.body, cte="quoted-printable")
        return mail.as_bytes()


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
