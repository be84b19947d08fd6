"""Texts about incidents that people carry to an agency: complete without a link, and they name nobody."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.figures import Row, Table, table_of
from incidents.models import Figure, Incident, IncidentReport, TimelineEntry
from incidents.states import EntryKind, FigureKind, FigureSource, Indicator, Sensitivity, Visibility
from members.models import Unit
from members.permissions import lineage
from senkom.lib import times

AFFECTED = (Indicator.AFFECTED_HOUSEHOLDS, Indicator.AFFECTED_PEOPLE)
DISPLACED = (Indicator.DISPLACED_HOUSEHOLDS, Indicator.DISPLACED_PEOPLE)
CASUALTIES = (Indicator.DEAD, Indicator.MISSING, Indicator.BADLY_INJURED, Indicator.LIGHTLY_INJURED)
HOUSES = (Indicator.HOUSES_HEAVY, Indicator.HOUSES_MEDIUM, Indicator.HOUSES_LIGHT, Indicator.HOUSES_FLOODED)


def city_of(unit: Unit) -> Unit:
    """The city of a unit, or the unit itself where it lies above."""
    return Unit.objects.get(path=lineage(unit.path)[:3][-1])


def addressee_of(incident: Incident) -> str:
    """Whom the text is for where no agency is chosen yet: the disaster agency of the city, or whoever is in charge."""
    with translation.override(settings.LANGUAGE_CODE):
        if incident.category.is_disaster:
            return _("the Head of BPBD %(city)s") % {"city": city_of(incident.unit)}
        return _("the agency in charge")


def place_for_outside(incident: Incident) -> str:
    """Where it is, as far as an outside text may say: no exact place of sensitive cases."""
    if incident.sensitivity == Sensitivity.CONFIDENTIAL:
        return str(incident.unit)
    if incident.sensitivity == Sensitivity.RESTRICTED and incident.village:
        return _("village %(village)s") % {"village": incident.village}
    if incident.sensitivity == Sensitivity.RESTRICTED:
        return str(incident.unit)
    village = _("village %(village)s") % {"village": incident.village} if incident.village else ""
    return ", ".join(part for part in (incident.place_text, village) if part) or str(incident.unit)


MOST_SEEN = 600
"""Letters of a report that an outside text repeats."""


def names_somebody(text: str, reports: Iterable[IncidentReport]) -> bool:
    """Whether a text names who reported, or his number; reports come with reporter and on_behalf_of."""
    digits = re.sub(r"\D", "", text)
    for report in reports:
        people = [report.caller_name, report.reporter.full_name]
        people += [report.on_behalf_of.full_name] if report.on_behalf_of else []
        phones = [re.sub(r"\D", "", str(phone))[-9:] for phone in (report.caller_phone, report.reporter.phone) if phone]
        named = any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in people if name)
        if named or any(phone in digits for phone in phones):
            return True
    return False


def what_was_seen(incident: Incident, reports: Sequence[IncidentReport]) -> str:
    """The words of the first report, without sentences that name who reported; none of a sensitive matter.

    Where the matter is not open, or children may be in it, what leaves the house stays as general as its kind.
    """
    if not reports:
        return ""
    first = min(reports, key=lambda report: report.reported_at)
    categories = {incident.category, first.category}
    closed = {incident.sensitivity, first.sensitivity} != {Sensitivity.OPEN}
    if closed or any(category.minors_possible for category in categories):
        return ""
    sentences = re.split(r"(?<=[.?])\s+", first.text.strip())
    kept = " ".join(sentence for sentence in sentences if not names_somebody(sentence, reports))
    return textwrap.shorten(kept, MOST_SEEN, placeholder=" …")


def outside_text(
    incident: Incident,
    figures: Sequence[Figure],
    entries: Sequence[TimelineEntry],
    received_at: datetime,
    reports: Sequence[IncidentReport] = (),
) -> str:
    """What an agency is told, without the salutation: what was seen, figures with source, steps, needs, the latest.

    Of the timeline only lines that partners may read; of a confidential incident nothing but kind, area and time.
    """
    with translation.override(settings.LANGUAGE_CODE):
        shown = [entry for entry in entries if entry.visibility == Visibility.PARTNER and not entry.is_struck]
        if incident.sensitivity == Sensitivity.CONFIDENTIAL:
            return "\n".join([*_head(incident, None, received_at), _signature(incident)])
        table = table_of(incident, figures, shown)
        return "\n".join(
            [
                *_head(incident, table, received_at),
                *_seen(incident, reports),
                *_impact(table),
                *_story(shown),
                *_foot(incident, table),
            ]
        )


def _head(incident: Incident, table: Table | None, received_at: datetime) -> Iterator[str]:
    zone = incident.unit.zone
    about = {"kind": incident.category, "place": _villages(table) or place_for_outside(incident)}
    title = _("We beg to report: Information *Incident %(kind)s %(place)s*") % about
    if table and table.updates:
        last = {"number": len(table.updates), "time": times.when(table.updates[-1], zone)}
        update = _("(Update %(number)d: %(time)s)") % last
        title = f"{title} {update}"
    exercise = _("EXERCISE")
    yield f"{exercise} · {title}" if incident.is_exercise else title
    label = _("KIND OF DISASTER: %(kind)s") if incident.category.is_disaster else _("KIND OF INCIDENT: %(kind)s")
    yield label % {"kind": str(incident.category).lower()}
    yield _("REPORT RECEIVED: %(time)s") % {"time": times.when(received_at, zone)}
    yield _("TIME OF THE INCIDENT: %(time)s") % {"time": times.when(incident.occurred_at, zone)}
    yield _("PLACE: %(place)s") % {"place": place_for_outside(incident)}


def _seen(incident: Incident, reports: Sequence[IncidentReport]) -> Iterator[str]:
    if seen := what_was_seen(incident, reports):
        yield _("SEEN: %(text)s") % {"text": seen.rstrip(".")}


def _villages(table: Table | None) -> str:
    """village A and B; empty where figures name none."""
    names = list(dict.fromkeys(str(row.village) for row in table.rows if row.village)) if table else []
    if not names:
        return ""
    joined = (
        names[0]
        if len(names) == 1
        else _("%(first)s and %(last)s")
        % {
            "first": ", ".join(names[:-1]),
            "last": names[-1],
        }
    )
    return _("village %(village)s") % {"village": joined}


def _impact(table: Table) -> Iterator[str]:
    lines = [
        (_("AFFECTED: %(counts)s"), _by_village(table, AFFECTED)),
        (_("DISPLACED: %(counts)s"), _by_village(table, DISPLACED)),
        (_("CASUALTIES: %(counts)s"), _counts(table, CASUALTIES)),
        (_("HOUSES: %(counts)s"), _counts(table, HOUSES)),
    ]
    return (line % {"counts": counts} for line, counts in lines if counts)


def _by_village(table: Table, indicators: Sequence[Indicator]) -> str:
    """Kedunggaleng 76 KK / 261 jiwa (BPBD); Sumber Taman 42 KK / 139 jiwa (BPBD)"""
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.indicator in indicators:
            found.setdefault(str(row.village or ""), []).append(row)
    return "; ".join(_village(name, rows) for name, rows in found.items())


def _village(name: str, rows: list[Row]) -> str:
    counts = " / ".join(_count(row) for row in rows)
    sources = ", ".join(dict.fromkeys(str(row.front.get_source_display()) for row in rows))
    return f"{name} {counts} ({sources})".strip()


def _count(row: Row) -> str:
    unit = (
        pgettext("count", "households") if row.indicator in (AFFECTED[0], DISPLACED[0]) else pgettext("count", "people")
    )
    return f"{row.front.count} {unit}" if row.front.kind == FigureKind.NUMBER else _in_words(row.front)


def _counts(table: Table, indicators: Iterable[Indicator]) -> str:
    """meninggal NIHIL, hilang NIHIL, luka ringan 1"""
    rows = [row for row in table.rows if row.indicator in indicators]
    return ", ".join(_named(row) for row in rows)


def _named(row: Row) -> str:
    where = f"{row.village}: " if row.village else ""
    source = "" if row.front.kind == FigureKind.PENDING else f" ({row.front.get_source_display()})"
    return f"{where}{str(row.indicator.label).lower()} {_in_words(row.front)}{source}"


def _in_words(figure: Figure) -> str:
    if figure.kind == FigureKind.NONE:
        return _("NIHIL")
    return figure.value.upper() if figure.kind == FigureKind.PENDING else figure.value


def _story(entries: Sequence[TimelineEntry]) -> Iterator[str]:
    steps = [entry.text.rstrip(".") for entry in entries if entry.kind == EntryKind.MEASURE]
    needs = [entry.text.rstrip(".") for entry in entries if entry.kind == EntryKind.NEED]
    conditions = [entry.text.rstrip(".") for entry in entries if entry.kind == EntryKind.CONDITION]
    if steps:
        numbered = " ".join(f"{place}. {step}" for place, step in enumerate(steps, 1))
        yield _("STEPS TAKEN: %(steps)s") % {"steps": numbered}
    if needs:
        yield _("URGENT NEEDS: %(needs)s") % {"needs": ", ".join(needs)}
    if conditions:
        yield _("CONDITION AT THE END: %(condition)s") % {"condition": conditions[-1]}


def _foot(incident: Incident, table: Table) -> Iterator[str]:
    sources = [str(FigureSource(source).label) for source in table.sources]
    if sources:
        yield _("SOURCES: %(sources)s") % {"sources": ", ".join(sources)}
    yield _signature(incident)


def _signature(incident: Incident) -> str:
    signed = _("SIGNED: Chair of Senkom %(city)s") % {"city": city_of(incident.unit)}
    number = _("Number %(number)s") % {"number": incident.number}
    return f"{signed}\n{number}"


def salutation(addressee: str) -> str:
    """Kepada Yth. Pusdalops, BPBD Kota Probolinggo"""
    with translation.override(settings.LANGUAGE_CODE):
        return _("To: %(addressee)s") % {"addressee": addressee}
