"""The site's Celery with the test's reminder alone and a clock that strikes every two seconds."""

from __future__ import annotations

from tests.notifications.celery_app import app

__all__ = ["app"]

EVERY = 2.0

app.conf.beat_schedule = {name: {**entry, "schedule": EVERY} for name, entry in app.conf.beat_schedule.items()}
