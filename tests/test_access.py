"""Every address × visitor × (own, foreign, missing row) × (GET, POST). To add one: see `tests/access/__init__.py`."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from members.models import Member, User
from members.states import Office
from tests.access import CANARY, VISITORS, Kind, Page, kinds, tables
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_member, make_officer, make_unit, make_user

TABLES, KINDS = tables(), kinds()
FORM = {"csrfmiddlewaretoken": "as every form of ours"}
LOGIN = str(settings.LOGIN_URL)
WALKED_ELSEWHERE = "admin"
"""The desk has its own walk: tests/test_admin_walk.py."""

pytestmark = pytest.mark.django_db


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of all addresses of the site."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == WALKED_ELSEWHERE:
                continue
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


class World:
    """The people of one city, rows of theirs, and rows of another city with the canary in them."""

    def __init__(self) -> None:
        make_unit(MAYANGAN)
        self.visitors: dict[str, User | None] = {
            "stranger": None,
            "other": make_user(make_member(KEDOPOK, full_name="Fery Irawan Saputra")),
            "member": make_user(make_member(MAYANGAN, full_name="Wiwik Sulastri")),
            "coordinator": make_officer(Office.COORDINATOR, MAYANGAN, full_name="Slamet Hariyono"),
            "chair": make_officer(Office.CHAIR, CITY, full_name="Bambang Sukoco Wardoyo"),
            "roster": make_officer(Office.SECRETARY, CITY, full_name="Endah Purwaningsih"),
        }
        self.own = {name: kind.own() for name, kind in KINDS.items()}
        self.foreign = {name: kind.foreign() for name, kind in KINDS.items() if kind.foreign}

    def client(self, visitor: str) -> Client:
        """A browser of this visitor."""
        client = Client(raise_request_exception=False)
        if user := self.visitors[visitor]:
            client.force_login(user)
        return client

    def rows_for(self, kind: str) -> dict[str, Any]:
        """What the address is asked for: own, foreign, missing."""
        if not kind:
            return {"own": ()}
        rows = {"own": self.own[kind], "missing": missing(KINDS[kind], self.own[kind])}
        return rows | ({"foreign": self.foreign[kind]} if kind in self.foreign else {})


def missing(kind: Kind, own: Any) -> Any:
    """What no row has, of the same shape as the own one."""
    if kind.missing is not None:
        return kind.missing
    if isinstance(own, tuple):
        return tuple(uuid.uuid4() if isinstance(part, uuid.UUID) else part for part in own)
    if isinstance(own, uuid.UUID):
        return uuid.uuid4()
    return 987_654_321 if isinstance(own, int) else "tidak-ada"


def ask(client: Client, method: str, page: Page, args: Any) -> Any:
    """One request, undone afterwards."""
    address = reverse(page.name, args=args if isinstance(args, tuple) else (args,))
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, FORM | page.data())
        transaction.set_rollback(True)
    return response


def expected(own: int, visitor: str, row: str, page: Page) -> int:
    """What is answered for a row: another city's and a missing one are the same to everybody."""
    if row == "own" or own == 405 or (visitor == "stranger" and not page.public):
        return own
    return 404


def test_every_address_has_a_line() -> None:
    named = {page.name for pages in TABLES.values() for page in pages}
    found = set(addresses(get_resolver().url_patterns))
    assert found - named == set(), "Add a line for each of these to tests/access/<app>.py (how: its __init__)."
    assert named - found == set(), "These lines speak of addresses that are gone."


@pytest.mark.parametrize("table", TABLES)
def test_every_visitor_gets_the_answer_of_the_table(table: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = World()
    wrong = [complaint for visitor in VISITORS for page in TABLES[table] for complaint in look(world, visitor, page)]
    assert not wrong, "\n".join(wrong)
    assert CANARY not in caplog.text


def look(world: World, visitor: str, page: Page) -> Iterator[str]:
    """What is wrong with the answers one visitor gets from one address."""
    client = world.client(visitor)
    place = VISITORS.index(visitor)
    for method, answers in (("GET", page.get), ("POST", page.post)):
        for row, args in world.rows_for(page.kind).items():
            response = ask(client, method, page, args)
            want = expected(answers[place], visitor, row, page)
            asked = f"{page}: {visitor} {method} {row}"
            if response.status_code != want:
                yield f"{asked}: {response.status_code}, not {want}"
            elif visitor == "stranger" and want == 302 and not page.public and LOGIN not in response["Location"]:
                yield f"{asked}: is not asked to sign in"
            if CANARY in body(response) or CANARY in str(response.headers):
                yield f"{asked}: tells what stands in another city"


def body(response: Any) -> str:
    """Everything that was answered, a download too."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return str(raw, "utf-8", "replace")


def test_the_canary_is_there_to_be_found() -> None:
    """A superuser, who sees everything, reads the name; else the suite would look for nothing."""
    World()
    client = Client()
    client.force_login(make_user(make_member(CITY), is_superuser=True))
    found = client.get(reverse("members:list"), {"q": CANARY}).content.decode()
    assert all(row.get_absolute_url() in found for row in Member.objects.filter(full_name=CANARY)[:3])
    assert Member.objects.filter(full_name=CANARY).exists()
