"""The roster of a whole country is searched by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import User
from members.states import Office
from tests.factories.members import (
    CITY,
    MAYANGAN,
    NATION,
    OTHER_CITY,
    PROVINCE,
    make_crowd,
    make_member,
    make_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation() -> User:
    """A coordinator of the nation."""
    return make_officer(Office.HEAD_PUBLIC_ORDER, NATION)


def plan_of_search(user: User, text: str) -> str:
    """How the database finds the people of a search, told by the very statement of the page."""
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("members:list"), {"q": text, "state": "applying"}).status_code == 200
    [sql] = [query["sql"] for query in asked if 'ORDER BY "members_member"."name_key"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


FOUND_BY = {
    "member_name_search": ("wulan prasojo", "prasojo", "pras", "qx"),
    "member_by_phone": ("0899-1234",),
    "member_by_number": ("99.99.1",),
}


def test_names_numbers_and_phones_are_searched_by_their_indexes(nation: User) -> None:
    make_crowd()
    for index, texts in FOUND_BY.items():
        for text in texts:
            assert index in plan_of_search(nation, text), text


def read(user: User, name: str, **query: str) -> str:
    """What somebody reads on a page of the roster."""
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"members:{name}"), query).content.decode()


def test_one_or_two_letters_find_where_a_part_of_a_name_begins(nation: User) -> None:
    for name in ("Siti Xaveria", "Xena Putri", "Maxi Buari"):
        make_member(MAYANGAN, full_name=name)
    for text in ("x", "XA", "xa siti"):
        assert "Siti Xaveria" in read(nation, "list", q=text), text
    assert "Xena Putri" in read(nation, "list", q="x")
    assert "Maxi Buari" not in read(nation, "list", q="x")
    assert "Maxi Buari" in read(nation, "list", q="axi")


def test_the_unit_filter_of_the_roster_takes_a_unit_with_all_below(nation: User) -> None:
    make_member(MAYANGAN, full_name="Buari")
    make_member(OTHER_CITY, full_name="Ponidi")
    for unit in (NATION, PROVINCE, CITY, MAYANGAN):
        assert "Buari" in read(nation, "list", unit=unit), unit
    assert "Ponidi" in read(nation, "list", unit=PROVINCE)
    for unit in (CITY, MAYANGAN):
        assert "Ponidi" not in read(nation, "list", unit=unit), unit


def test_a_word_that_many_names_hold_is_passed_over_in_the_index_alone(nation: User) -> None:
    make_crowd()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert "Index Only Scan using member_by_name" in plan_of_search(nation, "wulan")
