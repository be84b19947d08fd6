"""Where something belongs and what it is called: the unit of a place, business numbers, locks."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, IncidentReport
from incidents.states import CLOCK_TOLERANCE
from members.models import Member, Unit
from members.permissions import EVERYWHERE, lineage
from senkom.lib.models import Sequence


def unit_of_place(village: Unit | None, otherwise: Unit) -> Unit:
    """The nearest unit with a chapter around the village of the event; without a village, the other one."""
    if village is None:
        return otherwise
    around = lineage(village.path)[:-1]
    # A longer path sorts after those it begins with: the last one is the nearest.
    nearest = Unit.objects.active().filter(path__in=around).order_by("-path").first()
    return nearest or Unit.objects.get(path=EVERYWHERE)


def number_of(prefix: str, unit: Unit, at: datetime) -> str:
    """The next number of a city and month, for people: KJD-3574-2611-001. Gapless within its transaction."""
    area = "".join(unit.path.split(".")[1:3]) or "0"
    month = f"{at.astimezone(unit.zone):%y%m}"
    return f"{prefix}-{area}-{month}-{Sequence.take(f'{prefix}-{area}-{month}'):03d}"


def not_in_the_future(moment: datetime, field: str, now: datetime | None = None) -> None:
    """Raises ValidationError where something is said to have happened later than now."""
    if moment > (now or timezone.now()) + CLOCK_TOLERANCE:
        raise ValidationError({field: _("This lies in the future. Write when it was.")})


# Locks, always in this order: the incident, the report, the member; numbers are taken last.


def lock_incident(incident: Incident) -> Incident:
    """The incident as it is now; others who want to change it wait."""
    rows = Incident.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "village", "category")
    return rows.get(pk=incident.pk)


def lock_report(report: IncidentReport) -> IncidentReport:
    """The report as it is now; others who want to change it wait."""
    rows = IncidentReport.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "village", "category").get(pk=report.pk)


def lock_writer(member: Member) -> Member:
    """Whoever sends a form; the same form sent twice at once becomes a queue."""
    rows = Member.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    return rows.get(pk=member.pk)
