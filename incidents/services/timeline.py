"""What is written into a timeline, by hand and by the other services; figures; striking."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from incidents.models import Figure, Incident, TimelineEntry
from incidents.services.places import lock_incident, not_in_the_future
from incidents.states import WRITTEN_BY_HAND, EntryKind, FigureSource, Indicator, Visibility
from members.models import Unit, User
from senkom.lib.forms import earlier
from senkom.lib.refusals import refused_in_words


@contextmanager
def told() -> Iterator[None]:
    """What the services write into a timeline is Indonesian, whatever language the person reads."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def write(
    incident: Incident, kind: EntryKind, text: str, *, by: User | None, at: datetime | None = None
) -> TimelineEntry:
    """One line of the timeline, for the board only. The caller has locked the incident."""
    now = timezone.now()
    author = by.member if by else None
    return TimelineEntry.objects.create(
        incident=incident, kind=kind, text=text, author=author, at=at or now, recorded_at=now
    )


@transaction.atomic
def add_note(
    incident: Incident,
    *,
    kind: str,
    text: str,
    code: UUID,
    by: User,
    at: datetime | None = None,
    visibility: str = Visibility.INTERNAL,
) -> TimelineEntry:
    """Write down what happened, was done or is needed. Raises ValidationError in words."""
    incident, now = lock_incident(incident), timezone.now()
    made: TimelineEntry | None = earlier(TimelineEntry.objects, code, author_field="author", author=by.member)
    if made is not None:
        return made
    if kind not in WRITTEN_BY_HAND:
        raise ValidationError({"kind": _("Choose what kind of line it is.")})
    not_in_the_future(at or now, "at", now)
    with refused_in_words():
        return TimelineEntry.objects.create(
            incident=incident,
            code=code,
            kind=kind,
            text=text.strip(),
            at=at or now,
            recorded_at=now,
            author=by.member,
            visibility=visibility,
        )


@transaction.atomic
def strike_entry(entry: TimelineEntry, *, reason: str, by: User) -> TimelineEntry:
    """Strike a line that was wrong; it stays readable, and a new line says so. Raises ValidationError in words."""
    incident = lock_incident(entry.incident)
    entry = TimelineEntry.objects.get(pk=entry.pk)
    _strike(entry, reason, by)
    with told():
        text = _("Struck: “%(text)s” (%(reason)s)") % {"text": entry.text, "reason": reason.strip()}
    write(incident, EntryKind.CORRECTION, text, by=by)
    return entry


@transaction.atomic
def strike_figure(figure: Figure, *, reason: str, by: User) -> Figure:
    """Strike a figure that was wrong. Raises ValidationError in words."""
    incident = lock_incident(figure.incident)
    figure = Figure.objects.select_related("village").get(pk=figure.pk)
    _strike(figure, reason, by)
    with told():
        text = _("Struck: “%(text)s” (%(reason)s)") % {"text": figure_text(figure), "reason": reason.strip()}
    write(incident, EntryKind.CORRECTION, text, by=by)
    return figure


def _strike(row: TimelineEntry | Figure, reason: str, by: User) -> None:
    if row.is_struck:
        raise ValidationError(_("This line is struck already. Reload the page and look again."), code="conflict")
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the line is struck.")})
    row.struck_at, row.struck_by, row.struck_reason = timezone.now(), by.member, reason.strip()
    with refused_in_words():
        row.save(update_fields=["struck_at", "struck_by", "struck_reason"])


# — figures


@dataclass(frozen=True)
class Counted:
    """What one source says of one thing: a number, none, or still being counted."""

    indicator: str
    kind: str
    count: int | None = None
    village: Unit | None = None


def figure_text(figure: Figure) -> str:
    """Mayangan: affected households 64"""
    label = str(Indicator(figure.indicator).label)
    what = f"{label[:1].lower()}{label[1:]} {figure.value}"  # "terdampak (KK)": what is an abbreviation stays one
    return f"{figure.village}: {what}" if figure.village else what


@transaction.atomic
def record_figures(
    incident: Incident,
    counts: Collection[Counted],
    *,
    source: str,
    as_of: datetime,
    by: User,
    source_name: str = "",
) -> list[Figure]:
    """What one source counted at one time, with one line in the timeline. Raises ValidationError in words.

    The same once more changes nothing: one source says one thing of one place at one time.
    """
    incident = lock_incident(incident)
    if not incident.category.is_disaster:
        raise ValidationError(_("Only a disaster carries figures. Write a note instead."))
    if not counts:
        raise ValidationError(_("Write at least one figure, or say that it is still being counted."))
    not_in_the_future(as_of, "as_of")
    about: dict[str, Any] = {"incident": incident, "source": source, "source_name": source_name.strip(), "as_of": as_of}
    new = [Figure(recorded_by=by.member, **about, **vars(counted)) for counted in counts]
    known = list(Figure.objects.standing().filter(incident=incident, source=source, as_of=as_of))
    if known and {_said(figure) for figure in new} <= {_said(figure) for figure in known}:
        return known
    with refused_in_words():
        figures = Figure.objects.bulk_create(new)
    write(incident, EntryKind.FIGURE, _figures_line(figures), by=by, at=as_of)
    return figures


def _figures_line(figures: Collection[Figure]) -> str:
    """What the timeline says of figures of one source: who counted, and what."""
    with told():
        sources = {figure.source_name or str(FigureSource(figure.source).label) for figure in figures}
        return f"{', '.join(sources)}: {'; '.join(figure_text(figure) for figure in figures)}"


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.indicator, figure.village_id, figure.kind, figure.count
