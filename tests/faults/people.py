"""People with a browser, one at a time or many at once."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from tests.factories.members import PASSWORD

PAGES = ("/", "/patrols/", "/inbox/", "/reports/")
NOBODY = 0
"""The status of a request that nobody answered."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str = ""
    headers: Message = field(default_factory=Message)

    @property
    def good(self) -> bool:
        """A page, or the way to one after something was done."""
        return self.status in (200, 302)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_anything: Any) -> None:
        """A redirect is an answer like others."""


class Visitor:
    """A browser with cookies; it follows no redirects and gives up after `patience` seconds."""

    def __init__(self, *addresses: str, patience: float = 30) -> None:
        self.addresses, self.patience = list(addresses), patience
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask(path, None)

    def post(self, path: str, **values: str) -> Answer:
        """Send a form, with the token that the site gave."""
        return self._ask(path, urlencode({"csrfmiddlewaretoken": self._token(), **values}).encode())

    def post_file(self, path: str, field: str, content: bytes, **values: str) -> Answer:
        """Send a form with a picture."""
        end = uuid.uuid4().hex
        head = 'Content-Disposition: form-data; name="'
        parts = {"csrfmiddlewaretoken": self._token(), **values}
        texts = "".join(f'--{end}\r\n{head}{name}"\r\n\r\n{value}\r\n' for name, value in parts.items())
        file = f'--{end}\r\n{head}{field}"; filename="foto.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        data = (texts + file).encode() + content + f"\r\n--{end}--\r\n".encode()
        return self._ask(path, data, {"Content-Type": f"multipart/form-data; boundary={end}"})

    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self.jar if "csrf" in cookie.name), "")

    def _ask(self, path: str, data: bytes | None, more: dict[str, str] | None = None) -> Answer:
        address = self.addresses[0]
        headers = {"Origin": address, "Referer": f"{address}/", **(more or {})}
        request = urllib.request.Request(address + path, data, headers)  # noqa: S310 - our own address
        try:
            with self.opener.open(request, timeout=self.patience) as answer:
                return Answer(answer.status, answer.read().decode(), answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), error.headers)
        except (OSError, HTTPException):
            return Answer(NOBODY)

    def sign_in(self, username: str) -> None:
        """With name and password, on the page that is for it."""
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", login=username, password=PASSWORD)
        assert answer.status == 302, f"{username} could not sign in: {answer.status}"

    def report(self, code: uuid.UUID | None = None) -> Answer:
        """Send a report of a broken street light."""
        return self.post(
            "/reports/new/",
            code=str(code or uuid.uuid4()),
            category="street-light",
            place_text="dekat pasar",
            text="Lampu jalan mati di tikungan.",
            occurred_at=f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        )


class Careful(Visitor):
    """Asks once more, the next server, where nobody answered or the site said to come again."""

    def _ask(self, path: str, data: bytes | None, more: dict[str, str] | None = None) -> Answer:
        answer = super()._ask(path, data, more)
        if answer.status in (NOBODY, 502, 503):
            self.addresses.append(self.addresses.pop(0))
            answer = super()._ask(path, data, more)
        return answer


@dataclass(frozen=True)
class Seen:
    """One request under load."""

    begun: float
    answered: float
    what: str
    answer: Answer


class Load:
    """Many people at once: pages, and now and then a report with a code of its own."""

    def __init__(self, visitors: list[Visitor]) -> None:
        self.visitors = visitors
        self.seen: list[Seen] = []
        self.codes: dict[str, bool] = {}
        self.ending = threading.Event()

    @contextmanager
    def pressing(self) -> Iterator[Load]:
        """The load, for a block; each finishes what he began."""
        threads = [threading.Thread(target=self._press, args=(visitor,)) for visitor in self.visitors]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.ending.set()
            for thread in threads:
                thread.join(120)

    def _press(self, visitor: Visitor) -> None:
        turn = 0
        while not self.ending.is_set():
            page = PAGES[turn % len(PAGES)]
            self._note(page, lambda page=page: visitor.get(page))
            if turn % 3 == 0:
                code = uuid.uuid4()
                answer = self._note("report", lambda code=code: visitor.report(code))
                self.codes[str(code)] = answer.status == 302
            turn += 1

    def _note(self, what: str, ask: Any) -> Answer:
        begun = time.monotonic()
        answer: Answer = ask()
        self.seen.append(Seen(begun, time.monotonic(), what, answer))
        return answer

    def bad(self, since: float = 0) -> list[Seen]:
        """What went wrong among the requests begun since then."""
        return [seen for seen in self.seen if seen.begun >= since and not seen.answer.good]

    def number_since(self, since: float) -> int:
        """How many requests were begun since then."""
        return sum(seen.begun >= since for seen in self.seen)
