"""Reference rows of the roster: the country's units, and what one can be certified for."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from members.models import Qualification, Unit
from members.permissions import EVERYWHERE
from senkom.lib.registry import reference

AREAS = Path(__file__).parent / "data" / "areas"
FILES = ("provinces.csv", "regencies.csv", "districts.csv", "villages_35.74.csv")

QUALIFICATIONS = [
    ("basic-training", "Diklat dasar", None),
    ("first-aid", "P3K dasar", 24),
    ("first-aid-advanced", "P3K lanjutan", 24),
    ("water-rescue", "Pertolongan di air", 24),
    ("boat", "Perahu karet", 24),
    ("sar", "Dasar-dasar SAR", 36),
    ("radio", "Operator radio", None),
    ("traffic", "Pengaturan lalu lintas", 36),
    ("state-defence", "Bela negara", None),
    ("driver", "Pengemudi", None),
    ("licence-a", "SIM A", 60),
    ("licence-b1", "SIM B1", 60),
    ("licence-b2", "SIM B2", 60),
    ("licence-c", "SIM C", 60),
    ("field-kitchen", "Dapur umum", None),
    ("police-training", "Pelatihan Polres", 60),
    ("trainer", "Pelatih", None),
]
"""Short name, name, months of validity; rows people have edited are left alone."""


@reference("areas", order=10)
def load_areas() -> int:
    """The areas of Kepmendagri 300.2.2-2430/2025: new ones are added without a chapter, names follow the law.

    An area that is in the table and no longer in the law stays as it is.
    """
    named = dict(Unit.objects.values_list("path", "name"))
    found = list(areas())
    new = [unit for unit in found if unit.path not in named]
    renamed = [unit for unit in found if named.get(unit.path, unit.name) != unit.name]
    Unit.objects.bulk_create(new, batch_size=2000)
    Unit.objects.bulk_update(renamed, ["name"], batch_size=500)
    return len(new) + len(renamed)


def areas() -> Iterator[Unit]:
    """Every unit of the country, and the villages of 35.74."""
    zones = {row["code"]: row["tz"] for row in _rows("provinces.csv")}
    yield Unit(path=EVERYWHERE, name="Indonesia")
    for file in FILES:
        for row in _rows(file):
            yield Unit(path=Unit.path_of(row["code"]), name=row["name"], timezone=zones[row["code"][:2]])


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (AREAS / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@reference("qualifications", order=20)
def load_qualifications() -> int:
    """What one can be certified for."""
    known = set(Qualification.objects.values_list("slug", flat=True))
    missing = [
        Qualification(slug=slug, name=name, valid_months=months)
        for slug, name, months in QUALIFICATIONS
        if slug not in known
    ]
    return len(Qualification.objects.bulk_create(missing))
