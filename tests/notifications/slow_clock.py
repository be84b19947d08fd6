"""The site's Celery with a clock that strikes once a day: what happens, happens at the start."""

from __future__ import annotations

from tests.notifications.fast_clock import app

__all__ = ["app"]

A_DAY = 86_400.0

app.conf.beat_schedule = {name: {**entry, "schedule": A_DAY} for name, entry in app.conf.beat_schedule.items()}
