"""The inbox, the WhatsApp list and the list of problems, through the front door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from members.models import Member, User
from notifications import dispatcher, planner, services
from notifications.health import bar_of
from notifications.models import Delivery, Notification
from notifications.states import Channel, DeliveryState
from tests.factories.members import KEDOPOK, MAYANGAN, make_member
from tests.factories.notifications import delivery_to, due, make_delivery, make_notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reminder_now")]

INBOX, WHATSAPP, PROBLEMS = "/inbox/", "/inbox/whatsapp/", "/inbox/problems/"


def page(client: Client, user: User, url: str) -> str:
    """What a person sees at an address."""
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(unit: str = MAYANGAN, **fields: object) -> Member:
    """A member without e-mail whose message stands on the WhatsApp list."""
    member = due(make_member(unit, **fields))
    planner.run_once()
    return member


def test_a_message_stands_in_the_inbox_with_its_text_and_its_time(client: Client, wiwik: User) -> None:
    due(wiwik.member)
    planner.run_once()
    seen = page(client, wiwik, INBOX)
    assert "KTA Anda hampir habis" in seen
    assert "Wiwik, perpanjang di posko." in seen
    assert "WIB" in seen
    assert "Belum dibaca" in seen


def test_an_inbox_shows_nobody_elses_messages_and_nothing_before_its_time(
    client: Client, wiwik: User, fery: User, joko: User
) -> None:
    make_notification(fery.member, subject=fery.member_id)
    make_notification(wiwik.member, due_at=timezone.now() + timedelta(hours=1))
    for person in (wiwik, joko):
        assert "KTA Anda hampir habis" not in page(client, person, INBOX)


def test_unread_messages_come_first_and_reading_is_a_post(client: Client, wiwik: User) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    old = make_notification(wiwik.member, at=long_ago, due_at=long_ago)
    new = make_notification(wiwik.member)
    client.force_login(wiwik)
    assert client.get(reverse("notifications:read", args=[new.code])).status_code == 405
    answer = client.post(reverse("notifications:read", args=[new.code]))
    assert (answer.status_code, answer.headers["Location"]) == (302, INBOX)
    assert list(Notification.objects.visible_to(wiwik).unread_first()) == [old, new]
    assert bar_of(wiwik.member).unread == 1


def test_opening_a_message_marks_it_and_leads_to_its_page(client: Client, wiwik: User) -> None:
    notification = make_notification(wiwik.member)
    client.force_login(wiwik)
    answer = client.post(reverse("notifications:read", args=[notification.code]), {"open": "1"})
    assert answer.headers["Location"] == "/members/"
    assert bar_of(wiwik.member).unread == 0


def test_everything_is_marked_as_read_at_once(client: Client, wiwik: User, fery: User) -> None:
    for person in (wiwik, fery):
        make_notification(person.member)
    client.force_login(wiwik)
    client.post(reverse("notifications:read_all"))
    assert [bar_of(person.member).unread for person in (wiwik, fery)] == [0, 1]


def test_nobody_reads_a_message_for_somebody_else(client: Client, wiwik: User, joko: User) -> None:
    notification = make_notification(wiwik.member)
    client.force_login(joko)
    assert client.post(reverse("notifications:read", args=[notification.code])).status_code == 404
    assert bar_of(wiwik.member).unread == 1


def test_a_message_whose_kind_is_gone_is_still_shown(client: Client, wiwik: User) -> None:
    make_notification(wiwik.member, kind="of.old")
    assert "Pesan yang sudah tidak berlaku" in page(client, wiwik, INBOX)


def test_the_bar_tells_how_many_are_unread(wiwik: User) -> None:
    make_notification(wiwik.member)
    request = RequestFactory().get("/")
    request.user = wiwik
    shown = Template("{% load inbox %}{% message_bar as bar %}{{ bar.unread }}").render(Context({"request": request}))
    assert shown == "1"


def test_the_whatsapp_list_has_one_text_and_one_tap_for_each_member_without_a_channel(
    client: Client, slamet: User, settings: Settings
) -> None:
    member = waiting(full_name="Buari", phone="+6281234567890")
    waiting(full_name="Lukman", email="lukman@example.test")
    settings.DEMO = False
    seen = page(client, slamet, WHATSAPP)
    assert "Siap dikirim lewat WhatsApp (1)" in seen, "Buari; Slamet himself has the inbox"
    assert "Buari" in seen
    assert "Lukman" not in seen
    text = f"*KTA Anda hampir habis*\nBuari, perpanjang di posko.\n\nBuka aplikasi: {settings.SITE_URL}/members/"
    assert f"https://wa.me/6281234567890?text={quote(text)}" in seen
    settings.DEMO = True
    seen = page(client, slamet, WHATSAPP)
    assert f"https://wa.me/?text={quote(text)}" in seen
    assert member.phone.as_e164.lstrip("+") not in seen


def test_a_tick_says_who_told_it_and_takes_the_row_off_the_list(client: Client, slamet: User) -> None:
    member = waiting()
    client.force_login(slamet)
    url = reverse("notifications:told", args=[delivery_to(member).code])
    assert client.post(url).headers["Location"] == WHATSAPP
    assert client.post(url).status_code == 302, "twice is once"
    delivery = delivery_to(member)
    assert (delivery.state, delivery.state_by) == (DeliveryState.SENT, slamet.member)
    assert delivery.sent_at is not None
    assert member.full_name not in page(client, slamet, WHATSAPP)


def test_what_is_no_longer_true_is_not_ticked(client: Client, slamet: User) -> None:
    member = waiting()
    delivery = delivery_to(member)
    due(member, ago=timedelta(minutes=9))
    client.force_login(slamet)
    answer = client.post(reverse("notifications:told", args=[delivery.code]))
    assert answer.status_code == 409
    assert "sudah tidak berlaku atau terlambat" in answer.content.decode()
    assert Delivery.objects.get(pk=delivery.pk).state == DeliveryState.QUEUED


def test_a_coordinator_sees_the_lists_of_his_unit_and_a_foreign_one_nothing(
    client: Client, slamet: User, joko: User, stranger_coordinator: User
) -> None:
    ours, kedopok = waiting(full_name="Novi dari Mayangan"), waiting(KEDOPOK, full_name="Yayuk dari Kedopok")
    failed = make_delivery(make_member(full_name="Ridwan dari Mayangan"), state=DeliveryState.FAILED, last_code="550")
    expected = {slamet: (True, False, True), joko: (True, True, True), stranger_coordinator: (False, False, False)}
    for person, (sees_ours, sees_kedopok, sees_failed) in expected.items():
        to_tell, problems = page(client, person, WHATSAPP), page(client, person, PROBLEMS)
        assert (ours.full_name in to_tell, kedopok.full_name in to_tell) == (sees_ours, sees_kedopok)
        assert ("Ridwan dari Mayangan" in problems) == sees_failed
    client.force_login(stranger_coordinator)
    assert client.post(reverse("notifications:told", args=[delivery_to(ours).code])).status_code == 404
    assert client.post(reverse("notifications:handled", args=[failed.code])).status_code == 404
    assert delivery_to(ours).state == DeliveryState.QUEUED


@pytest.mark.parametrize("url", [WHATSAPP, PROBLEMS])
def test_members_have_no_lists_of_others(client: Client, wiwik: User, url: str) -> None:
    client.force_login(wiwik)
    assert client.get(url).status_code == 403
    assert url not in page(client, wiwik, INBOX)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": DeliveryState.FAILED, "last_code": "550"}, "Server surat menolak alamat ini (550)."),
        ({"state": DeliveryState.FAILED, "last_code": "no address"}, "Alamat e-mailnya sudah dihapus."),
        ({"state": DeliveryState.FAILED, "last_code": "no text"}, "Isi pesan tidak dapat disusun."),
        ({"state": DeliveryState.FAILED, "last_code": "450", "attempts": 6}, "Sudah 6 kali dicoba (450)."),
        ({"state": DeliveryState.HELD}, "mungkin sudah sampai"),
        ({"state": DeliveryState.EXPIRED, "last_code": "ConnectionRefusedError"}, "tidak dapat dihubungi"),
        ({"channel": Channel.PUSH, "state": DeliveryState.FAILED, "last_code": "gone"}, "HP-nya tidak lagi menerima"),
        ({"channel": Channel.PUSH, "state": DeliveryState.HELD}, "Layanan pemberitahuan HP-nya tidak menjawab"),
        ({"channel": Channel.PUSH, "state": DeliveryState.EXPIRED, "last_code": "503"}, "tidak menerimanya (503)"),
    ],
)
def test_a_problem_is_shown_with_its_reason_until_somebody_has_looked_after_it(
    client: Client, slamet: User, fields: dict[str, Any], sentence: str
) -> None:
    delivery = make_delivery(make_member(full_name="Dwi Cahyono"), **fields)
    seen = page(client, slamet, PROBLEMS)
    assert "Dwi Cahyono" in seen
    assert sentence in seen
    client.post(reverse("notifications:handled", args=[delivery.code]))
    delivery.refresh_from_db()
    assert (delivery.handled_by, delivery.state) == (slamet.member, fields["state"])
    assert "Dwi Cahyono" not in page(client, slamet, PROBLEMS)


def test_what_nobody_tried_to_send_in_time_is_no_problem_of_the_post(client: Client, slamet: User) -> None:
    make_delivery(make_member(full_name="Dwi Cahyono"), state=DeliveryState.EXPIRED)
    assert "Dwi Cahyono" not in page(client, slamet, PROBLEMS)


@pytest.mark.parametrize("url", [INBOX, WHATSAPP, PROBLEMS])
def test_lists_cost_the_same_for_one_row_and_for_many_and_at_most_eight_queries(
    client: Client, slamet: User, url: str
) -> None:
    def rows(number: int) -> None:
        for _ in range(number):
            make_notification(slamet.member, at=timezone.now())
            make_delivery(make_member(), state=DeliveryState.FAILED)
            due(make_member())
        planner.run_once()

    client.force_login(slamet)
    counts = []
    for number in (1, 9):
        rows(number)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_a_letter_that_goes_out_by_itself_is_not_ticked(client: Client, slamet: User) -> None:
    delivery = make_delivery(make_member(), channel=Channel.EMAIL)
    client.force_login(slamet)
    assert client.post(reverse("notifications:told", args=[delivery.code])).status_code == 422


def test_a_told_message_is_not_withdrawn_later(client: Client, slamet: User) -> None:
    member = waiting()
    services.tell(delivery_to(member), by=slamet)
    due(member, ago=timedelta(minutes=9))
    dispatcher.run_once()
    assert delivery_to(member).state == DeliveryState.SENT
