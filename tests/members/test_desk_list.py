"""The desk's list of a whole country: units chosen from the top down, rows counted by estimate."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Member, User
from members.scoped_admin import EstimatingPaginator
from members.states import Office
from tests.factories.members import (
    MAYANGAN,
    NATION,
    OTHER_CITY,
    make_crowd,
    make_member,
    make_officer,
)

pytestmark = pytest.mark.django_db


def test_the_desk_chooses_units_from_the_top_down_and_takes_all_below() -> None:
    desk = make_officer(Office.SECRETARY, NATION)
    make_member(MAYANGAN, full_name="Buari")
    make_member(OTHER_CITY, full_name="Ponidi")
    client = Client()
    client.force_login(desk)
    address = reverse("admin:members_member_changelist")
    everybody = client.get(address).content.decode()
    assert "?unit=35" in everybody
    assert "?unit=35.74" not in everybody
    city = client.get(address, {"unit": "35.74"}).content.decode()
    assert "Buari" in city
    assert "Ponidi" not in city
    assert "?unit=35.74.03" in city


def test_the_desk_of_a_city_finds_nobody_of_another_by_the_filter(endah: User) -> None:
    make_member(OTHER_CITY, full_name="Ponidi")
    client = Client()
    client.force_login(endah)
    for unit in ("0", "35", "35.78", "%", "."):
        page = client.get(reverse("admin:members_member_changelist"), {"unit": unit}).content.decode()
        assert "Ponidi" not in page, unit


def test_long_tables_are_counted_by_estimate_and_short_ones_exactly() -> None:
    make_crowd(2_000)
    everybody = Member.objects.order_by("name_key")
    assert EstimatingPaginator(everybody.matching("prasojo"), 50).count == 1
    with CaptureQueriesContext(connection) as asked:
        about = EstimatingPaginator(everybody, 50).count
    assert 1_800 < about < 2_200
    assert [query["sql"] for query in asked if "LIMIT" not in query["sql"] and "EXPLAIN" not in query["sql"]] == []
