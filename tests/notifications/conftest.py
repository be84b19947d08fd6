"""Ways out, for tests: a folder of letters, and a relay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.embedded.stack import free_port
from tests.factories.notifications import registered_reminder
from tests.notifications.sink import Sink, listening


@pytest.fixture
def mail_dir(settings: Settings, tmp_path: Path) -> Path:
    """E-mail becomes files here."""
    settings.EMAIL_URL = ""
    settings.MAIL_DIR = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def sink(settings: Settings, tmp_path: Path) -> Iterator[Sink]:
    """E-mail goes to a relay on loopback, whose ledger is known."""
    port = free_port()
    settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = f"smtp://127.0.0.1:{port}", "127.0.0.1", port
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
    settings.MAIL_LEDGER = str(tmp_path / "ledger")
    relay = Sink(tmp_path / "ledger")
    server = listening(relay, port)
    server.start()
    yield relay
    server.stop()


@pytest.fixture
def reminder_now() -> Iterator[None]:
    """The test's reminder, due when its time has come, useful for twelve hours."""
    with registered_reminder():
        yield
