"""Our own key pair, by which a push service knows that it is always the same server that sends (VAPID, RFC 8292)."""

from __future__ import annotations

import base64
import time
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

VALID_FOR = 12 * 3600
"""Seconds; a push service refuses more than a day."""


def to_text(raw: bytes) -> str:
    """Bytes as browsers write them: base64 for addresses, without filling."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    """The bytes behind such a text. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def public_key() -> str:
    """What browsers are given to subscribe with; empty where this server sends no pushes."""
    return _pair(settings.PUSH_KEY)[1] if settings.PUSH_KEY else ""


def authorization(endpoint: str) -> str:
    """The header of a request to the push service of this endpoint."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + VALID_FOR,
        "sub": settings.SECURITY_CONTACT,
    }
    signer: Vapid02 = _pair(settings.PUSH_KEY)[0]
    return str(signer.sign(claims)["Authorization"])


@cache
def _pair(raw: bytes) -> tuple[Vapid02, str]:
    private = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Vapid02(private, conf={"no-strict": True}), to_text(public)
