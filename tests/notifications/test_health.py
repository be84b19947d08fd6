"""Whether the reminders run: in numbers a layman understands, and loudly where they do not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from members.models import User
from notifications import jobs, runs
from notifications.models import JobRun
from notifications.states import Channel, DeliveryState
from senkom.lib import times
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.notifications import make_delivery, make_notification

pytestmark = pytest.mark.django_db

HEALTH = "/inbox/health/"
STOPPED = "Pengingat berhenti sejak"


def page(client: Client, user: User, url: str = HEALTH) -> str:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def beat(*names: str, ago: timedelta = timedelta(0)) -> None:
    """The planner or the sender came to its end so long ago."""
    for name in names:
        JobRun.objects.create(name=name, started_at=Now() - ago, ended_at=Now() - ago)


@pytest.fixture
def alive() -> None:
    beat(runs.PLAN, runs.DISPATCH)


def due_days_ago(days: int, unit: str = MAYANGAN, **fields: object) -> None:
    """A delivery whose message was due so many days ago, at noon of the unit's clock or just before now."""
    now = timezone.now()
    member = make_member(unit)
    message = make_notification(member, due_at=now - timedelta(days=days, seconds=5), not_after=now + timedelta(days=1))
    if fields.get("state") == DeliveryState.SENT:
        fields["sent_at"] = now
    make_delivery(member, message, **fields)


def cells(text: str) -> list[list[str]]:
    """The rows of the table: day, channel and numbers."""
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    rows = [row.split("</t")[:-1] for row in table.split("<tr>")[1:]]
    return [[cell.rpartition(">")[2].strip() for cell in row if cell.rpartition(">")[2].strip()] for row in rows]


@pytest.mark.usefixtures("alive")
def test_each_number_is_a_count_of_the_rows_of_the_readers_units(client: Client, slamet: User) -> None:
    for state, number in [(DeliveryState.SENT, 3), (DeliveryState.CANCELLED, 2), (DeliveryState.QUEUED, 1)]:
        for _ in range(number):
            due_days_ago(0, state=state)
    due_days_ago(0, state=DeliveryState.SENT, unit=OTHER_DISTRICT)
    due_days_ago(1, state=DeliveryState.HELD)
    due_days_ago(1, channel=Channel.WHATSAPP)
    due_days_ago(7, state=DeliveryState.SENT)
    found = [row for row in cells(page(client, slamet)) if len(row) == 7]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT d.channel, count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'queued'),
                count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'held'),
                count(*) FILTER (WHERE state IN ('cancelled', 'expired', 'suppressed'))
            FROM notifications_delivery d JOIN notifications_notification n ON n.id = d.notification_id
            WHERE n.recipient_id IN (SELECT id FROM members_member WHERE unit_id LIKE %s)
                AND n.due_at >= (date_trunc('day', now() AT TIME ZONE 'Asia/Jakarta') - interval '6 days')
                    AT TIME ZONE 'Asia/Jakarta'
            GROUP BY date_trunc('day', n.due_at AT TIME ZONE 'Asia/Jakarta'), d.channel
            ORDER BY date_trunc('day', n.due_at AT TIME ZONE 'Asia/Jakarta') DESC, d.channel""",
            [f"{MAYANGAN}%"],
        )
        counted = [[str(number) for number in row[1:]] for row in cursor.fetchall()]
    assert counted == [["3", "1", "0", "0", "2"], ["0", "0", "0", "1", "0"], ["0", "1", "0", "0", "0"]]
    assert [row[2:] for row in found] == counted


@pytest.mark.usefixtures("alive")
def test_today_is_said_in_a_sentence_with_the_reason_of_what_failed(client: Client, slamet: User) -> None:
    assert "Hari ini: Tidak ada pesan yang jatuh tempo hari ini." in page(client, slamet)
    for _ in range(2):
        due_days_ago(0, state=DeliveryState.SENT)
    due_days_ago(0, state=DeliveryState.FAILED, last_code="550")
    assert "Hari ini: 2 terkirim, 1 gagal: alamat ditolak" in page(client, slamet)


def minutes_ago(number: int) -> str:
    """As the page says it: with the day, where midnight lies between."""
    then = timezone.localtime(timezone.now() - timedelta(minutes=number))
    is_today = then.date() == timezone.localtime().date()
    return f"{then:%H.%M} WIB" if is_today else times.when(then, times.zone_of_request())


@pytest.mark.usefixtures("alive")
def test_the_oldest_message_that_still_waits_is_named_by_its_time(client: Client, slamet: User) -> None:
    assert "menunggu sejak" not in page(client, slamet)
    due_days_ago(0, next_try_at=timezone.now() - timedelta(minutes=20))
    assert f"menunggu sejak {minutes_ago(20)}" in page(client, slamet)


@pytest.mark.usefixtures("alive")
def test_as_long_as_reminders_run_no_page_says_otherwise(client: Client, slamet: User) -> None:
    for url in ("/", "/patrols/", HEALTH):
        text = page(client, slamet, url)
        assert STOPPED not in text
        assert "Pengingat belum berjalan" not in text


@pytest.mark.parametrize("name", [runs.PLAN, runs.DISPATCH])
def test_three_minutes_after_planner_or_sender_fell_silent_every_page_of_a_coordinator_says_so(
    client: Client, slamet: User, wiwik: User, name: str
) -> None:
    other = runs.DISPATCH if name == runs.PLAN else runs.PLAN
    beat(other)
    beat(name, ago=timedelta(minutes=2, seconds=50))
    assert STOPPED not in page(client, slamet, "/")
    JobRun.objects.filter(name=name).delete()
    beat(name, ago=timedelta(minutes=3))
    since = minutes_ago(3)
    for url in ("/", "/patrols/", HEALTH):
        assert f"{STOPPED} {since}. Kabari anggota lewat WhatsApp." in page(client, slamet, url).replace(
            "</strong>", ""
        )
    assert STOPPED not in page(client, wiwik, "/")
    assert client.get("/readyz").status_code == 503


def test_reminders_that_never_ran_are_said_to_have_not_begun(client: Client, slamet: User) -> None:
    assert "Pengingat belum berjalan." in page(client, slamet, "/")


def test_that_the_administrator_was_told_is_said_only_where_a_watch_stands_outside(
    client: Client, slamet: User, settings: Settings
) -> None:
    assert "Administrator sudah diberi tahu" not in page(client, slamet)
    settings.HEARTBEAT_URL = "http://127.0.0.1:9/"
    assert "Administrator sudah diberi tahu" in page(client, slamet)


class Watch(BaseHTTPRequestHandler):
    """A watch that counts how often it was asked."""

    asked = 0

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        Watch.asked += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def watch(settings: Settings) -> Iterator[HTTPServer]:
    """A watch outside, at the address of the settings."""
    Watch.asked = 0
    with HTTPServer(("127.0.0.1", 0), Watch) as server:
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}/ping"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("alive", "watch")
def test_the_watch_outside_is_asked_while_reminders_run_and_hears_nothing_once_they_stop() -> None:
    assert jobs.tell_the_watch() == 1
    assert Watch.asked == 1
    JobRun.objects.filter(name=runs.PLAN).delete()
    assert jobs.tell_the_watch() == 0
    assert Watch.asked == 1


@pytest.mark.usefixtures("alive")
def test_a_watch_that_does_not_answer_holds_nothing_up(watch: HTTPServer, settings: Settings) -> None:
    settings.HEARTBEAT_URL = "http://127.0.0.1:9/"
    assert jobs.tell_the_watch() == 0
