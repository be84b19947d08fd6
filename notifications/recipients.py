"""How people of the roster are reached; asked when a message is planned and again when it is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When

from members.models import Member, User
from notifications.models import FailingAddress, PushSubscription, TelegramChat
from notifications.states import MEMBER, Channel
from senkom.lib.registry import Recipient, recipients, registered


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
    return {member.pk: _reached(member) for member in Member.objects.filter(pk__in=ids).select_related("unit", "user")}


def _reached(member: Member) -> Recipient:
    account: User | None = getattr(member, "user", None)
    return Recipient(
        name=member.full_name,
        email=member.email,
        phone=str(member.phone.as_e164) if member.phone else "",
        language=account.language if account else settings.LANGUAGE_CODE,
        timezone=member.unit.zone,
        active=member.may_have_account,
        path=member.get_absolute_url(),
    )


def find(kind: str, ids: Collection[int]) -> Mapping[int, Recipient]:
    """Recipients of one kind by id, asked from the app that registered it."""
    return registered.recipients[kind](ids)
