"""The board of a unit through the years, and the list of who may do what in it."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange
from pytest_django import DjangoAssertNumQueries

from members.models import User
from members.states import ALLOWED, Action, Office, Role
from tests.factories.members import (
    CITY,
    KEDOPOK,
    MAYANGAN,
    OTHER_CITY,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
    make_user,
    suspend,
)

pytestmark = pytest.mark.django_db


def page(user: User, name: str, unit: str = MAYANGAN, **query: str) -> str:
    """What somebody reads on a page of a unit."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(f"members:{name}", args=[unit[2:-1]]), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_board_shows_who_held_which_office_when_by_which_decree(slamet: User) -> None:
    today = timezone.localdate()
    terms = {
        "Pertama": DateRange(date(2009, 1, 1), date(2014, 1, 1)),
        "Kedua": DateRange(date(2014, 1, 1), date(2019, 1, 1)),
        "Berikutnya": DateRange(today + timedelta(days=5 * 365), None),
    }
    for number, (name, term) in enumerate(terms.items()):
        member = make_member(MAYANGAN, full_name=f"Ketua {name}")
        make_appointment(member, MAYANGAN, Office.COORDINATOR, term=term, decree_number=f"SK-0{number}/PC")
    make_appointment(make_member(KEDOPOK, full_name="Orang Kedopok"), KEDOPOK, Office.COORDINATOR)
    seen = page(slamet, "board")
    places = [seen.index(words) for words in ("Slamet", "Ketua Berikutnya", "Ketua Kedua", "Ketua Pertama")]
    assert places == sorted(places)
    assert "1 Januari 2014 – 31 Desember 2018" in seen
    assert "SK-01/PC" in seen
    assert "Orang Kedopok" not in seen


def test_what_was_ended_before_it_began_stays_in_the_history_at_its_end(slamet: User) -> None:
    for number in range(60):
        begins = date(1900 + number, 1, 1)
        member = make_member(MAYANGAN, full_name=f"Penasihat {number:02d}.")
        make_appointment(member, MAYANGAN, Office.ADVISER, term=DateRange(begins, begins + timedelta(days=300)))
    never = make_member(MAYANGAN, full_name="Tak Pernah Mulai")
    make_appointment(never, MAYANGAN, Office.TREASURER, term=DateRange(empty=True))
    client = Client()
    client.force_login(slamet)
    first = client.get(reverse("members:board", args=["35.74.03"]))
    second = client.get(first.context["next"])
    assert [len(answer.context["past"]) for answer in (first, second)] == [50, 11]
    assert second.context["past"][-1].member == never
    assert "Slamet" not in second.content.decode().split("<h1>")[1]


def test_everybody_with_rights_here_is_listed_with_the_unit_they_come_from(slamet: User, bambang: User) -> None:
    make_officer(Office.SECRETARY, PROVINCE, full_name="Sekretaris Provinsi")
    make_officer(Office.CHAIR, OTHER_CITY, full_name="Ketua Kota Lain")
    make_officer(Office.COORDINATOR, KEDOPOK, full_name="Koordinator Kedopok")
    make_appointment(make_member(MAYANGAN, full_name="Bendahara"), MAYANGAN, Office.TREASURER)
    make_user(make_member(CITY, full_name="Penjaga Server"), is_superuser=True)
    seen = page(slamet, "rights")
    places = [seen.index(name) for name in ("Slamet H", "Bambang S", "Sekretaris Provinsi", "Penjaga Server")]
    assert places == sorted(places)
    assert "Ketua, Kota Probolinggo (unit di atas)" in " ".join(seen.replace('<span class="quiet">', "").split())
    assert not {name for name in ("Ketua Kota Lain", "Koordinator Kedopok", "Bendahara") if name in seen}


def test_what_an_office_allows_is_read_from_the_table_of_rights(slamet: User, dian: User) -> None:
    client = Client()
    client.force_login(slamet)
    holders = client.get(reverse("members:rights", args=["35.74.03"])).context["holders"]
    held = {holder.member.pk: holder for holder in holders}
    assert held[slamet.member_id].may == [str(a.label) for a in Action if a in ALLOWED[Role.COORDINATOR]]
    assert held[dian.member_id].may == [str(action.label) for action in Action]
    assert all(action.label and str(action.label) != action.value for action in Action)


def test_a_name_of_a_unit_above_is_no_way_into_its_roster(slamet: User, bambang: User) -> None:
    seen = page(slamet, "rights")
    assert slamet.member.get_absolute_url() in seen
    assert bambang.member.get_absolute_url() not in seen
    assert bambang.member.phone.as_national not in seen


def test_rights_that_rest_or_have_ended_are_not_listed(slamet: User, bambang: User) -> None:
    suspended = make_officer(Office.VICE_COORDINATOR, MAYANGAN, full_name="Sedang Ditangguhkan").member
    suspend(suspended)
    today = timezone.localdate()
    over = DateRange(today - timedelta(days=400), today - timedelta(days=1))
    make_appointment(make_member(MAYANGAN, full_name="Sudah Selesai"), MAYANGAN, Office.HEAD_DISASTER, term=over)
    seen = page(slamet, "rights")
    assert "Sedang Ditangguhkan" not in seen
    assert "Sudah Selesai" not in seen


def test_the_pages_of_a_unit_cost_the_same_for_few_and_for_many(
    slamet: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_officer(Office.ROSTER_ADMIN, MAYANGAN, full_name=f"Admin {number}")
    client = Client()
    client.force_login(slamet)
    for name in ("board", "rights"):
        with django_assert_max_num_queries(8):
            client.get(reverse(f"members:{name}", args=["35.74.03"]))
