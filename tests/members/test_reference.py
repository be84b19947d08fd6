"""The country's areas: complete, idempotent, in the right zones; people's decisions stay."""

from __future__ import annotations

import pytest

from members.models import Unit
from members.reference import load_areas
from members.states import UnitLevel

pytestmark = pytest.mark.django_db


def test_all_areas_of_the_decree_are_loaded_once() -> None:
    assert load_areas() == 7838 + 29
    assert load_areas() == 0
    assert Unit.objects.units().count() == 7838
    assert Unit.objects.within("0.35.74.").villages().count() == 29
    assert not Unit.objects.active().exists()


@pytest.mark.parametrize(
    ("path", "zone", "level"),
    [
        ("0.", "Asia/Jakarta", UnitLevel.NATIONAL),
        ("0.61.", "Asia/Pontianak", UnitLevel.PROVINCE),
        ("0.51.71.", "Asia/Makassar", UnitLevel.REGENCY),
        ("0.91.", "Asia/Jayapura", UnitLevel.PROVINCE),
        ("0.35.74.03.", "Asia/Jakarta", UnitLevel.DISTRICT),
        ("0.35.74.03.1002.", "Asia/Jakarta", UnitLevel.VILLAGE),
    ],
)
def test_an_area_has_the_zone_of_its_province_and_the_level_of_its_code(path: str, zone: str, level: UnitLevel) -> None:
    load_areas()
    unit = Unit.objects.get(path=path)
    assert (unit.timezone, unit.level) == (zone, level)


def test_loading_again_keeps_chapters_open_and_lets_names_follow_the_law() -> None:
    load_areas()
    Unit.objects.filter(path="0.35.74.").update(is_active=True, name="Kota Mangga", rest_hours=9)
    abolished = Unit.objects.create(path="0.35.74.99.", name="Kecamatan lama", is_active=True)
    assert load_areas() == 1
    city = Unit.objects.get(path="0.35.74.")
    assert (city.name, city.is_active, city.rest_hours) == ("Kota Probolinggo", True, 9)
    assert Unit.objects.get(pk=abolished.pk).is_active
