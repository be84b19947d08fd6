"""Figures as people read them: whose figure stands in front, what changed, how much is counted. Never added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from incidents.models import Figure, Incident, TimelineEntry
from incidents.states import RANK, EntryKind, FigureKind, FigureSource, Indicator
from members.models import Unit

TOLD_ANEW = (EntryKind.CONDITION, EntryKind.NEED)
ORDER = {indicator: place for place, indicator in enumerate(Indicator.values)}


@dataclass(frozen=True)
class Row:
    """One thing counted in one village: the newest of each source, the most trusted in front."""

    village: Unit | None
    indicator: Indicator
    by_source: dict[str, Figure]
    front: Figure
    change: str

    @property
    def others(self) -> list[Figure]:
        """What other sources say, the more trusted first."""
        rest = [figure for figure in self.by_source.values() if figure is not self.front]
        return sorted(rest, key=lambda figure: (figure.rank, figure.pk))


@dataclass(frozen=True)
class Table:
    """All figures of an incident."""

    rows: list[Row]
    sources: list[FigureSource]
    villages: int
    counted: int
    updates: list[datetime]

    @property
    def coverage(self) -> str:
        """2 of 2 villages counted"""
        return _("%(counted)d of %(villages)d villages counted") % {"counted": self.counted, "villages": self.villages}


def updates_of(figures: Iterable[Figure], entries: Iterable[TimelineEntry] = ()) -> list[datetime]:
    """The times at which something new was known; the first count is update 1, later conditions and needs count too."""
    counted = {figure.as_of for figure in figures if figure.kind != FigureKind.PENDING}
    if not counted:
        return []
    told = {entry.at for entry in entries if entry.kind in TOLD_ANEW and entry.at > min(counted)}
    return sorted(counted | told)


def table_of(incident: Incident, figures: Collection[Figure], entries: Iterable[TimelineEntry] = ()) -> Table:
    """The figures of an incident (those not struck), by village and by what is counted."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.village_id or "", figure.indicator].append(figure)
    updates = updates_of(figures, entries)
    keys = sorted(groups, key=lambda key: (key[0], ORDER[key[1]]))
    rows = [_row(groups[key], updates) for key in keys]
    villages = {key[0] for key in keys if key[0]} | ({incident.village_id} if incident.village_id else set())
    counted = {figure.village_id for figure in figures if figure.village_id and figure.kind != FigureKind.PENDING}
    present = {figure.source for figure in figures}
    sources = sorted((source for source in FigureSource if source in present), key=lambda source: RANK[source])
    return Table(rows, sources, len(villages), len(counted), updates)


def front_of(figures: Collection[Figure]) -> Figure | None:
    """The figure that stands in front: a count before "still being counted", the most trusted source, its newest."""
    if not figures:
        return None
    return min(figures, key=lambda f: (f.kind == FigureKind.PENDING, f.rank, -f.as_of.timestamp(), -f.pk))


def _row(figures: list[Figure], updates: list[datetime]) -> Row:
    by_source: dict[str, Figure] = {}
    for figure in figures:
        known = by_source.get(figure.source)
        if known is None or _weight(figure) > _weight(known):
            by_source[figure.source] = figure
    front = front_of(list(by_source.values()))
    assert front is not None  # noqa: S101 - a group has at least one figure
    before = front_of([figure for figure in figures if figure.as_of < front.as_of])
    return Row(front.village, Indicator(front.indicator), by_source, front, _change(before, front, updates))


def _weight(figure: Figure) -> tuple[bool, datetime, int]:
    """The newest count of a source; "still being counted" does not take back what it counted before."""
    return figure.kind != FigureKind.PENDING, figure.as_of, figure.pk


def _change(before: Figure | None, now: Figure, updates: list[datetime]) -> str:
    """+5 since update 2 (village office 71 → BPBD 76)"""
    if before is None or before.kind == FigureKind.PENDING or now.kind == FigureKind.PENDING:
        return ""
    difference = (now.count or 0) - (before.count or 0)
    if not difference:
        return ""
    values = {"difference": f"{difference:+d}", "number": _place(before.as_of, updates)}
    text = _("%(difference)s since update %(number)s") % values
    if before.source == now.source:
        return text
    return f"{text} ({_said(before)} → {_said(now)})"


def _said(figure: Figure) -> str:
    return f"{figure.get_source_display()} {figure.value}"


def _place(moment: datetime, updates: list[datetime]) -> int:
    return updates.index(moment) + 1 if moment in updates else len([at for at in updates if at <= moment])
