"""Reminders through crashes: 200 messages, two planners and two senders as real processes, killed where it hurts most.

And the clock itself: Celery's worker and beat, really running on Valkey, bring a message into inbox and mail file.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.smtp import SMTP
from django.db import connection, transaction
from django.test import Client

from members.models import Member, User
from notifications.models import Delivery, Notification
from notifications.states import DeliveryState
from senkom.embedded.place import PROJECT
from senkom.embedded.valkey import Valkey
from tests.embedded.stack import free_port, wait_until
from tests.factories.members import make_member
from tests.factories.notifications import KIND, delivery_to, due, registered_reminder
from tests.notifications.at_work import celery_at_work, environment
from tests.notifications.sink import Sink, listening

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 200


class Fleet:
    """Planners and senders, each a process; known by their numbers and killed by them."""

    def __init__(self, harbour: subprocess.Popen[str]) -> None:
        self.harbour = harbour
        self.pids: list[int] = []

    def start(self, role: str) -> None:
        """One more: "plan" or "send"."""
        assert self.harbour.stdin
        assert self.harbour.stdout
        self.harbour.stdin.write(f"{role}\n")
        self.harbour.stdin.flush()
        self.pids.append(int(self.harbour.stdout.readline()))

    def kill_all(self) -> None:
        """SIGKILL: nobody has time to tidy up."""
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in self.pids), "all of them to be gone")
        self.pids.clear()


@pytest.fixture
def fleet(relay: tuple[Sink, int]) -> Iterator[Fleet]:
    """A fleet that sends to the relay; nothing of it is left afterwards."""
    sink, port = relay
    ours = environment(EMAIL_URL=f"smtp://127.0.0.1:{port}", SENKOM_MAIL_LEDGER=str(sink.ledger))
    command = [sys.executable, "-m", "tests.notifications.processes"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=ours, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as harbour:
        afloat = Fleet(harbour)
        yield afloat
        afloat.kill_all()


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[tuple[Sink, int]]:
    """A relay with a ledger, and its port."""
    port, sink = free_port(), Sink(tmp_path / "ledger")
    server = listening(sink, port)
    server.start()
    yield sink, port
    server.stop()


@transaction.atomic
def people_with_addresses(number: int) -> None:
    """So many members whose reminder is due."""
    for place in range(number):
        due(make_member(email=f"anggota{place}@example.test"))


def let_leases_end() -> None:
    """Two minutes later, without waiting for them: whoever held a lease is dead."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET lease_until = now() WHERE lease_until IS NOT NULL")


SAME_MESSAGE = """
    INSERT INTO notifications_notification
        (code, recipient_kind, recipient_id, kind, subject, at, due_at, not_after)
    SELECT gen_random_uuid(), 'member', id, %s, id, state_at, state_at, state_at + interval '1 day'
    FROM members_member WHERE id = (SELECT max(id) FROM members_member)
"""
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND (query LIKE '%%WITH planned%%' OR query LIKE '%%pg_advisory_xact_lock%%')
"""


def kill_planners_in_mid_plan(fleet: Fleet) -> None:
    """One planner has written all messages but the last, the other waits for it, when both die."""

    def both_wait() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [])
            return bool(cursor.fetchone() == (2,))

    with psycopg.connect(**connection.get_connection_params()) as other:
        # Somebody is about to write the last message himself, and never does.
        other.execute(SAME_MESSAGE, [KIND])
        fleet.start("plan")
        fleet.start("plan")
        wait_until(both_wait, "both planners to be in the middle of it")
        fleet.kill_all()
        other.rollback()


class KillAt:
    """Kills the fleet when the relay has a letter, the one with this number: before or after it has written it down."""

    def __init__(self, number: int, fleet: Fleet) -> None:
        self.number, self.fleet = number, fleet
        self.seen = 0
        self.victim = ""

    def __call__(self, message_id: str, server: SMTP) -> str | None:
        self.seen += 1
        if self.seen != self.number:
            return None
        self.fleet.kill_all()
        self.victim = message_id
        return "421 nobody is there to hear it"


def work_until(fleet: Fleet, is_so: Callable[[], bool], what: str) -> None:
    """Two planners and two senders at work until something is so."""
    for role in ("plan", "plan", "send", "send"):
        fleet.start(role)
    wait_until(is_so, what)


def test_two_planners_and_two_senders_killed_before_and_after_handing_over_bring_each_message_once(
    relay: tuple[Sink, int], fleet: Fleet
) -> None:
    sink, _port = relay
    people_with_addresses(PEOPLE)
    kill_planners_in_mid_plan(fleet)
    assert Notification.objects.count() == 0, "a killed planner leaves nothing half done"

    before = sink.before_taking = KillAt(20, fleet)
    work_until(fleet, lambda: bool(before.victim), "the kill before a letter was taken")
    assert Delivery.objects.get(message_id=before.victim).state == DeliveryState.SENDING
    assert before.victim not in sink.message_ids

    let_leases_end()
    sink.before_taking, after = None, KillAt(60, fleet)
    sink.after_taking = after
    work_until(fleet, lambda: bool(after.victim), "the kill after a letter was taken")
    assert Delivery.objects.get(message_id=after.victim).state == DeliveryState.SENDING
    assert after.victim in sink.message_ids

    let_leases_end()
    sink.after_taking = None
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    work_until(fleet, lambda: sent.count() == PEOPLE, "all letters to be sent")
    assert Notification.objects.count() == Delivery.objects.count() == PEOPLE
    assert len(sink.message_ids) == PEOPLE
    assert set(sink.message_ids) == set(Delivery.objects.values_list("message_id", flat=True))
    addresses = Member.objects.exclude(email="").values_list("email", flat=True)
    assert sorted(str(mail["To"]) for mail in sink.mails) == sorted(addresses)


def test_celery_really_running_brings_a_message_into_inbox_and_mail_file_once(
    tmp_path: Path, valkey: Valkey, wiwik: User, slamet: User, client: Client
) -> None:
    Member.objects.filter(pk=wiwik.member_id).update(email="wiwik@example.test")
    due(wiwik.member)
    due(slamet.member)
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    with celery_at_work(tmp_path, valkey, "tests.notifications.celery_app") as log:
        wait_until(sent.exists, f"the letter to be sent; {log.read_text()}")
        wait_until(lambda: client.get("/readyz").status_code == 200, "the heartbeat of both")
    letter = delivery_to(wiwik.member)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"{letter.code}.eml"]
    for person in (wiwik, slamet):
        assert Notification.objects.inbox_of(person.member).count() == 1
    client.force_login(slamet)
    with registered_reminder():
        assert "Slamet, perpanjang di posko." in client.get("/inbox/").content.decode()
        assert "Slamet Hariyono" in client.get("/inbox/whatsapp/").content.decode()
