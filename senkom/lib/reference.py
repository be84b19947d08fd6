"""Reference rows of the library: public holidays and collective leave of Indonesia."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import holidays
from django.utils import timezone

from senkom.lib.models import Holiday
from senkom.lib.registry import reference

YEARS_AHEAD = 1
MOVES_BY = timedelta(days=5)
KINDS = {"public": Holiday.Kind.PUBLIC, "government": Holiday.Kind.COLLECTIVE_LEAVE}
ESTIMATED = "(perkiraan)"


@reference("holidays", order=20)
def load_holidays() -> int:
    """The holidays of last year, this one and the next, as the package knows them; people may edit them after."""
    this_year = timezone.localdate().year
    years = range(this_year - 1, this_year + YEARS_AHEAD + 1)
    known = list(Holiday.objects.filter(date__year__in=years))
    missing = [row for row in _announced(years) if not any(_is_known(row, other) for other in known)]
    outdated = [old.pk for old in known if old.is_estimate and any(_is_same(old, row) for row in missing)]
    Holiday.objects.filter(pk__in=outdated).delete()
    return len(Holiday.objects.bulk_create(missing, ignore_conflicts=True))


def _is_same(row: Holiday, other: Holiday) -> bool:
    """Whether two rows mean one feast of one year; the moon decides late, and a year may have two of a name."""
    return row.name == other.name and abs(row.date - other.date) <= MOVES_BY


def _is_known(row: Holiday, other: Holiday) -> bool:
    """Whether the table has it: on that day, or confirmed (by a person, too) where the package still estimates."""
    return _is_same(row, other) and (row.date == other.date or (row.is_estimate and not other.is_estimate))


def _announced(years: range) -> Iterator[Holiday]:
    for category, kind in KINDS.items():
        days = holidays.country_holidays("ID", years=years, language="id", categories=(category,))
        for day, names in sorted(days.items()):
            for name in names.split("; "):
                yield _holiday(day, name, kind)


def _holiday(day: date, name: str, kind: Holiday.Kind) -> Holiday:
    return Holiday(date=day, name=name.replace(ESTIMATED, "").strip(), kind=kind, is_estimate=ESTIMATED in name)
