"""The summary of members, from the top of one's units down."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User
from members.states import MemberState, Office
from tests.factories.members import (
    CITY,
    KEDOPOK,
    MAYANGAN,
    NATION,
    OTHER_CITY,
    make_appointment,
    make_member,
    make_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation() -> User:
    """A coordinator of the nation."""
    return make_officer(Office.HEAD_PUBLIC_ORDER, NATION)


def read(user: User, name: str, **query: str) -> str:
    """What somebody reads on a page of the roster."""
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"members:{name}"), query).content.decode()


def counts(page: str) -> dict[str, tuple[int, int]]:
    """The lines of the summary: name, active, on the list."""
    cells = r'<th scope="row">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th><td class="num">(\d+)</td><td class="num">(\d+)</td>'
    return {name: (int(active), int(enrolled)) for name, active, enrolled in re.findall(cells, page)}


def test_the_summary_leads_from_the_provinces_down(nation: User) -> None:
    make_member(MAYANGAN)
    make_member(MAYANGAN, state=MemberState.ON_LEAVE)
    make_member(KEDOPOK)
    make_member(CITY)
    make_member(OTHER_CITY)
    top = read(nation, "recap")
    assert counts(top) == {"Indonesia": (1, 1), "Jawa Timur": (4, 5), "Jumlah": (5, 6)}
    assert 'href="?unit=35"' in top
    province = read(nation, "recap", unit="35")
    assert counts(province) == {"Kota Probolinggo": (3, 4), "Kota Surabaya": (1, 1), "Jumlah": (4, 5)}
    city = read(nation, "recap", unit="35.74")
    assert counts(city) == {"Kota Probolinggo": (1, 1), "Mayangan": (1, 2), "Kedopok": (1, 1), "Jumlah": (3, 4)}
    assert 'href="?unit=35.74.03"' not in city
    assert 'href="?unit=35"' in city


def test_the_summary_of_a_city_knows_nothing_above_or_beside(joko: User) -> None:
    make_member(MAYANGAN)
    make_member(OTHER_CITY)
    own = read(joko, "recap")
    assert "Surabaya" not in own
    for unit in ("0", "35", "35.78", "35.74.03.1001", "tidak-ada", "3" * 200):
        assert counts(read(joko, "recap", unit=unit)) == counts(own), unit


def test_who_keeps_several_units_gets_each_of_them(nation: User) -> None:
    officer = make_officer(Office.COORDINATOR, MAYANGAN)
    make_appointment(officer.member, OTHER_CITY, Office.COORDINATOR)
    make_member(OTHER_CITY)
    make_member(KEDOPOK)
    page = read(officer, "recap")
    assert counts(page) == {"Mayangan": (1, 1), "Kota Surabaya": (1, 1), "Jumlah": (2, 2)}
