"""Writes the messages that are due: one INSERT … SELECT for each offset of each rule. Only the clock calls it.

Any number of planners at once, or none for hours, make the same rows: an occurrence is unique, and the window of
an offset reaches back from now to where its message stops being useful.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from notifications import runs
from notifications.rules import Window, windows
from notifications.states import MEMBER, Channel, DeliveryState
from senkom.lib.registry import Reminder, registered

log = logging.getLogger(__name__)

PLAN = """
WITH planned AS (
    INSERT INTO notifications_notification
        (code, recipient_kind, recipient_id, kind, subject, at, due_at, not_after)
    SELECT gen_random_uuid(), %s, r.recipient, %s, r.subject, r.at,
        -- who signs up late is told now, and his inbox says so
        GREATEST(r.at + %s, COALESCE(%s, statement_timestamp())), r.at + %s
    FROM ({rule}) r
    WHERE r.recipient IS NOT NULL
        AND r.at <= COALESCE(%s, statement_timestamp()) - %s
        AND r.at > COALESCE(%s, statement_timestamp()) - %s
        {of_units}
    ON CONFLICT DO NOTHING
    RETURNING id, recipient_id, due_at
), addressed AS (
    SELECT gen_random_uuid() AS code, p.id, p.recipient_id, p.due_at, c.channel
    FROM planned p JOIN ({addresses}) a ON a.recipient = p.recipient_id
        -- every machine that reaches this person; where none does, somebody tells him
        CROSS JOIN LATERAL unnest(CASE WHEN a.channels && %s THEN a.channels ELSE ARRAY[%s] END) c (channel)
    WHERE c.channel = ANY(%s)
), going_out AS (
    INSERT INTO notifications_delivery
        (code, notification_id, channel, state, attempts, next_try_at, message_id, last_code, state_at, state_reason)
    SELECT code, id, channel, %s, 0, due_at, '<' || code || '@' || %s || '>', '',
        COALESCE(%s, statement_timestamp()), ''
    FROM addressed {unless_declined}
)
SELECT count(*) FROM planned
"""

OF_UNITS = """AND EXISTS (
    SELECT FROM members_member m
    WHERE m.id = r.recipient AND m.unit_id LIKE %s AND NOT m.unit_id LIKE ANY(%s)
)"""

UNLESS_DECLINED = """WHERE NOT EXISTS (
    SELECT FROM notifications_preference d
    WHERE d.member_id = addressed.recipient_id AND d.topic = %s AND d.channel = addressed.channel
)"""


def run_once(now: datetime | None = None) -> int:
    """Plan every registered reminder; gives how many messages were new. `now=None` is the database's clock.

    A rule that fails doesn't keep the others from being planned.
    """
    planned, failed = 0, []
    for reminder in list(registered.reminders.values()):
        try:
            planned += plan(reminder, now)
        except Exception as error:
            log.exception("planning %s failed", reminder.kind)
            failed.append(f"{reminder.kind}: {type(error).__name__}")
    runs.beat(runs.PLAN, changed=planned, error=", ".join(failed))
    return planned


@transaction.atomic
def plan(reminder: Reminder, now: datetime | None) -> int:
    """Plan one reminder with all its offsets, messages and deliveries together."""
    return sum(_plan(window, now) for window in windows(reminder))


def _plan(window: Window, now: datetime | None) -> int:
    reminder, channels = window.reminder, list(window.channels)
    rule, rule_params = reminder.rule().query.sql_with_params()
    addresses, address_params = registered.addresses[reminder.recipient_kind]().query.sql_with_params()
    of_units: list[Any] = []
    if window.within or window.outside:
        of_units = [f"{window.within}%", [f"{path}%" for path in window.outside]]
    declined: list[Any] = []
    if reminder.recipient_kind == MEMBER and reminder.may_be_declined:
        declined = [reminder.topic]
    params = [
        *(reminder.recipient_kind, reminder.kind_at(window.offset), window.offset, now, window.until),
        *rule_params,
        *(now, window.offset, now, window.until),
        *of_units,
        *address_params,
        *(channels, Channel.WHATSAPP, channels),
        *(DeliveryState.QUEUED, settings.MAIL_DOMAIN, now),
        *declined,
    ]
    with connection.cursor() as cursor:
        # Both inner queries are our own querysets, with their parameters apart.
        parts = {"of_units": OF_UNITS if of_units else "", "unless_declined": UNLESS_DECLINED if declined else ""}
        cursor.execute(PLAN.format(rule=rule, addresses=addresses, **parts), params)
        return int(cursor.fetchone()[0])
