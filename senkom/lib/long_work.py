"""Long work that a person ordered: done in parts, each committed together with how far it is.

Whoever works holds a lease. A worker that is killed leaves no half part behind, and another one goes on where it was as
soon as the lease has ended. A part runs within one transaction that holds the row of the job, so that two workers never
do the same part, however long one of them was away.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from senkom.lib.models import Job, JobState
from senkom.lib.registry import registered
from senkom.lib.states import move

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""Longer than any part, and than the time limit of a task."""
TURN = 20.0
"""Seconds for which the clock's worker goes on before others have their turn."""
AT_ONCE = 2.0
"""Seconds that a page works itself on what was just ordered: small things are done when it answers."""
MOST_ATTEMPTS = 5
_LEASE = ("lease_token", "lease_until", "attempts")
_PROGRESS = ("done", "total", "result", *_LEASE)


def order(kind: str, subject: int, *, by: Any, total: int = 0) -> Job:
    """Put a work on the list; called by a service, within its transaction. `by` is the member who orders it."""
    job: Job = Job.objects.create(kind=kind, subject=subject, by=by, state_by=by, total=total)
    return job


def give_up(job: Job, *, by: Any) -> None:
    """Stop a work; its parts that are done stay. Waits for the part under way."""
    row = Job.objects.select_for_update(no_key=True, of=("self",)).open().filter(pk=job.pk).first()
    if row is not None:
        row.lease_token = row.lease_until = None
        move(row, JobState.GIVEN_UP, by=by, also=_LEASE)


def run_waiting(seconds: float = TURN) -> int:
    """Work on whatever waits, for so long; gives how many parts were done."""
    end, parts = time.monotonic() + seconds, 0
    while time.monotonic() < end and (job := _claim()):
        parts += _work(job, end)
    return parts


def run_here(job: Job, seconds: float = AT_ONCE) -> None:
    """Begin a work that was just ordered; what isn't done then, the clock's worker goes on with."""
    if mine := _claim(job.pk):
        _work(mine, time.monotonic() + seconds)


@transaction.atomic
def _claim(pk: int | None = None) -> Job | None:
    """Take the oldest work that nobody holds."""
    rows = Job.objects.free().filter(kind__in=registered.works)
    if pk is not None:
        rows = rows.filter(pk=pk)
    row = rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("made_at").first()
    if row is None:
        return None
    row.lease_token, row.lease_until, row.attempts = uuid4(), timezone.now() + LEASE, row.attempts + 1
    if row.state == JobState.WAITING:
        move(row, JobState.RUNNING, by=None, also=_LEASE)
    else:
        row.save(update_fields=_LEASE)
    return row


def _work(job: Job, end: float) -> int:
    """Do parts until the end of the work or of the time; gives how many."""
    parts = 0
    try:
        if job.attempts > MOST_ATTEMPTS:
            _fail(job)
            return 0
        while not _part(job):
            parts += 1
            if time.monotonic() >= end:
                _release(job)
                break
    except Exception:
        log.exception("a part of %s failed", job.kind)
        _release(job, failed=True)
    return parts


@transaction.atomic
def _part(job: Job) -> bool:
    """Do the next part and keep it; True where nothing is left to do for this worker."""
    row = _held(job)
    if row is None:
        return True
    is_over = registered.works[row.kind].part(row)
    row.attempts, row.lease_until = 0, timezone.now() + LEASE
    if is_over:
        row.lease_token = row.lease_until = None
        move(row, JobState.DONE, by=None, also=_PROGRESS)
    else:
        row.save(update_fields=_PROGRESS)
    return is_over


@transaction.atomic
def _release(job: Job, *, failed: bool = False) -> None:
    """Let the next worker go on at once; what failed is tried again with the next ring of the clock."""
    pause = timedelta(seconds=10) if failed else timedelta()
    Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
        lease_until=timezone.now() + pause, attempts=F("attempts") + int(failed)
    )


@transaction.atomic
def _fail(job: Job) -> None:
    row = _held(job)
    if row is not None:
        registered.works[row.kind].failed(row)
        row.lease_token = row.lease_until = None
        move(row, JobState.FAILED, by=None, also=_LEASE)


def _held(job: Job) -> Job | None:
    """The row, locked, while this worker still holds it: its lease may have ended, its owner may have given it up."""
    rows = Job.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING).first()
