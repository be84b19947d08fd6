"""Every message in the inbox says why it came: which rule of which unit, and because of what."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from members.models import User
from notifications import planner
from notifications.models import ReminderRule
from notifications.wording import offset_in_words
from senkom.lib.registry import registered
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_unit
from tests.factories.notifications import due, make_notification, registered_reminder
from tests.factories.patrols import hours_from_now, make_assignment, make_duty

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def inbox(client: Client, user: User) -> str:
    """What somebody reads in his inbox."""
    client.force_login(user)
    return unescape(client.get("/inbox/").content.decode())


def test_a_message_says_which_rule_sent_it_and_because_of_what(client: Client, wiwik: User) -> None:
    make_assignment(make_duty(MAYANGAN, starts_at=hours_from_now(1)), wiwik.member)
    planner.run_once()
    seen = inbox(client, wiwik)
    assert "Mengapa saya mendapat ini?" in seen
    assert "Aturan “Pengingat tugas, 2 jam sebelumnya” bawaan aplikasi" in seen
    assert "karena Anda menyatakan siap untuk tugas ini." in seen
    assert "Selalu dikirim." in seen
    assert 'href="/inbox/preferences/"' in seen


def test_the_rule_of_the_nearest_unit_is_named(client: Client, wiwik: User) -> None:
    with registered_reminder(2 * HOUR, operational=False):
        for path, hours in ((CITY, 3), (MAYANGAN, 4), (KEDOPOK, 5)):
            ReminderRule.objects.create(unit=make_unit(path), kind="test.card", offset=hours * HOUR, channels=["email"])
        due(wiwik.member, ago=4.5 * HOUR)
        planner.run_once()
        seen = inbox(client, wiwik)
        assert f"Aturan “KTA, 4 jam sesudahnya” dari {make_unit(MAYANGAN)}" in seen
        assert "Anda pilih di Pemberitahuan saya." in seen
        ReminderRule.objects.filter(unit=MAYANGAN).update(active=False)
        assert "Aturan “KTA”, yang sudah diubah sejak itu" in inbox(client, wiwik)


def test_a_message_of_a_kind_that_is_gone_gives_no_reason(client: Client, wiwik: User) -> None:
    make_notification(wiwik.member, kind="of.old")
    assert "Mengapa saya mendapat ini?" not in inbox(client, wiwik)


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (timedelta(0), "saat itu juga"),
        (-30 * timedelta(minutes=1), "30 menit sebelumnya"),
        (-2 * HOUR, "2 jam sebelumnya"),
        (-24 * HOUR, "24 jam sebelumnya"),
        (36 * HOUR, "36 jam sesudahnya"),
        (-7 * DAY, "7 hari sebelumnya"),
        (42 * DAY, "42 hari sesudahnya"),
    ],
)
def test_offsets_are_read_as_people_say_them(offset: timedelta, words: str) -> None:
    with translation.override("id"):
        assert offset_in_words(offset) == words


@pytest.mark.parametrize("kind", sorted(registered.reminders))
def test_every_kind_of_message_says_because_of_what_and_to_whom(kind: str) -> None:
    reminder = registered.reminders[kind]
    assert reminder.because, "say after 'because' why somebody gets it"
    assert reminder.whom, "say who gets it"
