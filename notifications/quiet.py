"""Quiet hours: what can wait is sent when its recipient wakes up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from notifications.models import Delivery
from notifications.querysets import OFFSET_IN_KIND
from notifications.states import BY_MACHINE, MEMBER, QUIET_FROM, QUIET_UNTIL, DeliveryState
from senkom.lib.registry import registered
from senkom.lib.states import move_all

POSTPONE = """
WITH asleep AS (
    SELECT d.id, quiet.until, n.not_after
    FROM notifications_delivery d
    JOIN notifications_notification n ON n.id = d.notification_id
    JOIN members_member m ON m.id = n.recipient_id
    JOIN members_unit u ON u.path = m.unit_id
    LEFT JOIN notifications_quiethours q ON q.member_id = m.id
    CROSS JOIN LATERAL (
        SELECT senkom_quiet_until(
            {clock}, u.timezone, COALESCE(q.begins, %(begins)s), COALESCE(q.ends, %(ends)s)
        ) AS until
    ) quiet
    WHERE d.state = %(queued)s AND d.channel = ANY(%(by_machine)s)
        AND d.next_try_at <= {clock} AND n.not_after > {clock} AND n.recipient_kind = %(member)s
        AND NOT regexp_replace(n.kind, %(offset)s, '') = ANY(%(urgent)s)
        AND quiet.until IS NOT NULL
    FOR UPDATE OF d SKIP LOCKED
), postponed AS (
    UPDATE notifications_delivery d SET next_try_at = asleep.until
    FROM asleep WHERE d.id = asleep.id AND asleep.until < asleep.not_after
)
SELECT id FROM asleep WHERE until >= not_after
"""


@transaction.atomic
def keep_quiet(now: datetime | None = None) -> None:
    """Postpone what is not urgent to the end of its recipient's quiet hours, all of it in one statement.

    So a row is touched once a night. What would come too late in the morning is not sent at all: it is not urgent, or
    its rule would be operational, so it wakes nobody; earlier than due it could not go; it stands in the inbox. Where
    it was tried in vain before, a person hears of it, as of anything that ran out of time. What a coordinator passes
    on by hand stays on his list, for he sees what time it is.
    """
    urgent = [kind for kind, reminder in registered.reminders.items() if reminder.operational]
    values: dict[str, Any] = {
        "now": now,
        "begins": QUIET_FROM,
        "ends": QUIET_UNTIL,
        "urgent": urgent,
        "offset": OFFSET_IN_KIND,
    }
    values |= {"queued": DeliveryState.QUEUED, "by_machine": list(BY_MACHINE), "member": MEMBER}
    with connection.cursor() as cursor:
        # Said as it is, and not as "given, or else the database's": so the planner knows how few rows are due.
        clock = "%(now)s::timestamptz" if now else "statement_timestamp()"
        cursor.execute(POSTPONE.format(clock=clock), values)
        too_late = Delivery.objects.filter(pk__in=[pk for (pk,) in cursor.fetchall()])
    untried, tried = too_late.filter(last_code=""), too_late.exclude(last_code="")
    move_all(tried, DeliveryState.EXPIRED, source=DeliveryState.QUEUED, now=now)
    move_all(untried, DeliveryState.SUPPRESSED, source=DeliveryState.QUEUED, now=now, last_code="quiet hours")
