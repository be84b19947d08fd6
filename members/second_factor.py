"""Who needs a second factor, from when; and what happens when one comes or goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from members.models import User
from members.permissions import rights_over_others_since

PASSED = "second_factor_of"
"""Session key: the account whose second factor this session has shown."""
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts; recovery codes alone are a way back, no factor."""


def due_on(user: User) -> date | None:
    """The day from which the account needs a second factor; None where it needs none."""
    since = rights_over_others_since(user) if settings.MFA_REQUIRED else None
    if since is None:
        return None
    came = user.first_signed_in_at or user.last_login or timezone.now()
    return max(since, came.astimezone(user.member.unit.zone).date()) + settings.MFA_GRACE


def has_one(user: User) -> bool:
    """Whether an app or a passkey is set up."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def is_missing(request: HttpRequest, user: User) -> date | None:
    """The day from which it is needed, where it is needed and not set up."""
    if request.session.get(PASSED) == user.pk:
        return None
    due = due_on(user)
    if due is None:
        return None
    if has_one(user):
        request.session[PASSED] = user.pk
        return None
    return due


def is_overdue(user: User, due: date, now: datetime | None = None) -> bool:
    """Whether the day has come where the person's unit is."""
    return user.member.unit.today(now) >= due


@receiver(user_logged_in)
def remember_first_sign_in(user: User, **_signal: Any) -> None:
    """The first time is kept; the last one is Django's."""
    if user.first_signed_in_at is None:
        User.objects.filter(pk=user.pk, first_signed_in_at=None).update(first_signed_in_at=timezone.now())


@receiver(authenticator_used)
def remember_passed(request: HttpRequest, user: User, **_signal: Any) -> None:
    """This session has shown what the account asks for."""
    request.session[PASSED] = user.pk


@receiver(authentication_step_completed)
def change_key(request: HttpRequest, reauthenticated: bool = False, **_signal: Any) -> None:
    """Whoever has just shown once more who he is goes on under another key: one that was seen before is worth less."""
    if reauthenticated:
        request.session.cycle_key()


@receiver(authenticator_added)
@receiver(authenticator_removed)
def end_other_sessions(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Other phones sign in anew, by what holds from now on; this session goes on under another key."""
    if authenticator.type not in FACTORS:
        return
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    update_session_auth_hash(request, user)
    if has_one(user):
        request.session[PASSED] = user.pk
    else:
        request.session.pop(PASSED, None)
