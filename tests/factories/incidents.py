"""Categories, messages that came in and incidents for tests: plain functions, everything invented."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from incidents.models import Category, Figure, Incident, IncidentReport, Referral, ReportLink, TimelineEntry
from incidents.states import Channel, EntryKind, FigureKind, FigureSource, Indicator, PlaceSource
from members.models import Member, Unit
from partners.models import Agency
from patrols.states import Pillar
from tests.factories.members import MAYANGAN, make_member, make_unit

VILLAGE = MAYANGAN + "1001."
_counter = itertools.count(1)


def make_village(path: str = VILLAGE, **fields: Any) -> Unit:
    """A village: a place without a chapter."""
    make_unit(path[: path[:-1].rindex(".") + 1])
    return make_unit(path, **{"name": f"Kelurahan {path[-5:-1]}", **fields})


def make_category(slug: str = "street-light", group: str = "facilities", **fields: Any) -> Category:
    """A category that can be chosen, in a group."""
    parent, _made = Category.objects.get_or_create(slug=group, defaults={"name": group, "pillar": Pillar.PUBLIC_ORDER})
    defaults = {"name": f"Jenis {slug}", "pillar": Pillar.PUBLIC_ORDER, "parent": parent, **fields}
    return Category.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_flood(**fields: Any) -> Category:
    """A disaster, so that there are figures and a recovery."""
    return make_category("flood", "water", pillar=Pillar.DISASTER, is_disaster=True, **fields)


def make_incident_report(unit: Unit | str = MAYANGAN, **fields: Any) -> IncidentReport:
    """A message of a member, unread unless said otherwise."""
    where = make_unit(unit) if isinstance(unit, str) else unit
    now = timezone.now()
    defaults: dict[str, Any] = {
        "number": f"LAP-UJI-{next(_counter):04d}",
        "category": fields.pop("category", None) or make_category(),
        "text": "Lampu jalan mati di tikungan.",
        "channel": Channel.APP,
        "occurred_at": now - timedelta(minutes=20),
        "village": None,
        "place_text": "dekat pasar",
        "place_source": PlaceSource.TEXT,
    }
    if "reporter" not in fields:
        defaults["reporter"] = make_member(where)
    return IncidentReport.objects.create(unit=where, **{**defaults, **fields})


def make_incident(unit: Unit | str = MAYANGAN, **fields: Any) -> Incident:
    """An incident, new unless said otherwise."""
    where = make_unit(unit) if isinstance(unit, str) else unit
    defaults: dict[str, Any] = {
        "number": f"KJD-UJI-{next(_counter):04d}",
        "title": "Lampu jalan mati",
        "category": fields.pop("category", None) or make_category(),
        "occurred_at": timezone.now() - timedelta(hours=1),
    }
    return Incident.objects.create(unit=where, **{**defaults, **fields})


def make_link(report: IncidentReport, incident: Incident, by: Member | None = None) -> ReportLink:
    """A report joined to an incident."""
    return ReportLink.objects.create(report=report, incident=incident, linked_by=by or report.reporter)


def make_entry(incident: Incident, text: str = "Catatan uji.", **fields: Any) -> TimelineEntry:
    """A line of a timeline."""
    return TimelineEntry.objects.create(incident=incident, text=text, **{"kind": EntryKind.NOTE, **fields})


def make_figure(incident: Incident, count: int | None = 5, **fields: Any) -> Figure:
    """A count of affected households by Senkom."""
    defaults: dict[str, Any] = {
        "indicator": Indicator.AFFECTED_HOUSEHOLDS,
        "source": FigureSource.SENKOM,
        "as_of": timezone.now(),
        "kind": FigureKind.NUMBER if count is not None else FigureKind.PENDING,
    }
    return Figure.objects.create(incident=incident, count=count, **{**defaults, **fields})


def make_referral(incident: Incident, agency: Agency, **fields: Any) -> Referral:
    """An agency that is to be told."""
    defaults = {"channel": "phone", "message": "Mohon bantuan.", **fields}
    return Referral.objects.create(incident=incident, agency=agency, **defaults)
