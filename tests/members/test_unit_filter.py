"""The unit to choose in lists: from the top down, never the whole country at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User
from members.states import Office
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, NATION, PROVINCE, make_officer, make_unit

pytestmark = pytest.mark.django_db

LISTS = ["members:list", "patrols:list", "incidents:list"]
OTHER_PROVINCE, OTHER_CITY = "0.33.", "0.33.74."


@pytest.fixture
def country() -> None:
    """Chapters in two provinces."""
    for path in (NATION, PROVINCE, CITY, MAYANGAN, KEDOPOK, OTHER_PROVINCE, OTHER_CITY):
        make_unit(path)


def offered(client: Client, name: str, chosen: str = "") -> set[str]:
    """The paths of the units a list offers; the roster writes paths, the others codes."""
    unit = chosen if name == "members:list" else chosen.removeprefix("0.").removesuffix(".")
    page = client.get(reverse(name), {"unit": unit} if unit else {}).content.decode()
    select = re.search(r'<select[^>]*name="unit".*?</select>', page, re.DOTALL)
    assert select
    values = set(re.findall(r'value="([0-9.]+)"', select[0]))
    return {value if value.endswith(".") else NATION if value == "0" else f"0.{value}." for value in values}


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("name", LISTS)
def test_the_nation_chooses_a_province_then_its_city_then_a_district(client: Client, name: str) -> None:
    client.force_login(make_officer(Office.HEAD_PUBLIC_ORDER, NATION))
    assert offered(client, name) == {NATION, PROVINCE, OTHER_PROVINCE}
    assert offered(client, name, PROVINCE) == {NATION, PROVINCE, OTHER_PROVINCE, CITY}
    down = {NATION, PROVINCE, OTHER_PROVINCE, CITY, MAYANGAN, KEDOPOK}
    assert offered(client, name, CITY) == down
    assert offered(client, name, KEDOPOK) == down


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("name", ["members:list", "incidents:list"])
def test_a_city_offers_itself_and_its_districts_and_nothing_above_or_beside(
    client: Client, joko: User, name: str
) -> None:
    client.force_login(joko)
    for chosen in ("", CITY, MAYANGAN, OTHER_CITY, PROVINCE):
        assert offered(client, name, chosen) == {CITY, MAYANGAN, KEDOPOK}, chosen
