"""What people do with their phones: let one ring, and let it be. A browser is known by a cookie of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from members.models import Member, User
from notifications.models import PushSubscription, TelegramChat
from notifications.querysets import PushSubscriptionQuerySet
from notifications.webpush.keys import public_key
from senkom.lib.registry import on_leaving

AT_MOST = 5
"""Phones of one member; one more, and the oldest gives way."""


@transaction.atomic
def keep_phone(*, endpoint: str, p256dh: str, auth: str, by: User) -> PushSubscription:
    """This browser takes a member's notifications from now on; whoever had it before has it no more."""
    Member.objects.select_for_update(no_key=True).get(pk=by.member_id)
    PushSubscription.objects.filter(endpoint=endpoint).exclude(member=by.member_id).delete()
    known = {"p256dh": p256dh, "auth": auth, "server_key": public_key(), "session_epoch": by.session_epoch}
    phone, _made = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"member_id": by.member_id, **known}
    )
    mine = PushSubscription.objects.filter(member=by.member_id)
    kept = mine.order_by("-made_at", "-pk").values_list("pk", flat=True)[:AT_MOST]
    mine.exclude(pk__in=list(kept)).delete()
    return phone


def forget_phone(phone: PushSubscription) -> None:
    """This phone takes nothing any more. A second time changes nothing."""
    PushSubscription.objects.filter(pk=phone.pk).delete()


def code_of(request: HttpRequest) -> UUID | None:
    """By which code this browser was kept; None where it never was."""
    try:
        return UUID(request.COOKIES.get(settings.PHONE_COOKIE_NAME, ""))
    except ValueError:
        return None


def phone_of(request: HttpRequest) -> PushSubscriptionQuerySet:
    """The row of this browser, whosever it is; none where it was never kept."""
    code = code_of(request)
    return PushSubscription.objects.filter(code=code) if code else PushSubscription.objects.none()


def remember(response: HttpResponse, phone: PushSubscription) -> None:
    """Let this browser know itself again, also when somebody else signs in on it."""
    response.set_cookie(
        settings.PHONE_COOKIE_NAME,
        str(phone.code),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


@receiver(user_logged_in)
def another_came(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Who signs in on a phone that rang for somebody else hears nothing that is for the other."""
    phone_of(request).exclude(member=user.member_id).delete()


@receiver(user_logged_out)
def went(request: HttpRequest, **_signal: Any) -> None:
    """Signing out makes this phone silent."""
    phone_of(request).delete()


@on_leaving("notifications.phones", order=60)
def leave(member: Member, *, by: User, reason: str) -> None:
    """The phones of somebody who has left ring for nothing of ours, and his chat hears nothing more."""
    PushSubscription.objects.filter(member=member).delete()
    TelegramChat.objects.filter(member=member).delete()
