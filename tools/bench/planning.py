"""Planning a large rule: everybody with a place on a duty to come, as before a duty, but for more than a year ahead."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from notifications import planner
from patrols.reminders import before_duty
from senkom.lib.registry import Reminder, registered
from tools.bench import floors
from tools.bench.inserts import ask, run
from tools.bench.measure import backend, counted, cpu_of

KIND, AGAIN = "bench.before", "bench.again"
AHEAD = timedelta(days=400)
TABLES = ("notifications_notification", "notifications_delivery")


@dataclass
class Spent:
    """What some work took."""

    wall: float
    cpu: float
    """Seconds of CPU of the application and of its database process."""


def spent(work: Callable[[], object]) -> Spent:
    """Do it, and look at the clocks."""
    connection.ensure_connection()
    theirs = Path(f"/proc/{backend()}/schedstat")
    wall, ours, database = time.monotonic(), time.process_time_ns(), cpu_of(theirs)
    work()
    cpu = time.process_time_ns() - ours + cpu_of(theirs) - database
    return Spent(time.monotonic() - wall, cpu / 1e9)


def large_rule(many: int) -> Reminder:
    """A rule that yields so many, or as many as there are."""
    places = """SELECT id FROM patrols_assignment WHERE state = 'confirmed' AND starts_at > now() + interval '1 hour'
        ORDER BY id LIMIT %(many)s"""
    last = ask(f"SELECT max(id) FROM ({places}) place", {"many": many})[0][0]  # noqa: S608 - our own words
    return _up_to(last)


def _up_to(last: int) -> Reminder:
    def rule() -> Any:
        return before_duty().filter(pk__lte=last)

    like = registered.reminders["duty.before"]
    return replace(like, kind=KIND, offsets=(-AHEAD,), useful_for=AHEAD, rule=rule)


def a_tenth(large: Reminder) -> Reminder:
    """The same rule with a tenth of the rows."""
    rows = list(large.rule().order_by("pk").values_list("pk", flat=True))
    return _up_to(rows[len(rows) // 10])


def prepare(large: Reminder) -> int:
    """Give every third active member an address, and plan once: what is sent later, and what the floor writes."""
    run(
        """UPDATE members_member SET email = 'warga' || id || '@example.test'
        WHERE state = 'active' AND mod(id, 3) = 0"""
    )
    vacuum("members_member")
    planner.plan(large, None)
    planned = floors.keep_rows(large.kind_at(-AHEAD), AGAIN)
    vacuum(*TABLES)
    return planned


def again(large: Reminder) -> float:
    """Plan the rule under a name that has no messages yet; nothing of it stays."""
    return _undone(lambda: planner.plan(replace(large, kind=AGAIN), None))


def floor() -> float:
    """Write the same rows; nothing of it stays."""
    return _undone(floors.plan)


def _undone(work: Callable[[], object]) -> float:
    def whole() -> None:
        work()
        run("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would check

    with transaction.atomic():
        seconds = spent(whole).cpu
        transaction.set_rollback(True)
    vacuum(*TABLES)
    return seconds


def questions(reminder: Reminder) -> int:
    """How many statements it takes to plan it."""
    with transaction.atomic(), counted() as statements:
        planner.plan(replace(reminder, kind=AGAIN), None)
        transaction.set_rollback(True)
    return len(statements)


def register(large: Reminder) -> None:
    """Let the sender know the rule."""
    registered.reminders[KIND] = large


def vacuum(*tables: str) -> None:
    """Clean up, so that every turn begins alike."""
    for table in tables:
        run(f"VACUUM (ANALYZE) {table}")
