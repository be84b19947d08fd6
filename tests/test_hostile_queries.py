"""Whatever stands in an address is answered with a page or with 4xx, never with 500."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.factories.members import CITY, make_member, make_user
from tests.test_access import World

NAMES = ("q", "unit", "state", "status", "category", "kind", "show", "month", "page", "agency", "next", "waiting")
PLAIN = (
    *("\x00", "\ud800", "'%\\", "9" * 5000, "-1", "99999999999999999999", "99999-99", "2026-13", "9999-12", "2099-12"),
    *("../../etc", "patrol", "00000000-0000-0000-0000-000000000000"),
)
INSIDE = (
    *(None, True, "", "a", "a\x00b", "\ud800", 0, 10**30, -(10**30), 1.5, float("nan"), float("inf"), "9" * 400),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-24", "24:61"),
)
"""What somebody may write into the mark of a next page, which is JSON in base64."""
LISTS = sorted(page.name for pages in tables().values() for page in pages if not page.kind and 405 not in page.get)

pytestmark = pytest.mark.django_db


def mark(text: str) -> str:
    """A mark of a next page as the lists write it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


MARKS = (
    *(mark(json.dumps([value] * length)) for value in INSIDE for length in (2, 3)),
    *(mark(json.dumps(["2026-11-24T20:00:00Z", value])) for value in ("a", 10**30, float("inf"))),
    *(mark(text) for text in ("[" * 100_000, "{}", "[1", '"', "9" * 5000)),
    *("_w", "=", "\x00", "é"),
)


def queries(client: Client, address: str) -> Iterator[dict[str, bytes]]:
    """Each value in all names at once; then the marks, where the list pages by a mark."""
    for value in PLAIN:
        yield dict.fromkeys(NAMES, value.encode("utf-8", "surrogatepass"))
    if client.get(address, {"after": "!"}).status_code == 400:
        for value in MARKS:
            yield {"after": value.encode(), "kind": b"patrol"}


def test_a_hostile_query_never_breaks_a_page() -> None:
    World()
    client = Client(raise_request_exception=False)
    client.force_login(make_user(make_member(CITY), is_superuser=True))
    broken = [
        f"{name}: {query}"[:300]
        for name in LISTS
        for query in queries(client, reverse(name))
        if client.get(reverse(name), query).status_code >= 500 and name != "readyz"
    ]
    assert not broken, "\n".join(broken)
