"""Secrets kept in rows: AES-256-GCM with named keys, and a keyed hash to find them by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from senkom.lib.keys import KeysUnreadable, read_keys

log = logging.getLogger(__name__)


class UnreadableSecret(Exception):
    """A stored secret whose key is missing, or that was changed."""


_last_read: dict[str, dict[str, bytes]] = {}
"""What a key file said when it could last be read."""


def keyring() -> dict[str, bytes]:
    """The keys by name; the first one encrypts. A key file is followed while the site runs."""
    path: str = settings.NIK_KEYS_FILE
    if not path:
        return dict(settings.NIK_KEYS)
    try:
        _last_read[path] = read_keys(path)
    except KeysUnreadable:
        # Somebody is writing it just now. At the start of a server this is an error; see settings.
        log.exception("the key file can't be read; going on with what it said before")
    return _last_read.get(path) or dict(settings.NIK_KEYS)


def active_key() -> str:
    """The name of the key that encrypts now."""
    return next(iter(keyring()))


def encrypt(text: str) -> str:
    """The text under the newest key, written 'key-id:base64'."""
    label, key = next(iter(keyring().items()))
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), label.encode())
    return f"{label}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text behind `encrypt`. Raises UnreadableSecret."""
    label, _colon, sealed = stored.partition(":")
    key = keyring().get(label)
    if key is None:
        raise UnreadableSecret(f"There is no key {label!r} in SENKOM_NIK_KEYS.")
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], label.encode()).decode()
    except InvalidTag as error:
        raise UnreadableSecret("The stored value was changed or its key is another one.") from error


def key_of(stored: str) -> str:
    """The name of the key under which something is stored."""
    return stored.partition(":")[0]


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
