"""Periodic work on the messages themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from notifications.models import JobRun
from notifications.querysets import clock
from notifications.telegram import fetch_codes
from senkom.lib.registry import job

KEEP_RUNS = timedelta(days=30)


@job("notifications.forget_runs", every=timedelta(days=1))
def forget_runs(now: datetime | None = None) -> int:
    """Forget old runs of the clock; they record no business."""
    return JobRun.objects.filter(started_at__lt=clock(now) - KEEP_RUNS).delete()[0]


# Nobody asks a bot that isn't there.
if settings.TELEGRAM_TOKEN:
    job("notifications.telegram", every=timedelta(minutes=1))(fetch_codes)
