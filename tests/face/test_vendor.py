"""Other people's files are the ones we pinned."""

from __future__ import annotations

import pytest

from tools import vendor


def test_vendored_files_are_those_of_the_lock() -> None:
    assert vendor.faults() == []


def test_a_changed_file_is_noticed(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "sri", lambda content: "sha384-other")
    assert any(sentence.endswith("was changed.") for sentence in vendor.faults())
