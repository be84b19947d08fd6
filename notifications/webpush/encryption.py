"""Encrypts a message for one browser, so that the push service in between reads nothing (RFC 8291 over RFC 8188).

The library of the field, http-ece, is published as source only, so that installing it would run unlocked build tools
on the server; here it checks this file in the tests, and the example of RFC 8291 comes out to the byte.
"""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096
PADDED_TO = 768
"""Texts are filled up to this length: how long one is would tell the push service what kind it is."""
END = b"\x02"


def encrypt(
    text: bytes,
    browser_key: bytes,
    auth: bytes,
    *,
    private_key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    padded_to: int = PADDED_TO,
) -> bytes:
    """The body of a request with 'Content-Encoding: aes128gcm'. Key and salt are new each time but in tests.

    Raises ValueError where the browser's key is none, or the text is too long for one record.
    """
    browser = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser_key)
    private_key, salt = private_key or ec.generate_private_key(CURVE), salt or secrets.token_bytes(16)
    own = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private_key.exchange(ec.ECDH(), browser)
    secret = _derived(shared, auth, b"WebPush: info\x00" + browser_key + own, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    record = (text + END).ljust(padded_to, b"\x00")
    if len(record) + 16 > RECORD:
        raise ValueError("The text is too long for one record.")
    header = salt + RECORD.to_bytes(4, "big") + len(own).to_bytes(1, "big") + own
    return header + AESGCM(key).encrypt(nonce, record, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
