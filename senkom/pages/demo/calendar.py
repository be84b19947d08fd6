"""When things of the demo happen: the tables say it relative to the day of seeding."""

from __future__ import annotations

import csv
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
FOLDER = Path(__file__).parent
NAMESPACE = uuid.UUID("5e4b0000-de30-5000-8000-000000003574")
_WEEKDAYS = {name: number for number, name in enumerate(["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"])}
_MONTHS = {"Jul": 7, "Des": 12}


def code_of(*parts: object) -> uuid.UUID:
    """The fixed code of a demo row, so that seeding again finds it."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the demo's tables."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True)
class Calendar:
    """Reads 'w-1 Sab 21.00', 'D0-6 20.15' and '19 Des 07.00' as moments; w0 is the week of D0, Monday first."""

    today: date
    now: datetime

    def day(self, text: str) -> date:
        """The day of such a text; a fixed day is the next one. Raises ValueError."""
        if found := re.match(r"D0(?:([+-])(\d+))?", text):
            days = int(found[2] or 0)
            return self.today + timedelta(days=-days if found[1] == "-" else days)
        if found := re.match(r"w([+-]?\d+) (\w{3})", text):
            monday = self.today - timedelta(days=self.today.weekday())
            return monday + timedelta(weeks=int(found[1]), days=_WEEKDAYS[found[2]])
        if found := re.match(r"(\d{1,2}) (\w{3})", text):
            this_year = date(self.today.year, _MONTHS[found[2]], int(found[1]))
            return this_year if this_year >= self.today else this_year.replace(year=this_year.year + 1)
        return date.fromisoformat(text[:10])

    def at(self, text: str) -> datetime:
        """The moment of such a text; without a time, nine in the morning."""
        clock = re.search(r"(\d\d)\.(\d\d)$", text)
        return self.moment(self.day(text), f"{clock[1]}.{clock[2]}" if clock else "09.00")

    def moment(self, day: date, clock: str) -> datetime:
        """A local day and '21.00' as a moment."""
        hour, minute = map(int, clock.split("."))
        return datetime.combine(day, time(hour, minute), ZONE)

    def ago(self, **span: float) -> datetime:
        """So long before now."""
        return self.now - timedelta(**span)
