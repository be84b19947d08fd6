"""Times as people read them: never bare, always with their zone."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format

LABELS = {7: "WIB", 8: "WITA", 9: "WIT"}


def zone_label(moment: datetime, zone: tzinfo) -> str:
    """WIB, WITA or WIT."""
    offset = moment.astimezone(zone).utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    return LABELS.get(hours, f"UTC{hours:+d}")


def clock(moment: datetime, zone: tzinfo) -> str:
    """21.00 WIB"""
    return f"{date_format(moment.astimezone(zone), 'TIME_FORMAT')} {zone_label(moment, zone)}"


def recent(moment: datetime, zone: tzinfo) -> str:
    """21.00 WIB where it was today, else with its day."""
    is_today = moment.astimezone(zone).date() == timezone.now().astimezone(zone).date()
    return clock(moment, zone) if is_today else when(moment, zone)


def day(moment: datetime, zone: tzinfo) -> str:
    """Sabtu, 28 November 2026"""
    return date_format(moment.astimezone(zone), "l, j F Y")


def when(moment: datetime, zone: tzinfo) -> str:
    """Sabtu, 28 November 2026, 21.00 WIB"""
    return f"{day(moment, zone)}, {clock(moment, zone)}"


def hours(start: datetime, end: datetime, zone: tzinfo) -> str:
    """21.00–00.30 WIB"""
    return f"{date_format(start.astimezone(zone), 'TIME_FORMAT')}–{clock(end, zone)}"


def span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Sabtu, 28 November 2026, 21.00–00.30 WIB"""
    return f"{day(start, zone)}, {hours(start, end, zone)}"


def zone_of_request() -> tzinfo:
    """The zone that is active: the one of the person's unit."""
    return timezone.get_current_timezone()
