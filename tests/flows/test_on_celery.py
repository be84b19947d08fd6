"""The core of the night on the real stack: Celery's worker and beat as processes on Valkey, with the site's rules."""

from __future__ import annotations

import email
import subprocess
import sys
import uuid
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member, User
from notifications.models import Delivery, Notification
from notifications.states import DeliveryState
from patrols.models import Duty
from senkom.embedded.place import PROJECT
from senkom.embedded.valkey import Valkey
from tests.embedded.stack import wait_until
from tests.factories.patrols import hours_from_now
from tests.notifications.at_work import celery_at_work, environment

pytestmark = pytest.mark.django_db(transaction=True)


def send(client: Client, name: str, *args: Any, **values: Any) -> None:
    """A form, sent; it must be accepted."""
    answer = client.post(reverse(f"patrols:{name}", args=args), {"pressed": "yes", **values})
    assert answer.status_code == 302, answer.content.decode()


def planned_and_announced(client: Client, slamet: User) -> Duty:
    """A patrol that begins in ninety minutes, planned and announced through the pages."""
    client.force_login(slamet)
    zone = slamet.member.unit.zone
    begin, end = (hours_from_now(hours).astimezone(zone) for hours in (1.5, 4.5))
    send(
        client,
        "plan",
        code=str(uuid.uuid4()),
        unit=slamet.member.unit_id,
        kind="patrol",
        origin="planned",
        starts_at=f"{begin:%Y-%m-%dT%H:%M}",
        ends_at=f"{end:%Y-%m-%dT%H:%M}",
        meeting_point="halaman Mapolsek Mayangan",
        **{"leaders": 1, "radios": 0, "drivers": 0, "medics": 0, "members": 3, "min_crew": 3},
    )
    duty = Duty.objects.get()
    send(client, "publish", duty.code)
    return duty


def test_a_duty_in_ninety_minutes_is_announced_once_by_celery_in_inbox_mail_and_on_the_list_for_whatsapp(
    tmp_path: Path, valkey: Valkey, slamet: User, wiwik: User, bambang: User, client: Client
) -> None:
    Member.objects.filter(pk=wiwik.member_id).update(email="wiwik@example.test")
    duty = planned_and_announced(client, slamet)
    send(client, "sign_up", duty.code, role="leader")
    client.force_login(wiwik)
    send(client, "sign_up", duty.code, role="member")
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    with celery_at_work(tmp_path, valkey) as log:
        wait_until(sent.exists, f"the letter to be sent; {log.read_text()}")
        beats = client.get("/readyz").json()
        wait_until(lambda: client.get("/readyz").status_code == 200, f"the heartbeat of both; {beats}")
    found = Notification.objects.values_list("recipient_id", "kind", "subject", "at")
    expected = [(person.member_id, "duty.before.2h", duty.pk, duty.starts_at) for person in (slamet, wiwik)]
    assert sorted(found) == sorted(expected)

    (path,) = (tmp_path / "mail").iterdir()
    letter = email.message_from_bytes(path.read_bytes(), policy=default)
    body = letter.get_body()
    assert body
    assert letter["To"] == "wiwik@example.test"
    assert "halaman Mapolsek Mayangan" in body.get_content()
    assert "Tugas Anda: Patroli Mayangan" in client.get("/inbox/").content.decode()
    client.force_login(bambang)
    assert "Slamet Hariyono" in client.get("/inbox/whatsapp/").content.decode()


def test_a_start_is_ready_without_waiting_for_the_clock(tmp_path: Path, valkey: Valkey, client: Client) -> None:
    with celery_at_work(tmp_path, valkey, "tests.notifications.slow_clock") as log:
        wait_until(lambda: client.get("/readyz").status_code == 200, f"the heartbeat of both; {log.read_text()}")


def test_the_web_server_does_without_celery() -> None:
    """It starts no task, so it needn't keep Celery in its memory."""
    said = subprocess.run(
        [sys.executable, "-c", "import sys, senkom.wsgi; print('celery' in sys.modules, 'kombu' in sys.modules)"],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["False", "False"]
