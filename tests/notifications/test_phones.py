"""Phones that ring: by their owner's tap; silent once he signs out, somebody else signs in, or he leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members import services as members
from members.models import User
from notifications import phones
from notifications.models import PushSubscription
from notifications.webpush.keys import public_key
from tests.factories.members import PASSWORD
from tests.factories.phones import Browser, make_phone

pytestmark = pytest.mark.django_db

KEEP, WAYS = "/inbox/phone/", "/inbox/ways/"
ENDPOINT = "https://push.example.com/send/1"


def keep(client: Client, said: Any) -> Any:
    """What the button sends."""
    return client.post(KEEP, json.dumps(said), content_type="application/json")


def on_phone(user: User, endpoint: str = ENDPOINT, client: Client | None = None) -> Client:
    """A browser in which somebody has signed in and tapped the button."""
    browser = client or Client()
    browser.force_login(user)
    assert keep(browser, Browser.at(endpoint).as_json()).status_code == 204
    return browser


def rings_for(user: User) -> int:
    """How many phones ring for somebody."""
    return PushSubscription.objects.live().filter(member=user.member).count()


def test_a_tap_lets_a_phone_ring_and_the_page_says_so(client: Client, wiwik: User) -> None:
    on_phone(wiwik, client=client)
    phone = PushSubscription.objects.get()
    assert (phone.member, phone.endpoint, phone.server_key) == (wiwik.member, ENDPOINT, public_key())
    seen = client.get(WAYS).content.decode()
    assert "HP ini" in seen
    assert ENDPOINT not in seen
    assert 'data-state="on"' in client.get("/inbox/").content.decode()
    cookie = client.cookies["phone"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_tapping_twice_is_one_phone(client: Client, wiwik: User) -> None:
    for _ in range(2):
        on_phone(wiwik, client=client)
    assert rings_for(wiwik) == 1


def test_a_phone_is_switched_off_by_its_owner_only(client: Client, wiwik: User, joko: User) -> None:
    on_phone(wiwik, client=client)
    off = reverse("notifications:forget_phone", args=[PushSubscription.objects.get().code])
    other = Client()
    other.force_login(joko)
    assert other.post(off).status_code == 404
    assert rings_for(wiwik) == 1
    assert client.post(off)["Location"] == WAYS
    assert client.post(off).status_code == 404
    assert rings_for(wiwik) == 0


def test_signing_out_makes_this_phone_silent_and_no_other(client: Client, wiwik: User) -> None:
    on_phone(wiwik, client=client)
    on_phone(wiwik, "https://push.example.com/send/2")
    client.post("/accounts/logout/")
    assert PushSubscription.objects.get().endpoint == "https://push.example.com/send/2"


def test_who_signs_in_on_the_same_phone_hears_nothing_for_the_other(wiwik: User, fery: User) -> None:
    browser = on_phone(wiwik)
    # Without signing out first: the session has ended by itself, the browser has not.
    del browser.cookies["sessionid"]
    browser.post("/accounts/login/", {"login": fery.username, "password": PASSWORD})
    assert rings_for(wiwik) == rings_for(fery) == 0
    assert 'data-state="off"' in browser.get("/inbox/").content.decode()


def test_signing_in_again_oneself_keeps_the_phone(wiwik: User) -> None:
    browser = on_phone(wiwik)
    del browser.cookies["sessionid"]
    browser.post("/accounts/login/", {"login": wiwik.username, "password": PASSWORD})
    assert rings_for(wiwik) == 1


def test_a_phone_taken_over_rings_for_the_new_owner_only(wiwik: User, fery: User) -> None:
    on_phone(wiwik)
    on_phone(fery)
    assert (rings_for(wiwik), rings_for(fery)) == (0, 1)


def test_who_leaves_hears_nothing_more(wiwik: User, endah: User) -> None:
    on_phone(wiwik)
    members.record_resignation(wiwik.member, by=endah, reason="Pindah kota.")
    assert not PushSubscription.objects.exists()


def test_ending_every_session_silences_the_phones_until_their_owner_is_back(client: Client, wiwik: User) -> None:
    on_phone(wiwik, client=client)
    User.objects.filter(pk=wiwik.pk).update(session_epoch=F("session_epoch") + 1)
    assert rings_for(wiwik) == 0
    client.login(username=wiwik.username, password=PASSWORD)
    assert 'data-state="stale"' in client.get("/inbox/").content.decode(), "the page renews it by itself"
    on_phone(User.objects.get(pk=wiwik.pk), client=client)
    assert rings_for(wiwik) == 1


def test_a_member_has_five_phones_and_the_oldest_gives_way(wiwik: User) -> None:
    for number in range(phones.AT_MOST + 2):
        on_phone(wiwik, f"https://push.example.com/send/{number}")
    kept = PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True)
    assert list(kept) == [f"https://push.example.com/send/{number}" for number in range(2, phones.AT_MOST + 2)]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda said: said | {"endpoint": "http://push.example.com/x"}, 422),
        (lambda said: said | {"endpoint": "https://127.0.0.1/x"}, 422),
        (lambda said: said | {"endpoint": "https://localhost/x"}, 422),
        (lambda said: said | {"endpoint": "https://push.example.com/" + "x" * 1000}, 422),
        (lambda said: said | {"endpoint": "https://push.example.com/\x00"}, 422),
        (lambda said: said | {"endpoint": None}, 400),
        (lambda said: said | {"keys": said["keys"] | {"p256dh": "BAAA"}}, 422),
        (lambda said: said | {"keys": said["keys"] | {"p256dh": "B" * 87}}, 422),
        (lambda said: said | {"keys": said["keys"] | {"p256dh": "???"}}, 422),
        (lambda said: said | {"keys": said["keys"] | {"auth": "kurang"}}, 422),
        (lambda said: said | {"keys": said["keys"] | {"auth": ""}}, 422),
        (lambda said: said | {"keys": {}}, 400),
        (lambda said: said | {"keys": "x"}, 400),
        (lambda said: said | {"more": "x" * 5000}, 400),
        (lambda said: [], 400),
        (lambda said: None, 400),
    ],
)
def test_what_is_no_subscription_is_refused(
    client: Client, wiwik: User, change: Callable[[dict[str, Any]], Any], status: int
) -> None:
    client.force_login(wiwik)
    assert keep(client, change(Browser.at(ENDPOINT).as_json())).status_code == status
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 4000])
def test_what_is_no_json_is_a_bad_request(client: Client, wiwik: User, body: bytes) -> None:
    client.force_login(wiwik)
    assert client.post(KEEP, body, content_type="application/json").status_code == 400


def test_another_site_lets_no_phone_ring(wiwik: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(wiwik)
    assert keep(client, Browser.at(ENDPOINT).as_json()).status_code == 403


def test_a_server_without_a_key_offers_nothing(client: Client, wiwik: User, settings: Settings) -> None:
    settings.PUSH_KEY = b""
    client.force_login(wiwik)
    assert 'id="phone"' not in client.get("/inbox/").content.decode()
    assert keep(client, Browser.at(ENDPOINT).as_json()).status_code == 422


def test_a_broken_cookie_is_no_phone(client: Client, wiwik: User) -> None:
    make_phone(wiwik.member, ENDPOINT)
    client.cookies["phone"] = "' OR 1=1"
    client.force_login(wiwik)
    assert 'data-state="off"' in client.get("/inbox/").content.decode()
    client.post("/accounts/logout/")
    assert rings_for(wiwik) == 1
