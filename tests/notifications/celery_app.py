"""The fast clock with the test's reminder alone: `celery -A tests.notifications.celery_app worker`."""

from __future__ import annotations

from tests.notifications.fast_clock import app  # sets Django up, so it comes first

# isort: split
from tests.factories.notifications import registered_reminder

__all__ = ["app"]

reminder = registered_reminder()
reminder.__enter__()
