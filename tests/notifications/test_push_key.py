"""The key of the pushes: written like the others, refused in words, and the same public half for ever."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from notifications.webpush.keys import public_key, to_bytes
from senkom.embedded.environment import read_or_make_keys
from senkom.environment import push_key
from senkom.lib.keys import is_private_key

NAME = "SENKOM_PUSH_KEY"


def test_the_public_half_follows_from_32_random_bytes(settings: Settings) -> None:
    # Private and public key of RFC 8291, appendix A.
    settings.PUSH_KEY = to_bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    expected = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    assert public_key() == expected
    settings.PUSH_KEY = b""
    assert public_key() == ""


@pytest.mark.parametrize("raw", [bytes(32), b"\xff" * 32])
def test_the_few_numbers_that_are_no_key_are_told_apart(raw: bytes) -> None:
    assert not is_private_key(raw)
    assert is_private_key(bytes(31) + b"\x01")


def test_a_server_without_the_key_starts_and_one_with_a_broken_key_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert push_key(NAME) == b""
    monkeypatch.setenv(NAME, "p1:" + base64.b64encode(b"k" * 32).decode())
    assert push_key(NAME) == b"k" * 32
    for wrong in ("p1:short", "p1:" + base64.b64encode(bytes(32)).decode()):
        monkeypatch.setenv(NAME, wrong)
        with pytest.raises(ImproperlyConfigured, match=NAME):
            push_key(NAME)


def test_a_desk_made_by_an_older_release_gets_the_key_and_keeps_its_others(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    older = {name: key for name, key in read_or_make_keys(path).items() if name != NAME}
    path.write_text(json.dumps(older))
    added = read_or_make_keys(path)
    assert added == older | {NAME: added[NAME]}
    assert read_or_make_keys(path) == added
    assert path.stat().st_mode & 0o777 == 0o600
