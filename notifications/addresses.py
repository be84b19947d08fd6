"""What is learned of an address while sending: refused for good, or taken again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from notifications.models import Delivery, FailingAddress
from notifications.states import MEMBER

REFUSED = """
INSERT INTO notifications_failingaddress AS known (member_id, channel, address_key, refusals, last_code, refused_at)
VALUES (%s, %s, md5(lower(%s)), 1, %s, COALESCE(%s, statement_timestamp()))
ON CONFLICT (member_id, channel) DO UPDATE SET
    refusals = CASE WHEN known.address_key = EXCLUDED.address_key THEN known.refusals + 1 ELSE 1 END,
    address_key = EXCLUDED.address_key, last_code = EXCLUDED.last_code, refused_at = EXCLUDED.refused_at
"""

FAILING = "SELECT member_id FROM notifications_failingaddress WHERE channel = ANY(%s) AND member_id = ANY(%s)"


def was_refused(delivery: Delivery, address: str, code: str, now: datetime | None = None) -> None:
    """A channel refused an address for good; another address than last time begins at one."""
    row = delivery.notification
    if row.recipient_kind == MEMBER:
        with connection.cursor() as cursor:
            cursor.execute(REFUSED, [row.recipient_id, delivery.channel, address, code, now])


def was_accepted(delivery: Delivery) -> None:
    """A channel took a letter, so nothing is counted any more."""
    FailingAddress.objects.filter(member__in=_members([delivery]), channel=delivery.channel).delete()


def failing_among(deliveries: Collection[Delivery]) -> set[int]:
    """The members among the recipients (of one channel) whose address was refused before; one question."""
    if not deliveries:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(FAILING, [list({row.channel for row in deliveries}), list(_members(deliveries))])
        return {member for (member,) in cursor.fetchall()}


def paused_among(deliveries: Collection[Delivery]) -> set[int]:
    """Those, by id, that would go to an address which is left alone at present; one question."""
    asked = {
        row.pk: (row.notification.recipient_id, row.channel)
        for row in deliveries
        if row.notification.recipient_kind == MEMBER
    }
    paused = FailingAddress.objects.paused().filter(member__in={member for member, _channel in asked.values()})
    known = set(paused.values_list("member_id", "channel")) if asked else set()
    return {pk for pk, address in asked.items() if address in known}


def _members(deliveries: Collection[Delivery]) -> set[int]:
    """The recipients that are members."""
    return {row.notification.recipient_id for row in deliveries if row.notification.recipient_kind == MEMBER}
