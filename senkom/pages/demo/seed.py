"""Seeding: into an empty database, or topping up one that carries the demo's mark."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from members.models import Member, Unit
from senkom.pages.demo import (
    agencies,
    cards,
    duties,
    incidents,
    lists,
    meetings,
    messages,
    papers,
    people,
    reports,
    trainings,
)
from senkom.pages.demo.calendar import ZONE, Calendar
from senkom.pages.models import DemoMark

CHAPTERS = ("0.", "0.35.", "0.35.74.", *(f"0.35.74.{district:02d}." for district in range(1, 6)))
ONE_AT_A_TIME = 3574


class NotOurs(Exception):
    """The database holds rows and no mark of the demo; nothing was written."""


def carries_demo() -> bool:
    """Whether this database was seeded with the demo."""
    return DemoMark.objects.exists()


@transaction.atomic
def seed(now: datetime | None = None) -> bool:
    """Add what is missing of the demo; a row that is there, changed or not, is never touched.

    Says whether this was the first seeding. Raises NotOurs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    is_first = not carries_demo()
    if is_first and Member.objects.exists():
        raise NotOurs
    now = now or timezone.now()
    calendar = Calendar(now.astimezone(ZONE).date(), now)
    if is_first:
        DemoMark.objects.create(seeded_at=now)
        Unit.objects.filter(path__in=CHAPTERS).update(is_active=True)
        people.seed(calendar)
        cards.seed(calendar)
        lists.seed(calendar)
        agencies.seed(calendar)
    duties.seed(calendar, with_past=is_first)
    if is_first:
        reports.seed(calendar)
        incidents.seed(calendar)
        meetings.seed(calendar)
        papers.seed(calendar)
        messages.seed(calendar)
        trainings.seed(calendar)
    return is_first
