"""The site's Celery with a faster clock and the test's reminder: `celery -A tests.notifications.celery_app worker`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
django.setup()

from senkom.celery import app  # noqa: E402 - the tables can be imported only now
from tests.factories.notifications import registered_reminder  # noqa: E402

EVERY = 0.5

app.conf.beat_schedule = {name: {**entry, "schedule": EVERY} for name, entry in app.conf.beat_schedule.items()}
reminder = registered_reminder()
reminder.__enter__()
