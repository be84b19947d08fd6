"""The log of the clock, and what the task `jobs` runs: periodic jobs that are due, and what people ordered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from notifications.models import JobRun
from notifications.querysets import clock
from senkom.lib import long_work
from senkom.lib.registry import PeriodicJob, registered

log = logging.getLogger(__name__)

PLAN, DISPATCH = "plan", "dispatch"
"""The names of the two heartbeats."""
SILENCE = timedelta(minutes=3)
"""How long a heartbeat may be silent."""
TOGETHER = timedelta(minutes=1)
"""Heartbeats that close together share a row."""
RETRY = timedelta(minutes=10)
"""When a failed job is tried again, unless it is due earlier."""
SLACK = 0.95
"""The clock doesn't strike to the second; what is nearly due is due."""


def beat(name: str, *, changed: int = 0, error: str = "") -> None:
    """Record that planner or dispatcher has run to its end."""
    last = JobRun.objects.of(name).filter(started_at__gt=Now() - TOGETHER, error=error).first()
    if last is None:
        JobRun.objects.create(name=name, started_at=Now(), ended_at=Now(), changed=changed, error=error)
    else:
        JobRun.objects.filter(pk=last.pk).update(ended_at=Now(), changed=F("changed") + changed)


def reminders_are_alive() -> bool:
    """Whether both planner and dispatcher came to their end lately."""
    return all(JobRun.objects.alive(name, SILENCE) for name in (PLAN, DISPATCH))


def run_due(now: datetime | None = None) -> int:
    """Run every registered job that is due; gives how many ran."""
    return sum(_run_if_due(job, now) for job in list(registered.jobs.values()))


def run_ordered(seconds: float = long_work.TURN) -> int:
    """Work for a while on what people ordered: one worker at a time, so that another one is there for messages."""
    with alone("ordered") as is_mine:
        return long_work.run_waiting(seconds) if is_mine else 0


def _run_if_due(job: PeriodicJob, now: datetime | None) -> bool:
    with alone(job.name) as is_mine:
        if not is_mine or not is_due(job, now):
            return False
        run = JobRun.objects.create(name=job.name, started_at=clock(now))
        try:
            run.changed = job.run(now)
        except Exception as error:
            log.exception("job %s failed", job.name)
            run.error = type(error).__name__
        run.ended_at = Now()
        run.save(update_fields=["ended_at", "changed", "error"])
        return True


def is_due(job: PeriodicJob, now: datetime | None = None) -> bool:
    """Whether the last run is as long ago as the job says; a failed one is repeated sooner, a killed one at once."""
    ended = JobRun.objects.of(job.name).exclude(ended_at=None)
    succeeded = ended.filter(error="", started_at__gt=clock(now) - job.every * SLACK)
    failed = ended.exclude(error="").filter(started_at__gt=clock(now) - min(job.every, RETRY) * SLACK)
    return not succeeded.exists() and not failed.exists()


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else does this now. The database gives the lock back when a process dies."""
    key = f"senkom.job.{name}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
