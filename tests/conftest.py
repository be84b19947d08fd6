"""Named people of the tests: who owns, who helps, who must see nothing."""

from __future__ import annotations

import pytest

from members.models import Unit, User
from members.states import Office
from tests.factories.members import (
    CITY,
    KEDOPOK,
    MAYANGAN,
    OTHER_DISTRICT,
    make_appointment,
    make_member,
    make_officer,
    make_unit,
    make_user,
)


@pytest.fixture
def mayangan(db: None) -> Unit:
    """District Mayangan of Kota Probolinggo."""
    return make_unit(MAYANGAN)


@pytest.fixture
def kedopok(db: None) -> Unit:
    """District Kedopok of the same city."""
    return make_unit(KEDOPOK)


@pytest.fixture
def wiwik(mayangan: Unit) -> User:
    """A member in Mayangan without an office."""
    return make_user(make_member(mayangan, full_name="Wiwik Sulastri"), username="wiwik")


@pytest.fixture
def fery(kedopok: Unit) -> User:
    """A member of another district of the same city."""
    return make_user(make_member(kedopok, full_name="Fery Irawan Saputra"), username="fery")


@pytest.fixture
def slamet(mayangan: Unit) -> User:
    """The coordinator of district Mayangan."""
    return make_officer(Office.COORDINATOR, mayangan, full_name="Slamet Hariyono")


@pytest.fixture
def joko(mayangan: Unit) -> User:
    """A coordinator of the whole city (head of public order)."""
    return make_officer(Office.HEAD_PUBLIC_ORDER, CITY, full_name="Joko Supriyanto")


@pytest.fixture
def bambang(mayangan: Unit) -> User:
    """The chair of the city."""
    return make_officer(Office.CHAIR, CITY, full_name="Bambang Sukoco Wardoyo")


@pytest.fixture
def endah(mayangan: Unit) -> User:
    """The secretary of the city: roster admin."""
    return make_officer(Office.SECRETARY, CITY, full_name="Endah Purwaningsih")


@pytest.fixture
def dian(mayangan: Unit) -> User:
    """The superuser of the demo."""
    return make_user(make_member(CITY, full_name="Dian Mayasari"), username="dian", is_superuser=True)


@pytest.fixture
def stranger_coordinator(db: None) -> User:
    """A coordinator of a district in another city: sees nothing of ours."""
    member = make_member(OTHER_DISTRICT, full_name="Orang Kota Lain")
    make_appointment(member, OTHER_DISTRICT, Office.COORDINATOR)
    return make_user(member, username="kotalain")
