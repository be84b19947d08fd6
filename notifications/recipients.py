"""How people of the roster are reached; asked when a message is planned and again when it is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When

from members.models import Member
from notifications.models import FailingAddress, PushSubscription, TelegramChat
from notifications.states import MEMBER, Channel
from senkom.lib.registry import Recipient, recipients, registered
from senkom.lib.rows import partly

FIELDS = ("id", "code", "full_name", "email", "state")
FIND = f"""
SELECT COALESCE(a.language, %(language)s), u.timezone, m.phone, {", ".join(f"m.{name}" for name in FIELDS)}
FROM members_member m JOIN members_unit u ON u.path = m.unit_id LEFT JOIN members_user a ON a.member_id = m.id
WHERE m.id = ANY(%(ids)s)
"""  # noqa: S608 - the columns of our own table
"""Asked for every twenty letters, so it is written once: building the queryset each time costs more than its answer."""


def member_addresses() -> QuerySet[Any, Any]:
    """Everybody, with the channels by which a machine reaches him; without an address that is left alone at present."""
    phones = PushSubscription.objects.live().filter(member=OuterRef("pk"))
    paused = FailingAddress.objects.paused().filter(member=OuterRef("pk"), channel=Channel.EMAIL)
    chats = TelegramChat.objects.filter(member=OuterRef("pk"))
    reached = Func(
        Case(When(~Q(email="") & ~Exists(paused), then=Value(Channel.EMAIL))),
        Case(When(Exists(phones), then=Value(Channel.PUSH))),
        *([Case(When(Exists(chats), then=Value(Channel.TELEGRAM)))] if settings.TELEGRAM_TOKEN else []),
        template="array_remove(ARRAY[%(expressions)s], NULL)",
        output_field=ArrayField(TextField()),
    )
    return Member.objects.order_by().values(recipient=F("pk"), channels=reached)


@recipients(MEMBER, addresses=member_addresses)
def find_members(ids: Collection[int]) -> Mapping[int, Recipient]:
    """Members by id, with their language and the zone of their unit."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"ids": list(ids), "language": settings.LANGUAGE_CODE})
        return {row[3]: _reached(row[0], row[1], row[2], row[3:]) for row in cursor.fetchall()}


def _reached(language: str, zone: str, phone: str, values: Sequence[Any]) -> Recipient:
    member = partly(Member, FIELDS, values)
    return Recipient(
        name=member.full_name,
        email=member.email,
        phone=phone or "",
        language=language,
        timezone=ZoneInfo(zone),
        active=member.may_have_account,
        path=member.get_absolute_url(),
    )


def find(kind: str, ids: Collection[int]) -> Mapping[int, Recipient]:
    """Recipients of one kind by id, asked from the app that registered it."""
    return registered.recipients[kind](ids)
