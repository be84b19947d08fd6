"""Times as people read them: never bare, always with their zone."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language

LABELS = {7: "WIB", 8: "WITA", 9: "WIT"}


@lru_cache(maxsize=2_000)
def _day(day: date, _language: str | None) -> str:
    """A day in the language that is active. Kept: the same few are written again and again, and each costs a while."""
    return date_format(day, "l, j F Y")


@lru_cache(maxsize=2_000)
def _clock(clock: time, _language: str | None) -> str:
    """The same for a time of day."""
    return time_format(clock, "TIME_FORMAT")


def zone_label(moment: datetime, zone: tzinfo) -> str:
    """WIB, WITA or WIT."""
    offset = moment.astimezone(zone).utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    return LABELS.get(hours, f"UTC{hours:+d}")


def clock(moment: datetime, zone: tzinfo) -> str:
    """21.00 WIB"""
    return f"{_clock(moment.astimezone(zone).time(), get_language())} {zone_label(moment, zone)}"


def recent(moment: datetime, zone: tzinfo) -> str:
    """21.00 WIB where it was today, else with its day."""
    is_today = moment.astimezone(zone).date() == timezone.now().astimezone(zone).date()
    return clock(moment, zone) if is_today else when(moment, zone)


def day(moment: datetime, zone: tzinfo) -> str:
    """Sabtu, 28 November 2026"""
    return _day(moment.astimezone(zone).date(), get_language())


def when(moment: datetime, zone: tzinfo) -> str:
    """Sabtu, 28 November 2026, 21.00 WIB"""
    return f"{day(moment, zone)}, {clock(moment, zone)}"


def hours(start: datetime, end: datetime, zone: tzinfo) -> str:
    """21.00–00.30 WIB"""
    return f"{_clock(start.astimezone(zone).time(), get_language())}–{clock(end, zone)}"


def span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Sabtu, 28 November 2026, 21.00–00.30 WIB"""
    return f"{day(start, zone)}, {hours(start, end, zone)}"


def zone_of_request() -> tzinfo:
    """The zone that is active: the one of the person's unit."""
    return timezone.get_current_timezone()
