"""E-mail through a relay. Plain SMTP can't be exactly once: what a relay has not answered, its ledger is asked for."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path
from typing import TextIO

from django.conf import settings

from notifications.channels.base import Ledger, Letter, Outcome, Result, Unreachable

SECONDS_FOR_A_STEP = 10
"""For each step before the text; the text itself has EMAIL_TIMEOUT. Together less than half of a sender's lease."""


POSTFIX_HEARS = re.compile(r"/cleanup\[\d+\]: (\w+): message-id=")
"""Postfix writes a Message-ID down while it still reads the letter, which may end in the middle."""
POSTFIX_TAKES = re.compile(r"/qmgr\[\d+\]: (\w+): from=<")
"""And this when it has the whole of it, safe on its disk, under the same number."""


class LogLedger:
    """A relay's own log (Postfix's, as it is), or any file in which it writes the Message-ID of what it takes."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def accepted(self, message_id: str) -> bool | None:
        heard: set[str] = set()
        try:
            # Logs are turned over at night: what was written before lies beside, in the file with a 1.
            with contextlib.suppress(FileNotFoundError), _opened(f"{self.path}.1") as lines:
                if _is_taken(message_id, lines, heard):
                    return True
            with _opened(self.path) as lines:
                if _is_taken(message_id, lines, heard):
                    return True
        except OSError:
            return None
        return None if heard else False


def _opened(path: Path | str) -> TextIO:
    return open(path, encoding="utf-8", errors="replace")


def _is_taken(message_id: str, lines: Iterable[str], heard: set[str]) -> bool:
    """Whether the relay says that it took a letter; `heard` gets the numbers under which Postfix began to read it."""
    for line in lines:
        if message_id in line:
            hears = POSTFIX_HEARS.search(line)
            if hears is None:
                return True
            heard.add(hears[1])
        elif heard and (takes := POSTFIX_TAKES.search(line)) and takes[1] in heard:
            return True
    return False


class SmtpSender:
    """One connection to the relay, kept for many letters."""

    def __init__(self, ledger: Ledger | None) -> None:
        self.ledger = ledger
        self.from_address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        self.smtp: smtplib.SMTP | None = None

    def connect(self) -> None:
        if self.smtp is not None:
            return
        try:
            self.smtp = self._connected()
        except smtplib.SMTPResponseException as error:
            raise Unreachable(str(error.smtp_code)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        # A host name of our own: looking it up would ask the network.
        where = (settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_DOMAIN)
        if settings.EMAIL_USE_SSL:
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=SECONDS_FOR_A_STEP, context=context)
        else:
            smtp = smtplib.SMTP(*where, timeout=SECONDS_FOR_A_STEP)
        try:
            if settings.EMAIL_USE_TLS:
                smtp.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, letter: Letter) -> Outcome:
        text = letter.as_bytes()
        try:
            smtp, refused = self._envelope(letter.to)
        except smtplib.SMTPServerDisconnected:  # relays end a connection after a time, or after many letters
            self.close()
            try:
                smtp, refused = self._envelope(letter.to)
            except (OSError, smtplib.SMTPException) as error:
                return self._lost(Result.NOT_ACCEPTED, error)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Result.NOT_ACCEPTED, error)
        return refused or self._hand_over(smtp, text)

    def _lost(self, result: Result, error: Exception) -> Outcome:
        self.close()
        return Outcome(result, type(error).__name__)

    def _envelope(self, to: str) -> tuple[smtplib.SMTP, Outcome | None]:
        """Name sender and recipient; with the refusal, if the relay doesn't want them."""
        self.connect()
        smtp = self.smtp
        assert smtp is not None  # noqa: S101 - connect() makes it or raises
        _set_timeout(smtp, SECONDS_FOR_A_STEP)
        for line in (f"MAIL FROM:<{self.from_address}>", f"RCPT TO:<{to}>"):
            code, _answer = smtp.docmd(line)
            if code not in {250, 251}:
                smtp.rset()
                return smtp, _refusal(code)
        return smtp, None

    def _hand_over(self, smtp: smtplib.SMTP, text: bytes) -> Outcome:
        """Send the text. From here on a lost connection leaves us uncertain."""
        _set_timeout(smtp, settings.EMAIL_TIMEOUT)
        try:
            code, _answer = smtp.data(text)
        except smtplib.SMTPDataError as error:  # the relay didn't want to hear the text
            return _refusal(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Result.UNCERTAIN, error)
        return Outcome(Result.ACCEPTED, str(code)) if code == 250 else _refusal(code)

    def close(self) -> None:
        smtp, self.smtp = self.smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()


def _refusal(code: int) -> Outcome:
    """4xx is for now, 5xx for good."""
    return Outcome(Result.REFUSED if code >= 500 else Result.NOT_ACCEPTED, str(code))


def _set_timeout(smtp: smtplib.SMTP, seconds: int) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)
