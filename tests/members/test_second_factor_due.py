"""From which day a second factor is needed, and what an account without one can still do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg.types.range import DateRange

from members.models import Appointment, User
from members.states import Office
from tests.factories.members import CITY, MAYANGAN, make_appointment, make_member, make_user
from tests.members.second_factor import set_up_app

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/second-factor/"
TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def required(settings: Any) -> Iterator[time_machine.Traveller]:
    """A site that demands it, on a day that stands still."""
    settings.MFA_REQUIRED = True
    cache.clear()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def holder(office: Office, *, since: int, first_came: int | None = 400) -> User:
    """Somebody whose office began some days ago, and who first signed in some days ago (None: never)."""
    member = make_member(CITY)
    make_appointment(member, MAYANGAN, office, term=DateRange(TODAY - timedelta(days=since), TODAY + timedelta(900)))
    came = None if first_came is None else NOON - timedelta(days=first_came)
    return make_user(member, first_signed_in_at=came)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("since", "first_came", "banner"),
    [
        (13, 400, "Rabu, 25 November 2026"),
        (400, 13, "Rabu, 25 November 2026"),
        (0, 0, "Selasa, 8 Desember 2026"),
        (400, None, "Selasa, 8 Desember 2026"),
        (14, 400, ""),
        (400, 14, ""),
    ],
)
def test_there_are_fourteen_days_from_the_office_or_the_first_sign_in_whichever_is_later(
    since: int, first_came: int | None, banner: str
) -> None:
    client = browser_of(holder(Office.COORDINATOR, since=since, first_came=first_came))
    page = client.get("/")
    if banner:
        assert f"Amankan akun Anda sebelum {banner}" in page.content.decode()
        assert client.get("/members/").status_code == 200
    else:
        assert page["Location"] == SET_UP


def test_the_day_turns_at_midnight_where_the_unit_is(required: time_machine.Traveller) -> None:
    user = holder(Office.COORDINATOR, since=13)
    required.move_to(datetime(2026, 11, 24, 16, 59, tzinfo=UTC))
    assert browser_of(user).get("/").status_code == 200
    required.move_to(datetime(2026, 11, 24, 17, 1, tzinfo=UTC))
    assert browser_of(user).get("/").status_code == 302


def test_afterwards_every_page_leads_to_the_set_up_and_only_what_it_needs_is_open() -> None:
    client = browser_of(holder(Office.CHAIR, since=40))
    for address in ("/", "/members/", "/patrols/", "/inbox/", "/members/me/", "/apply/"):
        assert client.get(address)["Location"] == SET_UP, address
    assert client.post("/members/new/", {"full_name": "Orang Baru"})["Location"] == SET_UP
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == SET_UP
    page = client.get(SET_UP).content.decode()
    assert "Pasang salah satu" in page
    assert "Amankan akun Anda sebelum" not in page
    for address in ("/accounts/password/", "/accounts/logout/", "/healthz", "/.well-known/security.txt"):
        assert client.get(address).status_code == 200, address
    assert client.post("/theme/", {"theme": "dark"})["Location"] == "/"


def test_the_desk_is_closed_too_for_a_superuser(dian: User) -> None:
    User.objects.filter(pk=dian.pk).update(
        date_joined=NOON - timedelta(days=40), first_signed_in_at=NOON - timedelta(days=30)
    )
    assert browser_of(dian).get("/admin/")["Location"] == SET_UP


def test_setting_one_up_opens_everything_also_in_the_next_session() -> None:
    user = holder(Office.SECRETARY, since=40)
    client = browser_of(user)
    set_up_app(client)
    assert client.get("/members/").status_code == 200
    user.refresh_from_db()
    assert browser_of(user).get("/members/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/members/")["Location"] == SET_UP


def test_no_office_no_demand() -> None:
    for office in (Office.TREASURER, Office.PATRON):
        client = browser_of(holder(office, since=400))
        assert client.get("/").status_code == 200
        assert "Amankan akun Anda" not in client.get("/").content.decode().partition("<main")[2]


def test_a_term_that_ended_demands_nothing_and_a_coming_one_not_yet() -> None:
    user = holder(Office.COORDINATOR, since=400)
    for term in (DateRange(date(2020, 1, 1), TODAY), DateRange(TODAY + timedelta(days=1), None)):
        Appointment.objects.filter(member=user.member).update(term=term)
        assert browser_of(user).get("/").status_code == 200


def test_the_demo_never_demands_it(settings: Any) -> None:
    settings.MFA_REQUIRED = False
    client = browser_of(holder(Office.CHAIR, since=400))
    assert client.get("/members/").status_code == 200
    assert "Amankan akun Anda sebelum" not in client.get("/").content.decode()


def asked_for_factors(client: Client) -> int:
    """How often a page looks whether there is a second factor."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    return sum("mfa_authenticator" in query["sql"] for query in queries)


def test_it_costs_an_officer_one_query_a_session_and_a_member_none(wiwik: User) -> None:
    user = holder(Office.COORDINATOR, since=40)
    set_up_app(browser_of(user))
    user.refresh_from_db()
    client = browser_of(user)
    assert [asked_for_factors(client) for _page in range(3)] == [1, 0, 0]
    assert asked_for_factors(browser_of(wiwik)) == 0
