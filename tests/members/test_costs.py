"""What a page of the roster asks the database, whether it shows one person or many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import User
from members.states import Office
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_appointment, make_member, make_officer, make_unit

pytestmark = pytest.mark.django_db
DESK = "admin:members_member_changelist"


def cost(user: User, address: str, **query: str) -> int:
    """How many statements a page takes, sign-in included; the first request fills what is kept."""
    client = Client()
    client.force_login(user)
    client.get(address, query)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, query).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("members:list", {"q": "anggota"}),
        ("members:list", {"q": "3574"}),
        ("members:list", {"q": "an"}),
        ("members:list", {"unit": MAYANGAN}),
        ("members:recap", {"unit": "35.74"}),
        (DESK, {}),
        (DESK, {"q": "anggota"}),
        (DESK, {"unit": "35.74.03"}),
    ],
)
def test_a_list_and_its_searches_cost_the_same_for_one_row_and_for_many(name: str, query: dict[str, str]) -> None:
    endah = make_officer(Office.SECRETARY, CITY)
    address = reverse(name)
    make_member(MAYANGAN)
    one = cost(endah, address, **query)
    for number in range(12):
        make_member(MAYANGAN if number % 2 else KEDOPOK)
        make_unit(f"0.35.74.{50 + number}.")
    assert cost(endah, address, **query) == one
    assert one <= 8


def test_the_page_of_a_person_costs_the_same_however_many_offices_he_held() -> None:
    slamet, person = make_officer(Office.COORDINATOR, MAYANGAN), make_member(MAYANGAN)
    address = person.get_absolute_url()
    one = cost(slamet, address)
    for unit in (MAYANGAN, KEDOPOK, CITY):
        make_appointment(person, unit, Office.TREASURER)
    assert cost(slamet, address) == one
    assert one <= 8
