"""A month of duties as the page shows it: each duty is written once, its words made here and not in the template."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from patrols.models import Duty
from patrols.states import DutyState
from senkom.lib.addresses import addresses_of
from senkom.lib.times import hours


@dataclass(frozen=True)
class Entry:
    """One duty of the month."""

    url: str
    times: str
    name: str
    about: str
    state: str
    """Said where it is not simply announced."""
    look: str
    is_mine: bool


@dataclass
class Day:
    """A day of the month, with the duties that begin on it."""

    date: date
    in_month: bool
    is_today: bool
    is_past: bool
    entries: list[Entry] = field(default_factory=list)

    @cached_property
    def look(self) -> str:
        """The classes of its cell."""
        said = {"out": not self.in_month, "today": self.is_today, "past": self.is_past, "free": not self.entries}
        return " ".join(name for name, is_so in said.items() if is_so)


class Month:
    """The days of a month in weeks from Monday, with their duties by time; asks the duties for `for_month`."""

    def __init__(self, first: date, duties: list[Duty], *, mine: set[int]) -> None:
        self.duties, self.mine = duties, mine
        self.address = addresses_of("patrols:detail")
        self.words = {state.value: capfirst(str(state.label)) for state in DutyState}
        self.exercise = _("exercise")
        self.hours = cache(hours)  # many duties of an evening begin and end together
        today = timezone.localdate()
        self.days = [
            Day(day, in_month=day.month == first.month, is_today=day == today, is_past=day < today)
            for day in calendar.Calendar().itermonthdates(first.year, first.month)
        ]
        by_date = {day.date: day for day in self.days}
        for duty in duties:
            by_date[timezone.localdate(duty.starts_at)].entries.append(self._entry(duty))

    @property
    def weekdays(self) -> list[date]:
        """The days of the first week, for the names of the columns."""
        return [day.date for day in self.days[:7]]

    @cached_property
    def past(self) -> int:
        """How many of the duties began on days that are over."""
        return sum(len(day.entries) for day in self.days if day.is_past)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to come."""
        return self.past == len(self.duties)

    def _entry(self, duty: Duty) -> Entry:
        is_mine = duty.pk in self.mine
        is_short = duty.state == DutyState.PUBLISHED and duty.ready < duty.min_crew
        return Entry(
            url=self.address(duty.code),
            times=self.hours(duty.starts_at, duty.ends_at, duty.unit.zone),
            name=duty.name,
            about=f"{duty.unit.name} · {duty.strength}" + (f" · {self.exercise}" if duty.is_exercise else ""),
            state="" if duty.state == DutyState.PUBLISHED else self.words[duty.state],
            look="mine" if is_mine else "short" if is_short else "",
            is_mine=is_mine,
        )
