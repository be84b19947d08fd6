"""Lines of the security log that Django's and allauth's own events give."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from members.models import User
from senkom.lib.logs import Event, note


@receiver(user_logged_in)
def signed_in(user: User, **_signal: Any) -> None:
    """Somebody came in."""
    note(Event.SIGN_IN, by=user, unit=user.member.unit_id)


@receiver(user_logged_out)
def signed_out(user: User | None, **_signal: Any) -> None:
    """Somebody left."""
    if user is not None:
        note(Event.SIGN_OUT, by=user, unit=user.member.unit_id)


@receiver(user_login_failed)
def not_signed_in(credentials: dict[str, Any], **_signal: Any) -> None:
    """A wrong try: at whose account, where there is one; never what was typed."""
    account = User.objects.select_related("member").filter(username=credentials.get("username") or "").first()
    note(Event.SIGN_IN_FAILED, subject=account.member if account else None)


@receiver(authentication_failed)
def wrong_code(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """A wrong code after a right password."""
    note(Event.FACTOR_FAILED, by=user, what=authenticator.type)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """A factor of somebody's own."""
    note(Event.FACTOR_ADDED, by=user, what=authenticator.type)


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Taken away by the owner."""
    note(Event.FACTOR_REMOVED, by=user, what=authenticator.type)


@receiver(authenticator_reset)
def codes_renewed(user: User, **_signal: Any) -> None:
    """New recovery codes."""
    note(Event.CODES_RENEWED, by=user)
