"""Reads settings from the environment; what is wrong stops the start with a sentence on what to write instead."""

from __future__ import annotations

import environ
from django.core.exceptions import ImproperlyConfigured

from senkom.lib.keys import KeysUnreadable, is_private_key, parse_keys, read_keys

env = environ.Env()


def yes_or_no(name: str, default: str) -> bool:
    """A switch from the environment. Raises ImproperlyConfigured with what to write instead."""
    value: str = env.str(name, default=default).strip().lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 'yes' or 'no'.")
    return value == "yes"


def required(name: str, hint: str) -> str:
    """A value without a default. Raises ImproperlyConfigured with how to make one."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def seconds(name: str, default: str) -> int:
    """A number of whole seconds from the environment; 0 is without end. Raises ImproperlyConfigured otherwise."""
    text: str = env.str(name, default=default).strip()
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}; write whole seconds, 0 for no limit.")
    return int(text)


def keys(name: str) -> tuple[dict[str, bytes], str]:
    """Named keys from the environment, or from the file that NAME_FILE names; and that file.

    A file lies apart from the data and from the other secrets, and a running server takes a new key from it.
    """
    path: str = env.str(f"{name}_FILE", default="")
    try:
        if path:
            return read_keys(path), path
        return parse_keys(required(name, "Write one key as 'k1:<32 random bytes in base64>'."), name), ""
    except KeysUnreadable as error:
        raise ImproperlyConfigured(str(error)) from error


def push_key(name: str) -> bytes:
    """The private key of pushes, in the environment or in a file; no bytes where none is set.

    Raises ImproperlyConfigured where the bytes are no key of the curve that browsers ask for.
    """
    if not env.str(name, default="") and not env.str(f"{name}_FILE", default=""):
        return b""
    found, _file = keys(name)
    key = next(iter(found.values()))
    if not is_private_key(key):
        raise ImproperlyConfigured(f"{name} is no key of P-256. Write 32 other random bytes as 'p1:<base64>'.")
    return key


def broker(url: str) -> str:
    """The broker's address as kombu writes it: a Unix socket is 'redis+socket://' there."""
    return "redis+socket://" + url.removeprefix("unix://") if url.startswith("unix://") else url
