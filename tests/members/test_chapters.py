"""Opening and closing chapters, and their rules."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Unit, User
from members.states import Office
from tests.factories.members import CITY, MAYANGAN, PROVINCE, make_member, make_officer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def wonoasih(mayangan: Unit) -> Unit:
    """A district of the city without a chapter."""
    return make_unit("0.35.74.02.", name="Wonoasih", is_active=False)


def test_a_district_is_opened_from_the_city_and_a_city_from_the_province(
    wonoasih: Unit, bambang: User, slamet: User, endah: User
) -> None:
    for user in (slamet, endah):
        with pytest.raises(PermissionDenied):
            services.open_chapter(wonoasih, by=user)
    assert services.open_chapter(wonoasih, by=bambang) == 1
    assert services.open_chapter(wonoasih, by=bambang) == 0
    city = Unit.objects.get(path=CITY)
    with pytest.raises(PermissionDenied):
        services.open_chapter(city, by=bambang)
    Unit.objects.filter(path__in=[CITY, MAYANGAN]).update(is_active=False)
    assert services.open_chapter(city, by=make_officer(Office.CHAIR, PROVINCE), with_districts=True) == 2


def test_only_an_empty_chapter_is_closed(wonoasih: Unit, bambang: User) -> None:
    services.open_chapter(wonoasih, by=bambang)
    make_member(wonoasih)
    with pytest.raises(ValidationError):
        services.close_chapter(wonoasih, by=bambang)
    empty = make_unit("0.35.74.01.")
    services.close_chapter(empty, by=bambang)
    assert not Unit.objects.get(pk=empty.pk).is_active


def test_the_rule_of_admission_is_the_chairs(wonoasih: Unit, bambang: User, endah: User) -> None:
    with pytest.raises(PermissionDenied):
        services.change_rule(wonoasih, skips_training=True, rest_hours=8, by=endah)
    assert services.change_rule(wonoasih, skips_training=True, rest_hours=10, by=bambang).rest_hours == 10


def test_a_unit_is_found_by_name_and_by_code(client: Client, wonoasih: Unit, bambang: User) -> None:
    client.force_login(bambang)
    for text in ("wono", "35.74.02"):
        assert "Wonoasih" in client.get(reverse("members:units"), {"q": text}).content.decode()
    assert "Wonoasih" not in client.get(reverse("members:units")).content.decode()
