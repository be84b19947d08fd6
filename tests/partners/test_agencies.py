"""Agencies: who sees them, and what the database refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.models import User
from members.states import Action
from partners.models import Agency, Contact
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_CITY
from tests.factories.partners import make_agency, make_contact

pytestmark = pytest.mark.django_db


def test_an_agency_is_seen_where_it_works_below_and_above(
    slamet: User, joko: User, endah: User, wiwik: User, stranger_coordinator: User
) -> None:
    polres, polsek = make_agency(CITY), make_agency(MAYANGAN)
    village, elsewhere = make_agency("0.35.74.03.1001."), make_agency(KEDOPOK)
    foreign = make_agency(OTHER_CITY)
    seen = {who: set(Agency.objects.visible_to(who)) for who in (slamet, joko, endah, wiwik, stranger_coordinator)}
    assert seen[slamet] == {polres, polsek, village}
    assert seen[joko] == seen[endah] == {polres, polsek, village, elsewhere}
    assert seen[wiwik] == set()
    assert seen[stranger_coordinator] == {foreign}


def test_an_agency_is_kept_only_from_its_areas_or_above(slamet: User, joko: User) -> None:
    polres, polsek = make_agency(CITY), make_agency(MAYANGAN, "0.35.74.04.")
    assert set(Agency.objects.in_reach_of(slamet, Action.WRITE_LETTERS)) == {polsek}
    assert set(Agency.objects.in_reach_of(joko, Action.WRITE_LETTERS)) == {polres, polsek}


def test_an_agency_without_an_area_is_seen_by_nobody(dian: User, joko: User) -> None:
    Agency.objects.create(kind="pmi", name="Tanpa wilayah")
    assert not Agency.objects.visible_to(dian).exists()
    assert not Agency.objects.visible_to(joko).exists()


def test_contacts_are_seen_through_their_agency(slamet: User, stranger_coordinator: User) -> None:
    contact = make_contact(make_agency(CITY))
    assert list(Contact.objects.visible_to(slamet)) == [contact]
    assert not Contact.objects.visible_to(stranger_coordinator).exists()


def test_a_contact_grows_stale_after_half_a_year() -> None:
    today = timezone.localdate()
    fresh = make_contact(verified_on=today - timedelta(days=180))
    old = make_contact(verified_on=today - timedelta(days=181))
    never = make_contact(verified_on=None)
    make_contact(verified_on=None, left_on=today)
    assert set(Contact.objects.stale(today)) == {old, never}
    assert [contact.is_stale_on(today) for contact in (fresh, old, never)] == [False, True, True]


@pytest.mark.parametrize("table", ["partners_agency", "partners_contact"])
def test_agencies_and_contacts_are_not_deleted(table: str) -> None:
    make_contact()
    with pytest.raises(IntegrityError, match="_kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
