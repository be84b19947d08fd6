"""Phones that take notes: the browser's half of the keys, and what it makes of what it is sent."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from members.models import Member, User
from notifications.models import PushSubscription
from notifications.webpush.keys import public_key, to_text
from tests.factories.members import make_user


@dataclass(frozen=True)
class Browser:
    """What stays on the phone: its private key and its secret."""

    endpoint: str
    private_key: ec.EllipticCurvePrivateKey
    auth: bytes

    @classmethod
    def at(cls, endpoint: str) -> Browser:
        """A browser that was given this address by its push service."""
        return cls(endpoint, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))

    def as_json(self) -> dict[str, Any]:
        """What it tells the application, as `PushSubscription.toJSON()` writes it."""
        point = self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": to_text(point), "auth": to_text(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def open(self, body: bytes) -> dict[str, str]:
        """What the service worker reads of a request's body, opened by a library that is not ours."""
        text = http_ece.decrypt(body, private_key=self.private_key, auth_secret=self.auth, version="aes128gcm")
        found: dict[str, str] = json.loads(text)
        return found


def make_phone(member: Member, endpoint: str, **fields: Any) -> Browser:
    """A phone of a member's, known to the application."""
    account: User = User.objects.filter(member=member).first() or make_user(member)
    browser = Browser.at(endpoint)
    keys = browser.as_json()["keys"]
    defaults = {"server_key": public_key(), "session_epoch": account.session_epoch}
    PushSubscription.objects.create(member=member, endpoint=endpoint, **{**keys, **defaults, **fields})
    return browser
