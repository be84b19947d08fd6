"""Named 256-bit keys as administrators write them; knows nothing of Django, so that the settings can read them."""

from __future__ import annotations

import base64
import binascii
import os
import re
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

KEY_LENGTH = 32


class KeysUnreadable(Exception):
    """What stands there is no list of keys; says how one is written."""


def parse_keys(text: str, where: str) -> dict[str, bytes]:
    """Keys written 'name:base64', separated by commas or one a line ('#' begins a remark); the first one encrypts."""
    found: dict[str, bytes] = {}
    for line in text.splitlines():
        for part in filter(None, re.split(r"[,\s]+", line.partition("#")[0])):
            label, _colon, written = part.partition(":")
            try:
                key = base64.b64decode(written, validate=True)
            except binascii.Error:
                key = b""
            if not re.fullmatch(r"[A-Za-z0-9_.-]{1,30}", label) or len(key) != KEY_LENGTH or label in found:
                raise KeysUnreadable(f"{where} needs 'name:key' with 32 bytes in base64, each name once.")
            found[label] = key
    if not found:
        raise KeysUnreadable(f"{where} holds no key. Write one as 'k1:<32 random bytes in base64>'.")
    return found


def read_keys(path: str) -> dict[str, bytes]:
    """The keys in a file; read anew when it was changed, so that a running server takes a new key at once.

    Raises KeysUnreadable.
    """
    try:
        state = os.stat(path)
        return _read(path, (state.st_mtime_ns, state.st_size, state.st_ino))
    except OSError as error:
        raise KeysUnreadable(f"The key file {path} can't be read: {error.strerror}.") from error


@lru_cache(maxsize=4)
def _read(path: str, _state: tuple[int, int, int]) -> dict[str, bytes]:
    return parse_keys(Path(path).read_text(), f"The key file {path}")


def is_private_key(raw: bytes) -> bool:
    """Whether 32 bytes are a private key of P-256; of random ones all but a few in 4 thousand million are."""
    try:
        ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError:
        return False
    return True
