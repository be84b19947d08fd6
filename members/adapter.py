"""How allauth behaves here."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.backends import MemberBackend
from members.models import Reading, User
from senkom.lib.crypto import decrypt, encrypt
from senkom.lib.logs import Event, note

BY_LINK = "link_made_by"
"""What a sign-in by link carries through its steps: the member who made the link."""
CAME_BY_LINK = "came_by_link_at"
"""Session key: shortly after, a password can be set without the old one."""


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Accounts are made by the chapter; allauth's own sign-up, open by default, is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The account behind the credentials; a closed one is answered like a wrong password, without a page apart."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user if MemberBackend().user_can_authenticate(user) else None

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Where a person who has taken every step of signing in is led."""
        carried = details["signal_kwargs"] or {}
        if BY_LINK not in carried:
            response: HttpResponse = super().post_login(request, user, **details)
            return response
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        request.session[CAME_BY_LINK] = timezone.now().timestamp()
        note(Event.LINK_USED, by=user, unit=user.member.unit_id)
        if maker := carried[BY_LINK]:
            Reading.objects.create(member_id=user.member_id, by_id=maker, what=Reading.What.LINK)
        messages.success(request, _("You are signed in on this phone for 90 days."))
        return redirect("members:password")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What "key" means in the limits: an account *and* an address.

        Counted by account alone, five wrong tries from anywhere would keep the right person out.
        """
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes of an app, passkeys and recovery codes: their secrets lie encrypted, their words are ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not right, or was used already. Wait for the next code and try again."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code on white, so that phones read it off a dark page too."""
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=6, border=3, light="white")
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 - allauth's name
        count: int = user.authenticator_set.filter(type=type).count()  # type: ignore[attr-defined]  # allauth gives every account it
        return _("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Senkom"}
