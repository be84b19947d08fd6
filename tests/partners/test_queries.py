"""Every list costs the same number of queries for one row and for many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import User
from partners.states import AudienceState
from tests.factories.members import MAYANGAN
from tests.factories.partners import (
    make_agency,
    make_audience,
    make_contact,
    make_incoming,
    make_item,
    make_letter,
)

pytestmark = pytest.mark.django_db

LISTS: list[tuple[str, str, Callable[[], Any]]] = [
    ("list", "", lambda: make_contact(make_agency(parent=make_agency()))),
    ("audiences", "", lambda: make_audience(state=AudienceState.LETTER_SENT)),
    ("audiences", "?show=all", lambda: make_audience(MAYANGAN)),
    ("items", "", lambda: make_item(owner=make_contact())),
    ("letters", "", lambda: make_letter(agency=make_agency())),
    ("incoming_letters", "", make_incoming),
]


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("name", "query", "make"), LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_many(
    client: Client, joko: User, name: str, query: str, make: Callable[[], Any]
) -> None:
    address = reverse(f"partners:{name}") + query
    client.force_login(joko)
    make()
    one = cost(client, address)
    for _ in range(9):
        make()
    assert cost(client, address) == one
    assert one <= 8


def test_a_list_turns_its_pages_without_missing_or_repeating_a_row(client: Client, joko: User) -> None:
    titles = {f"Butir nomor {number:02}" for number in range(60)}
    audience = make_audience(state=AudienceState.HELD)
    for title in titles:
        make_item(audience, title=title)
    client.force_login(joko)
    address, seen = reverse("partners:items") + "?q=butir", []
    while address:
        answer = client.get(address)
        seen += [item.title for item, _late in answer.context["rows"]]
        address = answer.context["next"]
    assert len(seen) == 60
    assert set(seen) == titles


def test_a_mark_that_was_not_made_here_is_bad_input(client: Client, joko: User) -> None:
    client.force_login(joko)
    assert client.get(reverse("partners:letters"), {"after": "bukan-tanda"}).status_code == 400


def test_the_page_of_an_agency_costs_the_same_with_more_rows(client: Client, joko: User) -> None:
    agency = make_agency()
    client.force_login(joko)

    def add() -> None:
        audience = make_audience(agency=agency, state=AudienceState.HELD)
        make_item(audience, make_contact(agency))
        make_letter(agency=agency)

    add()
    one = cost(client, agency.get_absolute_url())
    for _ in range(4):
        add()
    assert cost(client, agency.get_absolute_url()) == one
