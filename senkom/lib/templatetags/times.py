"""Template filters for times: `{{ duty.starts_at|when:duty.unit }}`; without a unit, the zone of the person's unit."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django import template

from senkom.lib import times

register = template.Library()


def _zone(unit: Any) -> tzinfo:
    zone: tzinfo = unit.zone if unit else times.zone_of_request()
    return zone


@register.filter
def when(moment: datetime | None, unit: Any = None) -> str:
    """Sabtu, 28 November 2026, 21.00 WIB"""
    return times.when(moment, _zone(unit)) if moment else ""


@register.filter
def clock(moment: datetime | None, unit: Any = None) -> str:
    """21.00 WIB"""
    return times.clock(moment, _zone(unit)) if moment else ""


@register.filter
def recent(moment: datetime | None, unit: Any = None) -> str:
    """21.00 WIB where it was today, else with its day"""
    return times.recent(moment, _zone(unit)) if moment else ""


@register.filter
def day(moment: datetime | None, unit: Any = None) -> str:
    """Sabtu, 28 November 2026"""
    return times.day(moment, _zone(unit)) if moment else ""


@register.simple_tag
def span(start: datetime, end: datetime, unit: Any = None) -> str:
    """Sabtu, 28 November 2026, 21.00–00.30 WIB"""
    return times.span(start, end, _zone(unit))
