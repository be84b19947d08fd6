"""Periodic jobs run when they are due, never twice at once, and are logged; the heartbeat reaches /readyz."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from notifications import dispatcher, planner, runs
from notifications.jobs import forget_runs
from notifications.models import JobRun
from senkom.lib.registry import job, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls() -> Iterator[list[datetime | None]]:
    """The moments at which the test's only job was run."""
    others, made = dict(registered.jobs), list[datetime | None]()
    registered.jobs.clear()

    @job("test.lapse", every=timedelta(hours=1), label="test")
    def lapse(now: datetime | None = None) -> int:
        made.append(now)
        if len(made) == 1:
            return 7
        raise LookupError("a secret")

    yield made
    registered.jobs.clear()
    registered.jobs.update(others)


def test_a_job_runs_when_it_is_due_and_a_failed_one_is_tried_sooner(calls: list[datetime | None]) -> None:
    start = timezone.now()
    ran = [runs.run_due(start + timedelta(minutes=minute)) for minute in (0, 1, 30, 61, 65, 72)]
    assert ran == [1, 0, 0, 1, 0, 1]
    first, second, _third = JobRun.objects.filter(name="test.lapse").order_by("started_at")
    assert (first.changed, first.error, first.ended_at is not None) == (7, "", True)
    assert second.error == "LookupError", "the kind of an error, without the data in its text"


def test_a_job_that_was_killed_is_due_at_once(calls: list[datetime | None]) -> None:
    JobRun.objects.create(name="test.lapse", started_at=timezone.now())
    assert runs.run_due() == 1


def test_a_job_never_runs_twice_at_once(calls: list[datetime | None]) -> None:
    # Another process is at it: it holds the job's lock on a connection of its own.
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('senkom.job.test.lapse', 0))")
        assert runs.run_due() == 0
        other.execute("SELECT pg_advisory_unlock(hashtextextended('senkom.job.test.lapse', 0))")
    assert runs.run_due() == 1


def test_old_runs_are_forgotten() -> None:
    JobRun.objects.create(name="plan", started_at=timezone.now() - timedelta(days=31))
    JobRun.objects.create(name="plan", started_at=timezone.now())
    assert forget_runs() == 1


def test_readiness_says_whether_planner_and_dispatcher_ran_in_the_last_three_minutes(client: Client) -> None:
    planner.run_once()
    assert client.get("/readyz").json()["reminders"] is False
    dispatcher.run_once()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reminders"]) == (200, True)
    JobRun.objects.filter(name="plan").update(ended_at=timezone.now() - timedelta(minutes=4))
    assert client.get("/readyz").status_code == 503
