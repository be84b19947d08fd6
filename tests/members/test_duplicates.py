"""Whoever is on the list already is noticed: by NIK, by name and birth date, by name, phone and village."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.duplicates import likely_duplicates
from members.models import Member, Unit, User
from senkom.lib.crypto import keyed_hash
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member, make_unit

pytestmark = pytest.mark.django_db

BORN = date(2001, 3, 4)
VILLAGE = f"{MAYANGAN}1001."


@pytest.fixture
def known(mayangan: Unit) -> Member:
    """Buari, whose data are complete."""
    return make_member(
        mayangan,
        full_name="Buari Al-Wáhid",
        birth_date=BORN,
        phone="+6287000000077",
        village=make_unit(VILLAGE),
        nik_hash=keyed_hash("3574030403019001"),
    )


def found(**facts: Any) -> list[Member]:
    return list(likely_duplicates(**{"full_name": "buari  al-wahid", **facts}))


def test_the_same_nik_is_enough_whatever_the_name(known: Member) -> None:
    assert found(full_name="Nama Lain", nik_hash=keyed_hash("3574030403019001")) == [known]
    assert found(full_name="Nama Lain", nik_hash=keyed_hash("3574030403019002")) == []


def test_name_and_birth_date_are_compared_without_accents_case_and_double_spaces(known: Member) -> None:
    assert found(birth_date=BORN) == [known]
    assert found(birth_date=date(2001, 3, 5)) == []
    assert found(full_name="Buari", birth_date=BORN) == []


def test_without_a_birth_date_name_phone_and_village_together_count(known: Member) -> None:
    same = {"phone": "+6287000000077", "village": VILLAGE}
    assert found(**same) == [known]
    assert found(phone=same["phone"]) == []
    assert found(**{**same, "village": f"{MAYANGAN}1002."}) == []
    assert found(**{**same, "phone": "+6287000000078"}) == []
    assert found(full_name="Sugianto", **same) == []


def test_two_brothers_of_one_name_with_different_birth_dates_are_two(known: Member) -> None:
    same = {"phone": "+6287000000077", "village": VILLAGE}
    assert found(birth_date=date(1999, 1, 1), **same) == []
    Member.objects.filter(pk=known.pk).update(birth_date=None)
    assert found(birth_date=date(1999, 1, 1), **same) == [known]


def test_a_name_alone_says_nothing_and_a_person_is_not_his_own_duplicate(known: Member) -> None:
    assert found() == []
    assert found(birth_date=BORN, besides=[known.pk]) == []


def test_the_oldest_entry_comes_first(known: Member) -> None:
    second = make_member(MAYANGAN, full_name="Buari Al-Wahid", birth_date=BORN)
    assert found(birth_date=BORN) == [known, second]


def _save_at_the_desk(client: Client, member: Member, **typed: str) -> str:
    address = reverse("admin:members_member_change", args=[member.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if name in form.fields and value is not None}
    return client.post(address, {**sent, **typed}, follow=True).content.decode()


def test_an_edit_at_the_desk_that_makes_a_duplicate_says_so_and_marks_the_person(
    client: Client, known: Member, endah: User
) -> None:
    client.force_login(endah)
    member = make_member(MAYANGAN, full_name="Buari Alwahid", birth_date=BORN)
    assert "tercatat dua kali" not in _save_at_the_desk(client, member, skills="radio")
    page = _save_at_the_desk(client, member, full_name="Buari Al-Wahid")
    assert "tercatat dua kali" in page
    assert known.full_name in page
    member.refresh_from_db()
    assert member.likely_same_as == known


def test_the_name_of_somebody_in_a_foreign_unit_is_not_told(client: Client, endah: User) -> None:
    make_member(OTHER_DISTRICT, full_name="Kenari Satu", birth_date=BORN)
    client.force_login(endah)
    member = make_member(MAYANGAN, full_name="Kenari Dua", birth_date=BORN)
    page = _save_at_the_desk(client, member, full_name="KENARI  SATU")
    assert "tercatat dua kali, di unit lain" in page
    assert "Kenari Satu" not in page
