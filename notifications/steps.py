"""The steps that a sender takes for every letter, as statements of their own: next, take, settle.

Twenty thousand letters are as many settlements. Building a queryset for each costs more than the database's work, so
these few are written once; whatever happens rarely goes through `move_all`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from notifications.models import Delivery, Notification
from notifications.states import DeliveryState
from senkom.lib.rows import partly
from senkom.lib.states import step_sql

FIELDS = ("id", "code", "notification_id", "channel", "attempts", "message_id", "last_code")
MESSAGE_FIELDS = ("id", "recipient_kind", "recipient_id", "kind", "subject", "at", "not_after")
"""What a sender needs of both, in the order of the tables."""
NEXT = f"""
SELECT n.not_after <= COALESCE(%(now)s::timestamptz, statement_timestamp()),
    {", ".join(f"d.{name}" for name in FIELDS)}, {", ".join(f"n.{name}" for name in MESSAGE_FIELDS)}
FROM notifications_delivery d JOIN notifications_notification n ON n.id = d.notification_id
WHERE d.channel = %(channel)s AND d.state = 'queued'
    AND d.next_try_at <= COALESCE(%(now)s::timestamptz, statement_timestamp())
ORDER BY d.next_try_at, d.id LIMIT %(at_once)s FOR UPDATE OF d SKIP LOCKED
"""  # noqa: S608 - the columns of our own tables
TAKE = step_sql(
    Delivery,
    DeliveryState.SENDING,
    source=DeliveryState.QUEUED,
    also="attempts = attempts + 1, lease_token = %(token)s, lease_until = {clock} + %(lease)s",
    where="id = ANY(%(ids)s)",
)
ENDS_LEASE = "last_code = %(code)s, lease_token = NULL, lease_until = NULL"
SETTLE = {
    target: step_sql(
        Delivery, target, source=DeliveryState.SENDING, also=also, where="id = %(id)s AND lease_token = %(token)s"
    )
    for target, also in {
        DeliveryState.SENT: f"sent_at = {{clock}}, {ENDS_LEASE}",
        DeliveryState.FAILED: ENDS_LEASE,
        DeliveryState.QUEUED: f"next_try_at = {{clock}} + %(wait)s, {ENDS_LEASE}",
        # The lease stays: until it is over, the relay may still be about to take the letter.
        DeliveryState.UNCERTAIN: "last_code = %(code)s",
    }.items()
}
WRITTEN_SOON = " AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'"
"""Lets a commit be written to the disk a moment later. A power cut may then take a settlement back: the letter is
'sending' again, and after its lease the ledger is asked, as after any death of a sender. The claim is waited for: taken
back, a letter that was sent would be queued again, and nobody would ask.
"""


def next_waiting(channel: str, at_once: int, now: datetime | None) -> tuple[list[Delivery], list[int]]:
    """The next letters with their messages, locked; and those among them (by id) that would come too late."""
    rows: list[Delivery] = []
    late: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"channel": channel, "at_once": at_once, "now": now})
        for is_late, *values in cursor.fetchall():
            delivery = partly(Delivery, FIELDS, values[: len(FIELDS)])
            message = partly(Notification, MESSAGE_FIELDS, values[len(FIELDS) :])
            delivery._state.fields_cache["notification"] = message
            if is_late:
                late.append(delivery.pk)
            else:
                rows.append(delivery)
    return rows, late


def take(rows: Collection[Delivery], lease: timedelta, now: datetime | None) -> None:
    """Mark locked letters as being sent, under a lease with a token of its own."""
    token = uuid4()
    values: dict[str, Any] = {"ids": [row.pk for row in rows], "token": token, "lease": lease, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
    for row in rows:
        row.state, row.lease_token, row.attempts = DeliveryState.SENDING, token, row.attempts + 1


def settle(
    row: Delivery, to: DeliveryState, code: str, wait: timedelta, now: datetime | None, *, durably: bool
) -> bool:
    """Write down what became of a letter, if its lease is still the sender's own; whether it was."""
    values: dict[str, Any] = {"id": row.pk, "token": row.lease_token, "code": code, "wait": wait, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(SETTLE[to] + ("" if durably else WRITTEN_SOON), values)
        return bool(cursor.rowcount == 1)
