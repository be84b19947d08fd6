"""The environment of a development server, completed: who gives no keys gets some of his own."""

import base64
import json
import os
import secrets
from pathlib import Path

from senkom.embedded.place import Place

KEYS_IN = "keys.json"


def complete_environment(place: Place) -> None:
    """Fill in what the settings ask for and nobody has set; in production nothing is filled in.

    The keys are random, made once, and lie beside the database that they protect: as root that is not SENKOM_DATA,
    and whoever removes one folder by hand must not be left with a database that nobody can read.
    """
    os.environ.setdefault("SENKOM_ENV", "development")
    os.environ["SENKOM_DATA"] = str(place.data)
    if os.environ["SENKOM_ENV"] == "development":
        place.make()
        for name, value in read_or_make_keys(place.file(KEYS_IN)).items():
            os.environ.setdefault(name, value)


def read_or_make_keys(path: Path) -> dict[str, str]:
    """Return the keys of this place; what an older release did not know of is added."""
    keys: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if missing := {name: key for name, key in make_keys().items() if name not in keys}:
        keys |= missing
        half = path.with_suffix(f".{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(json.dumps(keys, indent=1))
        half.rename(path)
    return keys


def make_keys() -> dict[str, str]:
    """Return new random keys, in the form that the settings read."""
    return {
        "SENKOM_SECRET_KEY": secrets.token_urlsafe(50),
        "SENKOM_NIK_KEYS": make_named_key(),
        "SENKOM_NIK_HASH_KEY": make_named_key(),
        "SENKOM_PUSH_KEY": make_named_key(),
    }


def make_named_key() -> str:
    """Return a new 256-bit key with its name."""
    return f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}"
