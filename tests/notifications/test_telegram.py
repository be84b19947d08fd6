"""Telegram: what the bot's service answers, played after its documentation; never tried with the real one.

The answers are those of https://core.telegram.org/bots/api ("Making requests", "ResponseParameters", "sendMessage",
"Update"), November 2026.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from members import services as members
from members.models import Member, User
from notifications import dispatcher, planner, telegram
from notifications.models import Delivery, JobRun, TelegramChat
from notifications.states import Channel
from senkom.lib.models import Link
from tests.embedded.stack import free_port
from tests.factories.members import make_member, make_user
from tests.factories.notifications import delivery_to, due
from tests.notifications.web_sink import Asked, Said, WebSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reminder_now")]

TOKEN, BOT, CHAT = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", "senkom_uji_bot", 1111111
WAYS = "/inbox/ways/"


def said(status: int, **fields: Any) -> Said:
    """An answer as the service writes it."""
    return Said(status, json.dumps(fields).encode(), {"Content-Type": "application/json"})


SENT = said(
    200,
    ok=True,
    result={
        "message_id": 42,
        "date": 1764000000,
        "chat": {"id": CHAT, "type": "private", "first_name": "W"},
        "text": "x",
    },
)
BLOCKED = said(403, ok=False, error_code=403, description="Forbidden: bot was blocked by the user")
NO_CHAT = said(400, ok=False, error_code=400, description="Bad Request: chat not found")
BUSY = said(
    429, ok=False, error_code=429, description="Too Many Requests: retry after 900", parameters={"retry_after": 900}
)
WRONG_TOKEN = said(401, ok=False, error_code=401, description="Unauthorized")


@pytest.fixture
def bot(settings: Settings) -> Iterator[WebSink]:
    """The service on loopback, and a bot of ours there."""
    sink = WebSink(lambda _asked, _handler: SENT)
    sink.start()
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT, settings.TELEGRAM_API = TOKEN, BOT, sink.url
    yield sink
    sink.stop()


def bound(**fields: Any) -> Member:
    """A member who reads at Telegram, and a message that waits."""
    member = due(make_member(**fields))
    make_user(member)
    TelegramChat.objects.create(member=member, chat_id=CHAT)
    planner.run_once()
    return member


def test_a_message_goes_into_the_chat_of_its_recipient(bot: WebSink, settings: Settings) -> None:
    member = bound(full_name="Wiwik Sulastri")
    assert dispatcher.run_once() == 1
    [asked] = bot.requests
    assert asked.path == f"/bot{TOKEN}/sendMessage"
    assert asked.json == {
        "chat_id": CHAT,
        "text": f"KTA Anda hampir habis\n\nWiwik, perpanjang di posko.\n\nBuka aplikasi: {settings.SITE_URL}/members/",
        "link_preview_options": {"is_disabled": True},
    }
    assert (delivery_to(member).channel, delivery_to(member).state) == (Channel.TELEGRAM, "sent")


@pytest.mark.parametrize(("answer", "code", "keeps"), [(BLOCKED, "403", False), (NO_CHAT, "400", True)])
def test_a_chat_that_takes_nothing_is_shown_to_a_person_and_a_blocked_one_forgotten(
    bot: WebSink, answer: Said, code: str, keeps: bool
) -> None:
    member = bound()
    bot.behaviour = lambda _asked, _handler: answer
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("failed", code)
    assert list(Delivery.objects.needing_a_person()) == [delivery_to(member)]
    assert TelegramChat.objects.exists() == keeps


def test_a_busy_service_is_left_alone_for_as_long_as_it_says(bot: WebSink) -> None:
    member = bound()
    bot.behaviour = lambda _asked, _handler: BUSY
    now = timezone.now()
    dispatcher.run_once(now=now)
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("queued", "429")
    assert delivery_to(member).next_try_at - now == timedelta(seconds=900)


def test_a_wrong_token_costs_no_attempt_and_stands_in_the_log_without_it(
    bot: WebSink, caplog: pytest.LogCaptureFixture
) -> None:
    member = bound()
    bot.behaviour = lambda _asked, _handler: WRONG_TOKEN
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).attempts) == ("queued", 0)
    assert JobRun.objects.of("dispatch").get().error == "telegram: 401"
    assert TOKEN not in caplog.text


def test_an_absent_service_costs_no_attempt(bot: WebSink, settings: Settings) -> None:
    member = bound()
    settings.TELEGRAM_API = f"http://127.0.0.1:{free_port()}"
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).attempts) == ("queued", 0)


@pytest.mark.parametrize("answer", [None, Said(200, b"<html>"), Said(200, b"[]"), said(200, ok=False)])
def test_doubt_is_held_for_a_person_and_never_guessed(bot: WebSink, answer: Said | None) -> None:
    member = bound()
    bot.behaviour = lambda _asked, _handler: answer
    dispatcher.run_once()
    assert delivery_to(member).state == "uncertain"
    dispatcher.run_once(now=timezone.now() + timedelta(minutes=3))
    assert (delivery_to(member).state, len(bot.requests)) == ("held", 1)


def test_without_a_token_nobody_is_offered_it_and_nothing_goes_there(
    bot: WebSink, settings: Settings, client: Client
) -> None:
    settings.TELEGRAM_TOKEN = settings.TELEGRAM_BOT = ""
    member = bound()
    dispatcher.run_once()
    assert bot.requests == []
    assert delivery_to(member).channel == Channel.WHATSAPP
    client.force_login(member.user)
    assert "Telegram" not in client.get(WAYS).content.decode()
    assert client.post("/inbox/telegram/").status_code == 404


# — binding a chat


class Chats:
    """What people wrote to the bot, as the documentation says: what is older than the one asked for is forgotten."""

    def __init__(self, *texts: str, chat: int = CHAT, kind: str = "private") -> None:
        self.updates = [
            {
                "update_id": 10000 + number,
                "message": {
                    "message_id": number,
                    "date": 1764000000,
                    "chat": {"id": chat, "type": kind, "first_name": "W"},
                    "text": text,
                },
            }
            for number, text in enumerate(texts)
        ]

    def __call__(self, asked: Asked, _handler: object) -> Said:
        if not asked.path.endswith("/getUpdates"):
            return SENT
        self.updates = [update for update in self.updates if update["update_id"] >= asked.json["offset"]]
        return said(200, ok=True, result=self.updates)


def code_for(client: Client, user: User) -> str:
    """The code in the link that a member gets on his page."""
    client.force_login(user)
    seen = client.post("/inbox/telegram/").content.decode()
    assert "Belum pernah dicoba dengan layanan aslinya" in seen
    start = f"https://t.me/{BOT}?start="
    assert start in seen
    return seen.partition(start)[2].partition('"')[0]


def test_a_member_binds_his_own_chat_by_a_code_of_one_use(
    bot: WebSink, client: Client, wiwik: User, fery: User
) -> None:
    code = code_for(client, wiwik)
    assert len(code) <= 64
    assert code.replace("-", "").replace("_", "").isalnum()
    chats = bot.behaviour = Chats("halo", f"/start {code}", "/start salah", "/start")
    assert telegram.fetch_codes() == 1
    assert TelegramChat.objects.get().member == wiwik.member
    assert chats.updates == [], "what was read is not asked for again"
    assert "Tersambung sejak" in client.get(WAYS).content.decode()
    bot.behaviour = Chats(f"/start {code}", chat=2222222)
    assert telegram.fetch_codes() == 0
    assert TelegramChat.objects.get().chat_id == CHAT
    code_of_another = code_for(Client(), fery)
    bot.behaviour = Chats(f"/start {code_of_another}")
    telegram.fetch_codes()
    assert TelegramChat.objects.get().member == fery.member, "one chat is one person's"


@pytest.mark.django_db(transaction=True)
def test_the_chat_is_greeted(bot: WebSink, client: Client, wiwik: User) -> None:
    bot.behaviour = Chats(f"/start {code_for(client, wiwik)}")
    telegram.fetch_codes()
    [greeting] = [asked for asked in bot.requests if asked.path.endswith("/sendMessage")]
    assert greeting.json["text"].startswith("Tersambung.")


@pytest.mark.parametrize("spoilt", ["over", "a group", "another link"])
def test_a_code_that_is_over_or_told_in_a_group_binds_nothing(
    bot: WebSink, client: Client, wiwik: User, spoilt: str
) -> None:
    code = code_for(client, wiwik)
    if spoilt == "over":
        Link.objects.update(made_at=timezone.now() - timedelta(hours=1), expires_at=timezone.now())
    if spoilt == "another link":
        Link.objects.update(purpose="sign_in")
    bot.behaviour = Chats(f"/start {code}", kind="group" if spoilt == "a group" else "private")
    assert telegram.fetch_codes() == 0
    assert not TelegramChat.objects.exists()


def test_the_link_in_the_code_opens_no_page(bot: WebSink, client: Client, wiwik: User) -> None:
    code = code_for(client, wiwik)
    assert Client().get(f"/r/{code}/").status_code == 404
    assert Client().post(f"/r/{code}/").status_code == 404


def test_a_chat_is_switched_off_by_its_member_and_by_his_leaving(
    bot: WebSink, client: Client, wiwik: User, endah: User
) -> None:
    TelegramChat.objects.create(member=wiwik.member, chat_id=CHAT)
    client.force_login(wiwik)
    client.post("/inbox/telegram/off/")
    assert not TelegramChat.objects.exists()
    TelegramChat.objects.create(member=wiwik.member, chat_id=CHAT)
    members.record_resignation(wiwik.member, by=endah, reason="Pindah kota.")
    assert not TelegramChat.objects.exists()


@pytest.mark.parametrize("answer", [WRONG_TOKEN, BUSY, Said(502, b"bad gateway"), said(200, ok=True, result="?")])
def test_a_bot_that_answers_nonsense_binds_nothing_and_breaks_nothing(bot: WebSink, answer: Said) -> None:
    bot.behaviour = lambda _asked, _handler: answer
    assert telegram.fetch_codes() == 0
