"""The NIK: what can exist, what only raises doubts, who may set and read it, and how it lies in the table."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from members import services
from members.models import Member, Reading, Unit, User
from members.nik import parse_nik
from members.states import Sex
from senkom.lib.crypto import keyed_hash
from tests.factories.members import MAYANGAN, make_member

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "born", "sex"),
    [
        ("3574030403789001", (date(1978, 3, 4),), Sex.MALE),
        ("3574 0344 0378 9001", (date(1978, 3, 4),), Sex.FEMALE),
        ("3574.03-440378.9001", (date(1978, 3, 4),), Sex.FEMALE),
        ("6501010108900001", (date(1990, 8, 1),), Sex.MALE),
        ("9601010108900001", (date(1990, 8, 1),), Sex.MALE),
        ("3574014108050001", (date(1905, 8, 1), date(2005, 8, 1)), Sex.FEMALE),
        ("3574012902009001", (date(2000, 2, 29),), Sex.MALE),
        ("3574017112999001", (date(1999, 12, 31),), Sex.FEMALE),
    ],
)
def test_a_number_that_can_exist_is_read(typed: str, born: tuple[date, ...], sex: Sex) -> None:
    nik = parse_nik(typed, TODAY)
    assert (nik.born, nik.sex) == (born, sex)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "357403040378900",
        "35740304037890012",
        "357403040378900A",
        "٣٥٧٤٠٣٠٤٠٣٧٨٩٠٠١",
        "3574030403780000",
        "3574018108900001",
        "3574013202900001",
        "3574013102900001",
        "3574010013900001",
        "3574010013000001",
    ],
)
def test_a_number_that_can_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        parse_nik(typed, TODAY)


def test_a_date_to_come_can_only_mean_the_century_before() -> None:
    assert parse_nik("3574012512279001", TODAY).born == (date(1927, 12, 25),)


def test_what_does_not_fit_is_a_doubt_and_no_refusal() -> None:
    nik = parse_nik("3574030403789001", TODAY)
    assert nik.doubts(birth_date=date(1978, 3, 4), sex=Sex.MALE) == []
    assert len(nik.doubts(birth_date=date(1979, 3, 4), sex=Sex.FEMALE, area_known=False)) == 3


@pytest.mark.django_db
def test_it_lies_encrypted_and_is_found_by_a_keyed_hash(mayangan: Unit, endah: User) -> None:
    member = make_member(mayangan)
    doubts = services.set_nik(member, "3574 0304 0378 9001", by=endah)
    assert doubts == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, nik_hash FROM members_member WHERE id = %s", [member.pk])
        stored, digest = cursor.fetchone()
    assert "3574030403789001" not in stored
    assert digest == keyed_hash("3574030403789001")
    found = Member.objects.get(pk=member.pk)
    assert (found.nik, found.masked_nik) == ("3574030403789001", "357403•••••••••1")


@pytest.mark.django_db
def test_a_nik_stands_with_one_person_only_and_the_database_says_so_too(mayangan: Unit, endah: User) -> None:
    first, second = make_member(mayangan), make_member(mayangan)
    services.set_nik(first, "3574030403789001", by=endah)
    with pytest.raises(ValidationError):
        services.set_nik(second, "3574030403789001", by=endah)
    with pytest.raises(IntegrityError, match="member_nik_once"), transaction.atomic():
        Member.objects.filter(pk=second.pk).update(nik_hash=keyed_hash("3574030403789001"))


@pytest.mark.django_db
def test_only_the_roster_admin_sets_and_reads_it(mayangan: Unit, endah: User, bambang: User, slamet: User) -> None:
    member = make_member(mayangan)
    services.set_nik(member, "3574030403789001", by=endah)
    for user in (bambang, slamet):
        with pytest.raises(PermissionDenied):
            services.read_nik(member, by=user, reason="ingin tahu")
        with pytest.raises(PermissionDenied):
            services.set_nik(member, "3574030403789001", by=user)
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_who_read_what_can_not_be_changed_or_deleted_by_sql(mayangan: Unit, endah: User) -> None:
    services.read_nik(make_member(MAYANGAN), by=endah, reason="laporan ke Polres")
    for sql in ("UPDATE members_reading SET reason = 'x'", "DELETE FROM members_reading"):
        with pytest.raises(IntegrityError, match="reading_"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.django_db
def test_the_history_of_a_person_holds_neither_nik_nor_hash() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'members_memberevent'")
        columns = {name for (name,) in cursor.fetchall()}
    assert "full_name" in columns
    assert columns & {"nik", "nik_hash"} == set()
