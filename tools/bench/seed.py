"""Seeding in sets: every table is filled by one INSERT … SELECT, with all its constraints and triggers at work."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection, transaction

from tools.bench import seed_duties, seed_incidents, seed_people
from tools.bench.inserts import ask, run
from tools.bench.sizes import Size

STEPS: tuple[Callable[[Size], None], ...] = (
    seed_people.chapters,
    seed_people.members,
    seed_people.accounts,
    seed_people.offices,
    seed_people.agencies,
    seed_duties.duties,
    seed_duties.places,
    seed_duties.crews,
    seed_duties.reports,
    seed_duties.messages,
    seed_incidents.audiences,
    seed_incidents.promises,
    seed_incidents.letters,
    seed_incidents.incident_reports,
    seed_incidents.incidents,
    seed_incidents.referrals,
)


def seed(size: Size, tell: Callable[[str], None]) -> float:
    """Fill an empty, migrated database; gives the seconds it took."""
    began = time.monotonic()
    with transaction.atomic():
        run("SET LOCAL synchronous_commit = off")
        run("SET LOCAL work_mem = '64MB'")
        for step in STEPS:
            at = time.monotonic()
            step(size)
            tell(f"  {step.__name__.replace('_', ' ')}: {time.monotonic() - at:.1f} s")
    _count_on()
    at = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    tell(f"  vacuum and analyse: {time.monotonic() - at:.1f} s")
    return time.monotonic() - began


def _count_on() -> None:
    """Rows were written with numbers of their own; what comes later counts on after them."""
    columns = """SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE a.attidentity <> '' AND c.relkind = 'r' AND c.relname ~ '^(members|patrols|incidents|partners)_'"""
    for table, column in ask(columns):
        run(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), greatest(max({column}), 1)) FROM {table}"  # noqa: S608
        )
