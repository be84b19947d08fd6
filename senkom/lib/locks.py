"""Doing one thing at a time where there is no row yet to lock."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(name: str) -> None:
    """Wait until no other transaction holds this name; held until the present transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
