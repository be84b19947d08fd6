"""A log line never holds the key of a link."""

from __future__ import annotations

import logging

import pytest

from senkom.lib.logs import WithoutTokens


@pytest.mark.parametrize("address", ["/r/kunci-rahasia/", "/kta/kunci-rahasia/", "/r/kunci-rahasia?x=1"])
def test_the_key_in_an_address_is_taken_out(address: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: %s", (address,), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage().startswith("Forbidden: /")
    assert "rahasia" not in record.getMessage()


def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("/reports/x/",), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == "Not Found: /reports/x/"
