"""Periodic work on the messages themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications.models import JobRun
from notifications.querysets import clock
from senkom.lib.registry import job

KEEP_RUNS = timedelta(days=30)


@job("notifications.forget_runs", every=timedelta(days=1))
def forget_runs(now: datetime | None = None) -> int:
    """Forget old runs of the clock; they record no business."""
    return JobRun.objects.filter(started_at__lt=clock(now) - KEEP_RUNS).delete()[0]
