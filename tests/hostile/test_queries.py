"""Every parameter a page reads × every wrong value: an answer, never 500, and nothing of another city.

Which parameters a page reads is seen while it reads them; a new one is tried by itself.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client

from tests.access import CANARY, VISITORS, Page
from tests.hostile.payloads import BREAKER, SCRIPT
from tests.hostile.stage import address_of, alive, encoded
from tests.test_access import TABLES, World, body

PAGES_NUMBERS = ("0", "-1", "1" + "0" * 20, "1e3", "NaN", "", "\u0663", "9" * 5000)
WORDS = (
    *("\x00", "\ud800", "'%\\_", "' OR 1=1--", "); DROP TABLE x", "[]", "{}", "true", "None", "../../etc", "%00"),
    *(
        "99999-99",
        "2026-13",
        "9999-12",
        "0000-00",
        "00000000-0000-0000-0000-000000000000",
        "\u202e",
        "a" * 10_000 + "!",
    ),
    *(SCRIPT, BREAKER, "{{7*1234577}}", "=1+1", "0.35.78.", "35.78.01", "_x", "patrol"),
)
ALONE = ("\x00", "-1", "9" * 5000, "00000000-0000-0000-0000-000000000000", "\u0663", BREAKER, "0.35.78.")
"""Tried in one parameter after another too, since refusing one may hide another."""
INSIDE = (None, True, "", "a", "\ud800", 10**30, -1.5, float("nan"), float("inf"), "0001-01-01T00:00:00+23:59", "24:61")
"""What somebody may write into the mark of a next page, which is JSON in base64."""


def mark(text: str) -> str:
    """A mark of a next page as the lists write it, but for the signature."""
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


MARKS = (
    *(mark(json.dumps([value] * length)) for value in INSIDE for length in (2, 3)),
    *(mark(text) for text in ("[" * 100_000, "{}", "[1", '"', "9" * 5000)),
    *("_w", "=", "\x00", "\u00e9"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of parameters that were asked for since it was last emptied."""
    names: set[str] = set()

    class Watched(QueryDict):
        def __getitem__(self, key: str) -> Any:
            names.add(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            names.add(str(key))
            return super().__contains__(key)

        def getlist(self, key: str, default: Any = None) -> Any:
            names.add(key)
            return super().getlist(key, default)

    def query(request: WSGIRequest) -> QueryDict:
        found = request.__dict__.get("_watched")
        if found is None:
            found = request.__dict__["_watched"] = Watched(request.META.get("QUERY_STRING", ""), encoding="utf-8")
        return found

    monkeypatch.setattr(WSGIRequest, "GET", property(query, lambda request, value: None))
    return names


def readable(world: World, table: str) -> Iterator[tuple[str, Page, str]]:
    """Each page with the visitor of the highest office who may read it."""
    for page in TABLES[table]:
        if page.name == "file":
            continue  # an open file each time, and it reads no parameter
        for visitor in ("chair", "roster", "coordinator", "member", "stranger"):
            if page.get[VISITORS.index(visitor)] == 200:
                yield visitor, page, address_of(page.name, world.own[page.kind] if page.kind else (), ())
                break


def tried(names: set[str]) -> Iterator[dict[str, list[str]]]:
    """Each value in all parameters at once, some in one after another, then each twice."""
    if not names:
        return
    for value in (*PAGES_NUMBERS, *WORDS):
        yield {name: [value] for name in names}
    if len(names) > 1:
        yield from ({name: [value]} for name in sorted(names) for value in ALONE)
    if "after" in names:
        yield from ({"after": [value]} for value in MARKS)
    yield {name: ["1", "2"] for name in names}
    yield {f"{name}{more}": ["1"] for name in names for more in ("[]", "__startswith", "__unit__path")}


def parameters(client: Client, address: str, read: set[str]) -> set[str]:
    """What the page reads, also when it finds something in what it read."""
    read.clear()
    client.get(address)
    for value in ("1", "patrol"):
        client.get(address, dict.fromkeys(sorted(read), value))
    return set(read)


@pytest.mark.parametrize("table", TABLES)
def test_no_parameter_breaks_a_page_or_opens_another_city(table: str, read: set[str]) -> None:
    world, wrong = World(), []
    for visitor, page, address in readable(world, table):
        client = world.client(visitor)
        for query in tried(parameters(client, address, read)):
            answer = client.get(f"{address}?{encoded(query).decode()}")
            text = body(answer)
            unread = any("\x00" in value for values in query.values() for value in values)
            if answer.status_code >= 500 and page.name != "readyz":
                wrong.append(f"{page}: {answer.status_code} {query}"[:300])
            elif unread and answer.status_code != 400:
                wrong.append(f"{page}: {answer.status_code}, not 400 {query}"[:300])
            if CANARY in text or alive(text):
                wrong.append(f"{page}: shows what it may not {query}"[:300])
    assert not wrong, "\n".join(wrong)
