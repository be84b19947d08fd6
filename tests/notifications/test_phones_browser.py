"""The offer of notifications in a real browser; only the push service behind it is invented."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from members.models import User
from notifications.models import PushSubscription
from notifications.webpush.keys import public_key
from tests.embedded.stack import wait_until
from tests.face.fitness import assert_page_is_fit
from tests.factories.phones import Browser
from tests.notifications.test_browser import sign_in
from tests.plugins.browser import DESK, PHONE, PageAt

pytestmark = pytest.mark.django_db(transaction=True)

ENDPOINT = "https://push.example.com/send/wiwik"
OFFER = "Kirim pemberitahuan ke HP ini"
# No push service can be reached from a test: the browser's own part is played by this.
PUSH_SERVICE = """
  let current = null;
  const said = %s;
  PushManager.prototype.getSubscription = async () => current;
  PushManager.prototype.subscribe = async (options) => {
    window.askedWith = options;
    current = { endpoint: said.endpoint, options, toJSON: () => said, unsubscribe: async () => { current = null; } };
    return current;
  };
"""
INSTALLED = """
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => (query.includes("standalone") ? { matches: true } : ask(query));
"""
KEY = """
  btoa(String.fromCharCode(...window.askedWith.applicationServerKey))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
"""


def phone(page_at: PageAt, width: int = PHONE, *, installed: bool = False, allows: bool = True) -> Page:
    """A phone with a push service behind it."""
    page = page_at(width)
    page.add_init_script(PUSH_SERVICE % json.dumps(Browser.at(ENDPOINT).as_json()))
    if installed:
        page.add_init_script(INSTALLED)
    if allows:
        page.context.grant_permissions(["notifications"])
    return page


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_one_tap_lets_the_phone_ring_and_another_switches_it_off(page_at: PageAt, wiwik: User, width: int) -> None:
    page = phone(page_at, width)
    sign_in(page, wiwik)
    expect(page.get_by_role("button", name=OFFER)).to_be_visible()
    assert_page_is_fit(page)
    page.get_by_role("button", name=OFFER).click()
    expect(page.get_by_text("HP ini berbunyi bila ada kabar")).to_be_visible()
    assert_page_is_fit(page)
    assert PushSubscription.objects.live().get().member == wiwik.member
    assert page.evaluate(KEY) == public_key()
    assert page.evaluate("window.askedWith.userVisibleOnly")
    page.get_by_role("link", name="Ubah", exact=True).click()
    assert_page_is_fit(page)
    page.get_by_role("button", name="Matikan").click()
    expect(page.get_by_text("HP itu tidak lagi mendapat pemberitahuan.")).to_be_visible()
    assert not PushSubscription.objects.exists()
    expect(page.get_by_role("button", name=OFFER)).to_be_visible()


def test_nothing_is_asked_before_the_tap_and_a_no_is_explained(page_at: PageAt, wiwik: User) -> None:
    page = phone(page_at, allows=False)
    page.add_init_script("Notification.requestPermission = async () => { window.asked = true; return 'denied'; };")
    page.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => window.asked ? 'denied' : 'default' });"
    )
    sign_in(page, wiwik)
    button = page.get_by_role("button", name=OFFER)
    expect(button).to_be_visible()
    assert page.evaluate("window.asked") is None
    button.click()
    expect(page.get_by_text("Browser ini memblokir pemberitahuan")).to_be_visible()
    assert_page_is_fit(page)


def test_the_installed_application_offers_it_at_the_first_opening_until_it_is_put_off(
    page_at: PageAt, wiwik: User
) -> None:
    page = phone(page_at, installed=True)
    sign_in(page, wiwik)
    page.goto("/")
    expect(page.get_by_role("button", name=OFFER)).to_be_visible()
    assert_page_is_fit(page)
    page.get_by_role("button", name="Nanti saja").click()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()
    page.goto("/inbox/")
    expect(page.get_by_role("button", name=OFFER)).to_be_visible()


def test_a_browser_tab_is_not_asked_on_the_home_page(page_at: PageAt, wiwik: User) -> None:
    page = phone(page_at)
    sign_in(page, wiwik)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()


def test_a_phone_whose_sessions_were_ended_is_renewed_without_asking_again(page_at: PageAt, wiwik: User) -> None:
    page = phone(page_at)
    sign_in(page, wiwik)
    page.get_by_role("button", name=OFFER).click()
    expect(page.get_by_text("HP ini berbunyi bila ada kabar")).to_be_visible()
    PushSubscription.objects.update(session_epoch=99)
    page.goto("/inbox/")
    expect(page.get_by_text("HP ini berbunyi bila ada kabar")).to_be_visible()
    wait_until(PushSubscription.objects.live().exists, "the phone to ring again")


def test_the_page_of_ways_is_fit_with_a_bot(page_at: PageAt, wiwik: User, settings: Settings) -> None:
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT = "123456:x", "senkom_uji_bot"
    page = page_at(PHONE)
    sign_in(page, wiwik)
    page.goto("/inbox/ways/")
    page.get_by_role("button", name="Sambungkan Telegram").click()
    expect(page.get_by_role("link", name="Buka Telegram")).to_be_visible()
    assert_page_is_fit(page)
