"""One click in a letter ends letters of its kind (RFC 8058), without a session; opening the link ends nothing."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.models import Member, User
from notifications import dispatcher, planner
from notifications.channels import Letter
from notifications.models import Delivery, Preference
from notifications.states import Channel
from notifications.stop_links import token_of
from senkom.lib import logs
from tests.factories.members import make_member
from tests.factories.notifications import delivery_to, due, make_delivery, registered_reminder
from tests.notifications.sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def optional(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's reminder can be declined; nobody is asleep, whatever time it is while the tests run."""
    monkeypatch.setattr("notifications.dispatcher.keep_quiet", lambda now: None)
    with registered_reminder(operational=False):
        yield


def sent_to(member: Member, folder: Path) -> email.message.EmailMessage:
    """The letter that was sent to a member."""
    path = folder / f"{delivery_to(member).code}.eml"
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


@pytest.fixture
def link(optional: None, mail_dir: Path, settings: Settings) -> str:
    """The link in a letter that Wiwik got."""
    settings.SITE_URL = "https://senkom-kota-probolinggo.example"
    wiwik = due(make_member(email="wiwik@example.test"))
    planner.run_once()
    dispatcher.run_once()
    mail = sent_to(wiwik, mail_dir)
    address = str(mail["List-Unsubscribe"]).strip("<>")
    assert address in mail.get_content(), "people find it at the end of the letter too"
    return address.removeprefix(settings.SITE_URL)


def test_the_headers_reach_the_relay_whole(optional: None, sink: Sink, settings: Settings) -> None:
    settings.SITE_URL = "https://pengingat.senkom-kota-probolinggo.example"
    member = due(make_member(email="wiwik@example.test"))
    planner.run_once()
    dispatcher.run_once()
    [mail] = sink.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = token_of(delivery_to(member))
    assert mail["List-Unsubscribe"] == f"<{settings.SITE_URL}/r/stop/{token}/>"


def test_a_long_link_is_not_folded() -> None:
    address = f"https://senkom.example/{'x' * 200}/"
    raw = Letter("<1@localhost>", "a@example.test", "Judul " * 30, "Isi", stop=address).as_bytes()
    assert f"List-Unsubscribe: <{address}>\r\n".encode() in raw
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize("option", ["operational", "mandatory"])
def test_what_nobody_can_decline_has_no_such_link(mail_dir: Path, option: str) -> None:
    with registered_reminder(operational=True) if option == "operational" else registered_reminder(mandatory=True):
        member = due(make_member(email="wiwik@example.test"))
        planner.run_once()
        dispatcher.run_once()
        mail = sent_to(member, mail_dir)
        assert "List-Unsubscribe" not in mail
        assert "/r/stop/" not in mail.get_content()
        answer = Client().post(reverse("notifications:stop", args=[token_of(delivery_to(member))]))
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_a_mailbox_program_stops_it_with_one_post_and_no_session(link: str) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, "no redirect, which programs don't follow"
    row = Preference.objects.get()
    assert (row.topic, row.channel, row.member) == (
        "test",
        Channel.EMAIL,
        Member.objects.get(email="wiwik@example.test"),
    )
    program.post(link, {"List-Unsubscribe": "One-Click"})
    assert Preference.objects.count() == 1
    due(row.member)
    planner.run_once()
    assert Delivery.objects.count() == 1, "the letter of before, and no other"


def test_opening_the_link_stops_nothing_and_shows_a_button(link: str) -> None:
    scanner = Client()
    page = scanner.get(link)
    scanner.head(link)
    assert "Jangan kirim lagi" in page.content.decode()
    assert f'action="{link}"' in page.content.decode()
    assert not Preference.objects.exists()


def test_the_way_back_is_on_the_page(link: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(link)
    assert "Kirim e-mail lagi" in page.content.decode()
    back = f"{link}undo/"
    assert f'action="{back}"' in page.content.decode()
    assert browser.post(back).status_code == 403, "only the link itself is open to programs"
    assert Preference.objects.exists()
    token = browser.cookies["csrftoken"].value
    page = browser.post(back, {"csrfmiddlewaretoken": token})
    assert "Jangan kirim lagi" in page.content.decode()
    assert not Preference.objects.exists()


def test_a_link_that_somebody_made_up_is_not_known(link: str) -> None:
    other = make_delivery(make_member(email="lain@example.test"))
    signature = link.rstrip("/").rpartition(".")[2]
    for wrong in (f"/r/stop/{other.code.hex}.{signature}/", "/r/stop/x/", f"/r/stop/{other.code.hex}/"):
        for answer in (Client().get(wrong), Client().post(wrong)):
            assert answer.status_code == 404
    assert not Preference.objects.exists()


def test_the_page_names_nobody(link: str, slamet: User, client: Client) -> None:
    client.force_login(slamet)
    for page in (Client().get(link), client.post(link)):
        assert "Wiwik" not in page.content.decode()
        assert "wiwik@" not in page.content.decode()


def test_the_link_does_not_stand_in_the_log(link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in logs.TOKEN.sub(r"\1…", f"GET {link}undo/ 200")
