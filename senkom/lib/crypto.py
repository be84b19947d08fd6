"""Secrets kept in rows: AES-256-GCM with named keys, and a keyed hash to find them by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


class UnreadableSecret(Exception):
    """A stored secret whose key is missing, or that was changed."""


def encrypt(text: str) -> str:
    """The text under the newest key, written 'key-id:base64'."""
    label, key = next(iter(settings.NIK_KEYS.items()))
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), label.encode())
    return f"{label}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text behind `encrypt`. Raises UnreadableSecret."""
    label, _colon, sealed = stored.partition(":")
    key = settings.NIK_KEYS.get(label)
    if key is None:
        raise UnreadableSecret(f"There is no key {label!r} in SENKOM_NIK_KEYS.")
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], label.encode()).decode()
    except InvalidTag as error:
        raise UnreadableSecret("The stored value was changed or its key is another one.") from error


def keyed_hash(text: str) -> str:
    """A hash that can be compared but not guessed without the key (HMAC-SHA256)."""
    key = next(iter(settings.NIK_HASH_KEY.values()))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class EncryptedField(models.TextField[Any, Any]):
    """A text that lies encrypted in its column; NULL stays NULL."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(str(value)) if value else None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else None
