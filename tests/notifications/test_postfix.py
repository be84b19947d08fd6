"""Debian's Postfix as the relay, its own log as the ledger: what it took is sent, what it did not goes once more."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from notifications import dispatcher, planner
from notifications.channels import Letter
from notifications.channels.smtp import LogLedger
from notifications.models import Delivery
from notifications.states import Channel
from senkom.embedded.place import PROJECT
from tests.embedded.stack import wait_until
from tests.factories.members import make_member
from tests.factories.notifications import due, registered_reminder
from tests.notifications.at_work import environment
from tests.notifications.postfix import postfix, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"NOT RUN: {why_not()}")

LATER = timedelta(minutes=3)
"""Longer than a lease."""
KILLED_BEFORE_SETTLING = """
import os, signal, django
django.setup()
from notifications import dispatcher
from notifications.channels import open_sender
from tests.factories.notifications import registered_reminder
with registered_reminder():
    batch = dispatcher.claim("email", 20)
    [delivery] = batch.standing
    sender = open_sender("email")
    sender.connect()
    print(sender.send(dispatcher.compose("email", [delivery], batch.people)[delivery.pk]).code, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def log(settings: Settings) -> Iterator[Path]:
    """The log of a Postfix of our own, to which e-mail goes."""
    with tempfile.TemporaryDirectory(prefix="senkom-postfix-") as folder:
        Path(folder).chmod(0o755)
        with postfix(Path(folder) / "relay") as (port, log):
            settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = f"smtp://127.0.0.1:{port}", "127.0.0.1", port
            settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
            settings.MAIL_LEDGER = str(log)
            with registered_reminder():
                yield log


def planned() -> Delivery:
    """A letter that waits."""
    due(make_member(email="wiwik@example.test"))
    planner.run_once()
    return Delivery.objects.get()


def claimed() -> tuple[Delivery, Letter]:
    """A letter in the hands of a sender."""
    planned()
    batch = dispatcher.claim(Channel.EMAIL, 20)
    assert batch is not None
    [delivery] = batch.standing
    letter = dispatcher.compose(Channel.EMAIL, [delivery], batch.people)[delivery.pk]
    assert isinstance(letter, Letter)
    return delivery, letter


def state() -> str:
    """What the tables say of the letter."""
    found: str = Delivery.objects.get().state
    return found


def taken(log: Path) -> int:
    """How many letters Postfix has taken whole."""
    return log.read_text().count("(queue active)")


def wait_for(log: Path, words: str) -> None:
    """Until Postfix has written something down."""
    wait_until(lambda: words in log.read_text(), f"{words!r} in Postfix's log")


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_sender_was_killed_before_he_settled_is_found_in_the_log_and_not_sent_again(log: Path) -> None:
    delivery = planned()
    ours = environment(SENKOM_MAIL_LEDGER=str(log), EMAIL_URL=_email_url(), DJANGO_SETTINGS_MODULE="senkom.settings")
    command = [sys.executable, "-c", KILLED_BEFORE_SETTLING]
    done = subprocess.run(command, cwd=PROJECT, env=ours, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "250\n"), done.stderr
    assert state() == "sending"
    wait_for(log, "(queue active)")
    assert delivery.message_id in log.read_text()
    assert dispatcher.run_once(now=timezone.now() + LATER) == 0
    assert (state(), taken(log)) == ("sent", 1)


def _email_url() -> str:
    from django.conf import settings

    return str(settings.EMAIL_URL)


@pytest.mark.django_db
def test_a_letter_that_postfix_never_heard_of_is_sent_once_more(log: Path, settings: Settings) -> None:
    _delivery, letter = claimed()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, "localhost") as smtp:
        smtp.mail("posko@example.test")
        smtp.rcpt(letter.to)
        smtp.close()  # killed between the envelope and the text
    assert dispatcher.run_once(now=timezone.now() + LATER) == 1
    wait_for(log, "(queue active)")
    assert (state(), taken(log)) == ("sent", 1)


@pytest.mark.django_db
def test_a_letter_cut_off_in_the_middle_is_not_taken_for_sent_though_its_id_stands_in_the_log(
    log: Path, settings: Settings
) -> None:
    delivery, letter = claimed()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, "localhost") as smtp:
        smtp.mail("posko@example.test")
        smtp.rcpt(letter.to)
        smtp.docmd("DATA")
        assert smtp.sock
        smtp.sock.sendall(letter.as_bytes() + b"a line that goes on\r\n" * 1_000)
        wait_for(log, f"message-id={delivery.message_id}")
        smtp.close()  # killed before the last line
    wait_for(log, "lost connection after DATA")
    assert taken(log) == 0
    assert LogLedger(str(log)).accepted(delivery.message_id) is None
    assert dispatcher.run_once(now=timezone.now() + LATER) == 0
    assert state() == "held", "a person is asked, for Postfix says neither yes nor no"
    assert list(Delivery.objects.needing_a_person()) == [delivery]


@pytest.mark.django_db
def test_a_log_that_was_turned_over_meanwhile_is_still_the_ledger(log: Path) -> None:
    delivery = planned()
    assert dispatcher.run_once() == 1
    wait_for(log, "(queue active)")
    log.rename(f"{log}.1")
    log.write_text("")
    assert LogLedger(str(log)).accepted(delivery.message_id) is True
