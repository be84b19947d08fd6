"""Notes on phones: encrypted for one browser, signed by our key, discreet, repeated without harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from members.models import Member, User
from notifications import dispatcher, planner
from notifications.models import Delivery, PushSubscription, QuietHours
from notifications.states import Channel, DeliveryState
from notifications.webpush.encryption import encrypt
from notifications.webpush.keys import public_key, to_bytes
from tests.embedded.stack import free_port
from tests.factories.members import make_member, make_user
from tests.factories.notifications import KIND, delivery_to, due, registered_reminder
from tests.factories.phones import Browser, make_phone
from tests.notifications.web_sink import Asked, Said, WebSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reminder_now")]

LATER = timedelta(minutes=3)
"""Longer than a lease."""


@pytest.fixture
def push_service(settings: Settings) -> Iterator[WebSink]:
    """A push service on loopback."""
    settings.PUSH_LOOPBACK = True
    sink = WebSink()
    sink.start()
    yield sink
    sink.stop()


def told(sink: WebSink, **fields: Any) -> tuple[Member, Browser]:
    """A member with a phone at this service, and a note for it that waits."""
    member = due(make_member(**fields))
    browser = make_phone(member, f"{sink.url}/wiwik")
    planner.run_once()
    return member, browser


def claims_of(header: str) -> dict[str, Any]:
    """What a push service reads in 'vapid t=…,k=…', once the signature is ours. Raises InvalidSignature."""
    parts = dict(part.split("=", 1) for part in header.removeprefix("vapid ").split(","))
    assert parts["k"] == public_key()
    signed, _dot, signature = parts["t"].rpartition(".")
    raw = to_bytes(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_bytes(parts["k"]))
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, signed.encode(), ec.ECDSA(SHA256()))
    found: dict[str, Any] = json.loads(to_bytes(signed.split(".")[1]))
    return found


def test_the_example_of_rfc_8291_comes_out_to_the_byte() -> None:
    # https://www.rfc-editor.org/rfc/rfc8291#section-5 and appendix A (December 2017)
    private = int.from_bytes(to_bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        to_bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        to_bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        private_key=ec.derive_private_key(private, ec.SECP256R1()),
        salt=to_bytes("DGv6ra1nlYgDCS1FRnbzlw"),
        padded_to=0,
    )
    expected = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru"
        "3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert body == to_bytes(expected)


def test_a_note_says_its_kind_and_nothing_else_and_leads_to_the_inbox(push_service: WebSink) -> None:
    member, browser = told(push_service, full_name="Wiwik Sulastri")
    assert dispatcher.run_once() == 1
    [asked] = push_service.requests
    said = browser.open(asked.body)
    topic = asked.headers["topic"]
    assert said == {
        "title": "KTA",
        "body": "Ada kabar untuk Anda. Buka Senkom untuk membacanya.",
        "path": "/inbox/",
        "tag": topic,
    }
    assert (asked.path, asked.headers["content-encoding"]) == ("/wiwik", "aes128gcm")
    delivery = delivery_to(member)
    assert (delivery.channel, delivery.state, delivery.last_code) == (Channel.PUSH, DeliveryState.SENT, "201")


def test_the_push_service_knows_who_sends_how_long_and_how_urgent(push_service: WebSink, settings: Settings) -> None:
    with registered_reminder(operational=False):
        member, _browser = told(push_service)
        QuietHours.objects.create(member=member, begins=time(0), ends=time(0))  # none: tests run at night too
        dispatcher.run_once()
    fields = {"operational": True, "label": "Pengingat tugas malam ini di posko"}
    with registered_reminder(kind="test.tonight", useful_for=timedelta(hours=1), **fields):
        planner.run_once()
        dispatcher.run_once()
    usual, tonight = push_service.requests
    claims = claims_of(usual.headers["authorization"])
    assert (claims["aud"], claims["sub"]) == (push_service.url, settings.SECURITY_CONTACT)
    assert 0 < claims["exp"] - timezone.now().timestamp() <= 24 * 3600
    assert (usual.headers["urgency"], tonight.headers["urgency"]) == ("normal", "high")
    # Useful for twelve hours and for one, from a minute ago.
    assert 11 * 3600 < int(usual.headers["ttl"]) < 12 * 3600
    assert 50 * 60 < int(tonight.headers["ttl"]) < 60 * 60
    assert len(usual.headers["topic"]) <= 32
    assert len(usual.body) == len(tonight.body), "its length does not tell what kind it is"


def test_a_note_comes_in_the_language_of_its_recipient(push_service: WebSink) -> None:
    fery = due(make_member())
    make_user(fery, language="en")
    browser = make_phone(fery, f"{push_service.url}/fery")
    planner.run_once()
    dispatcher.run_once()
    assert browser.open(push_service.requests[0].body)["body"] == "There is news for you. Open Senkom to read it."


def test_a_phone_comes_in_addition_to_e_mail_and_in_place_of_a_call(push_service: WebSink) -> None:
    both, _browser = told(push_service, email="wiwik@example.test")
    only_phone = due(make_member())
    make_phone(only_phone, f"{push_service.url}/2")
    nothing = due(make_member())
    planner.run_once()
    channels = {
        member: sorted(Delivery.objects.filter(notification__recipient_id=member.pk).values_list("channel", flat=True))
        for member in (both, only_phone, nothing)
    }
    assert channels == {both: ["email", "push"], only_phone: ["push"], nothing: ["whatsapp"]}
    assert planner.run_once() == 0


@pytest.mark.parametrize("ended", ["the sessions", "the account", "our key"])
def test_a_phone_ends_with_the_sessions_the_account_and_our_key(push_service: WebSink, ended: str) -> None:
    member, _browser = told(push_service)
    match ended:
        case "the sessions":
            User.objects.filter(member=member).update(session_epoch=F("session_epoch") + 1)
        case "the account":
            User.objects.filter(member=member).update(is_active=False)
        case _:
            PushSubscription.objects.update(server_key="another")
    assert dispatcher.run_once() == 0
    assert push_service.requests == []
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("failed", "no address")
    due(member)
    with registered_reminder(kind="test.next"):
        planner.run_once()
    assert Delivery.objects.get(notification__kind="test.next").channel == Channel.WHATSAPP


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten_and_its_message_is_shown_to_a_person(
    push_service: WebSink, status: int
) -> None:
    member, _browser = told(push_service)
    push_service.behaviour = lambda _asked, _handler: Said(status)
    dispatcher.run_once()
    assert not PushSubscription.objects.exists()
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("failed", "gone")
    assert list(Delivery.objects.needing_a_person()) == [delivery_to(member)]


def test_a_lost_phone_is_nobodys_work_where_the_message_goes_by_mail_too(push_service: WebSink) -> None:
    told(push_service, email="wiwik@example.test")
    push_service.behaviour = lambda _asked, _handler: Said(410)
    dispatcher.run_once()
    assert Delivery.objects.get(channel=Channel.PUSH).state == "failed"
    assert not Delivery.objects.needing_a_person().exists()


def test_one_phone_of_two_is_enough(push_service: WebSink) -> None:
    member, _old = told(push_service)
    new = make_phone(member, f"{push_service.url}/new")
    push_service.behaviour = lambda asked, _handler: Said(201 if asked.path == "/new" else 410)
    assert dispatcher.run_once() == 1
    assert PushSubscription.objects.get().endpoint == new.endpoint
    assert delivery_to(member).state == "sent"


@pytest.mark.parametrize(
    ("said", "code", "pause"),
    [
        (Said(429, headers={"Retry-After": "1800"}), "429", timedelta(minutes=30)),
        (Said(429, headers={"Retry-After": "99999999"}), "429", timedelta(minutes=1)),
        (Said(503), "503", timedelta(minutes=1)),
    ],
)
def test_a_busy_service_is_left_alone_for_as_long_as_it_asks(
    push_service: WebSink, said: Said, code: str, pause: timedelta
) -> None:
    member, _browser = told(push_service)
    push_service.behaviour = lambda _asked, _handler: said
    now = timezone.now()
    dispatcher.run_once(now=now)
    delivery = delivery_to(member)
    assert (delivery.state, delivery.last_code, delivery.attempts) == ("queued", code, 1)
    assert pause <= delivery.next_try_at - now <= pause * 1.2
    push_service.behaviour = lambda _asked, _handler: Said(201)
    dispatcher.run_once(now=delivery.next_try_at + timedelta(seconds=1))
    assert delivery_to(member).state == "sent"


def test_a_service_that_refuses_us_is_shown_to_a_person(push_service: WebSink) -> None:
    member, _browser = told(push_service)
    push_service.behaviour = lambda _asked, _handler: Said(307, headers={"Location": push_service.url})
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("failed", "307")
    assert len(push_service.requests) == 1, "a redirect is not followed"


def test_a_service_that_is_away_is_tried_again(push_service: WebSink) -> None:
    member = due(make_member())
    make_phone(member, f"http://127.0.0.1:{free_port()}/")
    planner.run_once()
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("queued", "ConnectionRefusedError")


def drip(sink: WebSink) -> Any:
    """An answer that never ends, a letter at a time."""

    def behaviour(_asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        while not sink.released.wait(0.02):
            try:
                handler.wfile.write(b"H")
            except OSError:
                return

    return behaviour


def hang(sink: WebSink) -> Any:
    """No answer at all."""
    return lambda _asked, _handler: sink.released.wait(30) and None


@pytest.mark.parametrize("misbehave", [drip, hang])
def test_a_service_that_does_not_answer_in_time_is_uncertain_and_asked_again_under_the_same_topic(
    push_service: WebSink, settings: Settings, misbehave: Any
) -> None:
    member, browser = told(push_service)
    settings.WEB_TIMEOUT = 0.3
    push_service.behaviour = misbehave(push_service)
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).last_code) in {
        ("uncertain", "timeout"),
        ("uncertain", "TimeoutError"),
    }
    dispatcher.run_once()
    assert len(push_service.requests) == 1, "until the lease is over nobody else may send"
    push_service.behaviour = lambda _asked, _handler: Said(201)
    dispatcher.run_once(now=timezone.now() + LATER)
    first, second = push_service.requests
    assert first.headers["topic"] == second.headers["topic"] == browser.open(second.body)["tag"]
    assert browser.open(first.body) == browser.open(second.body)
    assert delivery_to(member).state == "sent"


def test_an_answer_that_was_lost_leads_to_a_repetition_that_replaces_the_first(push_service: WebSink) -> None:
    member, _browser = told(push_service)
    push_service.behaviour = lambda _asked, _handler: None
    dispatcher.run_once()
    assert delivery_to(member).state == "uncertain"
    push_service.behaviour = lambda _asked, _handler: Said(201)
    dispatcher.run_once(now=timezone.now() + LATER)
    assert len({asked.headers["topic"] for asked in push_service.requests}) == 1
    assert delivery_to(member).state == "sent"


def test_six_answers_lost_are_shown_to_a_person(push_service: WebSink) -> None:
    member, _browser = told(push_service)
    push_service.behaviour = lambda _asked, _handler: None
    now = timezone.now()
    for _ in range(8):
        dispatcher.run_once(now=now)
        now += LATER
    assert (delivery_to(member).state, len(push_service.requests)) == ("held", 6)
    assert list(Delivery.objects.needing_a_person()) == [delivery_to(member)]


def test_two_messages_have_two_topics(push_service: WebSink) -> None:
    told(push_service)
    other = due(make_member())
    make_phone(other, f"{push_service.url}/other")
    planner.run_once()
    dispatcher.run_once()
    assert len({asked.headers["topic"] for asked in push_service.requests}) == 2


def test_without_a_key_nobody_is_offered_a_note_and_nothing_is_sent(push_service: WebSink, settings: Settings) -> None:
    member, _browser = told(push_service)
    settings.PUSH_KEY = b""
    assert dispatcher.run_once() == 0
    due(member)
    with registered_reminder(kind="test.next"):
        planner.run_once()
    assert Delivery.objects.get(notification__kind="test.next").channel == Channel.WHATSAPP
    assert KIND in Delivery.objects.get(channel=Channel.PUSH).notification.kind
