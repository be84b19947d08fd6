"""Writes the messages that are due: one INSERT … SELECT for each offset of each rule. Only the clock calls it.

Any number of planners at once, or none for hours, make the same rows: an occurrence is unique, planners take turns at a
rule, and the window of an offset reaches back from now to where its message stops being useful. Most of the time
nothing is new: that is asked first, and an index answers it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from notifications import runs
from notifications.rules import ChangedRules, Window, changed_rules, compiled, windows
from notifications.states import MEMBER, Channel, DeliveryState
from senkom.lib.locks import one_at_a_time
from senkom.lib.registry import Reminder, registered

log = logging.getLogger(__name__)

PATIENCE = 45
"""Seconds for which a rule that is not operational may lie; so its messages, too, go out within a minute."""
_planned: dict[str, float] = {}
"""When this process last planned a kind."""

NEW = """
SELECT r.recipient, r.subject, r.at FROM (
    SELECT r.recipient, r.subject, r.at FROM ({rule}) r
    WHERE {in_window} {of_the_days}
    OFFSET 0  -- whom it concerns is found out once a row
) r WHERE r.recipient IS NOT NULL {of_units}
EXCEPT
SELECT n.recipient_id, n.subject, n.at FROM notifications_notification n
WHERE n.kind = %s AND {already_in_window} AND n.recipient_kind = %s
"""
"""What a window holds and nobody was told yet. EXCEPT takes time by the rows, whatever statistics say of them."""

IN_WINDOW = "{at} <= COALESCE(%s, statement_timestamp()) - %s AND {at} > COALESCE(%s, statement_timestamp()) - %s"

OF_THE_DAYS = """
    AND r.day <= (COALESCE(%s, statement_timestamp()) - %s)::date + 1
    AND r.day >= (COALESCE(%s, statement_timestamp()) - %s)::date - 1
"""
"""Where a rule makes its time of a day, an index finds the days; one more on either side, for the zones."""

OF_UNITS = """AND EXISTS (
    SELECT FROM members_member m
    WHERE m.id = r.recipient AND m.unit_id LIKE %s AND NOT m.unit_id LIKE ANY(%s)
)"""

PLAN = """
WITH planned AS (
    INSERT INTO notifications_notification
        (code, recipient_kind, recipient_id, kind, subject, at, due_at, not_after)
    -- The same occurrence has the same code and the same Message-ID, planned again after a restore as well.
    SELECT md5(concat_ws(':', r.recipient, p.kind, r.subject, extract(epoch FROM r.at)))::uuid, p.recipient_kind,
        r.recipient, p.kind, r.subject, r.at,
        -- who signs up late is told now, and his inbox says so
        GREATEST(r.at + %s, COALESCE(%s, statement_timestamp())), r.at + %s
    FROM ({new}) r CROSS JOIN (VALUES (%s, %s)) p (kind, recipient_kind)
    ORDER BY r.recipient, r.at  -- as the inboxes lie
    RETURNING id, code, recipient_id, due_at
), addressed AS (
    SELECT md5(p.code::text || c.channel)::uuid AS code, p.id, p.recipient_id, p.due_at, c.channel
    FROM planned p JOIN ({addresses}) a ON a.recipient = p.recipient_id
        CROSS JOIN LATERAL (SELECT a.channels OFFSET 0) reached  -- asked once, used twice
        -- every machine that reaches this person; where none does, somebody tells him
        CROSS JOIN LATERAL unnest(
            CASE WHEN reached.channels && %s THEN reached.channels ELSE ARRAY[%s] END
        ) c (channel)
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

UNLESS_DECLINED = """WHERE NOT EXISTS (
    SELECT FROM notifications_preference d
    WHERE d.member_id = addressed.recipient_id AND d.topic = %s AND d.channel = addressed.channel
)"""


def tick() -> int:
    """What the clock calls: plan what is urgent, and the rest where this process has not done so for a while."""
    since = time.monotonic() - PATIENCE
    lying = {kind for kind in registered.reminders if _planned.get(kind, since) <= since}
    return _run([row for row in registered.reminders.values() if row.operational or row.kind in lying])


def run_once(now: datetime | None = None) -> int:
    """Plan every registered reminder; gives how many messages were new. `now=None` is the database's clock."""
    return _run(list(registered.reminders.values()), now)


def _run(reminders: Iterable[Reminder], now: datetime | None = None) -> int:
    """A rule that fails doesn't keep the others from being planned."""
    planned, failed, changed = 0, [], changed_rules()
    for reminder in reminders:
        try:
            planned += plan(reminder, now, changed)
            _planned[reminder.kind] = time.monotonic()
        except Exception as error:
            log.exception("planning %s failed", reminder.kind)
            failed.append(f"{reminder.kind}: {type(error).__name__}")
    runs.beat(runs.PLAN, changed=planned, error=", ".join(failed))
    return planned


def plan(reminder: Reminder, now: datetime | None, changed: ChangedRules | None = None) -> int:
    """Plan one reminder with all its offsets, messages and deliveries together. Who comes second finds them written."""
    every_window = windows(reminder, changed_rules() if changed is None else changed)
    with_news = [window for window in every_window if _has_news(window, now)]
    if not with_news:
        return 0
    with transaction.atomic():
        one_at_a_time(f"senkom.plan.{reminder.kind}")
        return sum(_plan(window, now) for window in with_news)


def _has_news(window: Window, now: datetime | None) -> bool:
    """Whether there is something to write; to ask that is cheaper than to write nothing."""
    new, params = _new(window, now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({new}) new", params)  # noqa: S608 - our own queryset, with its parameters apart
        return bool(cursor.fetchone()[0])


def _new(window: Window, now: datetime | None) -> tuple[str, list[Any]]:
    """What is new in a window, as SQL."""
    rule, reminder = compiled(window.reminder.rule), window.reminder
    stretch = [now, window.offset, now, window.until]
    of_the_days = stretch if rule.names_day else []
    of_units: list[Any] = []
    if window.within or window.outside:
        of_units = [f"{window.within}%", [f"{path}%" for path in window.outside]]
    new = NEW.format(
        rule=rule.sql,
        in_window=IN_WINDOW.format(at="r.at"),
        of_the_days=OF_THE_DAYS if of_the_days else "",
        of_units=OF_UNITS if of_units else "",
        already_in_window=IN_WINDOW.format(at="n.at"),
    )
    told = [reminder.kind_at(window.offset), *stretch, reminder.recipient_kind]
    return new, [*rule.params, *stretch, *of_the_days, *of_units, *told]


def _plan(window: Window, now: datetime | None) -> int:
    reminder, channels = window.reminder, list(window.channels)
    new, new_params = _new(window, now)
    addresses, address_params = registered.addresses[reminder.recipient_kind]().query.sql_with_params()
    declined: list[Any] = []
    if reminder.recipient_kind == MEMBER and reminder.may_be_declined:
        declined = [reminder.topic]
    params = [
        *(window.offset, now, window.until),
        *new_params,
        *(reminder.kind_at(window.offset), reminder.recipient_kind),
        *address_params,
        *(channels, Channel.WHATSAPP, channels),
        *(DeliveryState.QUEUED, settings.MAIL_DOMAIN, now),
        *declined,
    ]
    with connection.cursor() as cursor:
        # Both inner queries are our own querysets, with their parameters apart.
        parts = {"addresses": addresses, "unless_declined": UNLESS_DECLINED if declined else ""}
        cursor.execute(PLAN.format(new=new, **parts), params)
        return int(cursor.fetchone()[0])
