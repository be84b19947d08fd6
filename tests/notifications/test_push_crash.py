"""A sender that is killed between handing a note over and writing it down: the repetition replaces the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import connection
from pytest_django import Settings

from notifications import dispatcher, planner
from notifications.models import Delivery
from notifications.states import DeliveryState
from senkom.embedded.place import PROJECT
from tests.embedded.stack import wait_until
from tests.factories.members import make_member
from tests.factories.notifications import due, registered_reminder
from tests.factories.phones import make_phone
from tests.notifications.at_work import environment
from tests.notifications.web_sink import Asked, Said, WebSink

pytestmark = pytest.mark.django_db(transaction=True)

SEND = """
import django
django.setup()
from django.conf import settings
from notifications import dispatcher
from tests.factories.notifications import registered_reminder
settings.PUSH_LOOPBACK = True
with registered_reminder():
    dispatcher.run_once()
"""


def test_a_killed_sender_leads_to_one_note_on_the_phone(settings: Settings) -> None:
    sink = WebSink()
    sink.start()
    browser = make_phone(due(make_member()), f"{sink.url}/wiwik")
    with registered_reminder():
        planner.run_once()
    ours = environment(DJANGO_SETTINGS_MODULE="senkom.settings")
    sender = subprocess.Popen([sys.executable, "-c", SEND], cwd=PROJECT, env=ours)

    def kill(_asked: Asked, _handler: BaseHTTPRequestHandler) -> Said:
        """The service has the note, and its answer reaches nobody."""
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait()
        return Said(201)

    sink.behaviour = kill
    try:
        wait_until(lambda: sender.poll() is not None, "the sender to be killed")
        assert sender.returncode == -signal.SIGKILL
        assert Delivery.objects.get().state == DeliveryState.SENDING
        with connection.cursor() as cursor:  # two minutes later
            cursor.execute("UPDATE notifications_delivery SET lease_until = now()")
        sink.behaviour, settings.PUSH_LOOPBACK = (lambda _asked, _handler: Said(201)), True
        with registered_reminder():
            assert dispatcher.run_once() == 1
            assert dispatcher.run_once() == 0
    finally:
        sender.kill()
        sink.stop()
    assert Delivery.objects.get().state == DeliveryState.SENT
    first, second = sink.requests
    assert first.headers["topic"] == second.headers["topic"], "an undelivered one is replaced at the service"
    assert browser.open(first.body) == browser.open(second.body), "and a shown one on the phone, by its tag"
