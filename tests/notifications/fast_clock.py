"""The site's Celery with a faster clock, nothing else changed: `celery -A tests.notifications.fast_clock worker`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
django.setup()

from senkom.celery import app  # noqa: E402 - the tables can be imported only now

__all__ = ["app"]

EVERY = 0.5

app.conf.beat_schedule = {name: {**entry, "schedule": EVERY} for name, entry in app.conf.beat_schedule.items()}
