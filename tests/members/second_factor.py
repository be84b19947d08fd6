"""Setting up and using a second factor as a person does, for tests."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from members.models import User
from senkom.lib.crypto import decrypt
from tests.factories.members import PASSWORD

STEP = 30


def code_at(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of half a minute away."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps)))


def confirm(client: Client, page: str, password: str = PASSWORD) -> Any:
    """Open a page that first asks for the password, and give it."""
    asked = client.get(page)
    if asked.status_code == 200:
        return asked
    return client.post(asked["Location"], {"password": password}, follow=True)


def set_up_app(client: Client) -> str:
    """Set up a code app; the secret it keeps. The code used is that of the step before, so that the next ones work."""
    secret = str(confirm(client, reverse("mfa_activate_totp")).context["form"].secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, -1)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def give_app(user: User) -> str:
    """An account with a code app, set up by its owner elsewhere; the secret."""
    phone = Client()
    phone.force_login(user)
    secret = set_up_app(phone)
    user.refresh_from_db()
    return secret


def recovery_codes(user: User) -> list[str]:
    """The codes on the person's paper."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    assert decrypt(kept.data["seed"])
    return list(kept.wrap().generate_codes())


def begin(client: Client, user: User, password: str = PASSWORD) -> Any:
    """Give the password; the second step comes next."""
    return client.post("/accounts/login/", {"login": user.username, "password": password})


def second_step(client: Client, code: str) -> int:
    """Give the code; the answer's status."""
    return client.post(reverse("mfa_authenticate"), {"code": code}).status_code


def is_in(client: Client) -> bool:
    """Whether the browser is somebody's."""
    return "_auth_user_id" in client.session
