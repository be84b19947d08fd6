"""The second factor in a real browser: a passkey of a device, and pages that fit a phone in both themes."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from members.models import User
from tests.face.fitness import assert_page_is_fit
from tests.factories.members import PASSWORD
from tests.members.second_factor import code_at, recovery_codes
from tests.plugins.browser import PHONE, PageAt

pytestmark = pytest.mark.django_db(transaction=True)
OVERVIEW = "/accounts/second-factor/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Nomor HP atau nomor anggota").fill(user.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def confirm(page: Page) -> None:
    assert_page_is_fit(page)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/")


def give_device(page: Page) -> Any:
    """A device that can make passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    options |= {"hasResidentKey": True, "automaticPresenceSimulation": True}
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_set_up_on_the_phone_and_signs_in(page_at: PageAt, slamet: User) -> None:
    page = page_at(PHONE)
    give_device(page)
    sign_in(page, slamet)
    page.goto(OVERVIEW)
    assert_page_is_fit(page)
    page.get_by_role("link", name="Pasang kunci sandi").click()
    confirm(page)
    assert_page_is_fit(page)
    page.get_by_label("Nama, agar mudah dikenali").fill("HP Slamet")
    page.get_by_role("button", name="Pasang di perangkat ini").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    assert_page_is_fit(page)
    page.goto("/accounts/second-factor/passkeys/")
    expect(page.get_by_text("HP Slamet").first).to_be_visible()
    assert_page_is_fit(page)
    sign_out(page)
    sign_in(page, slamet)
    expect(page.get_by_role("heading", name="Langkah kedua")).to_be_visible()
    assert_page_is_fit(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    assert Authenticator.objects.get(user=slamet, type=Authenticator.Type.WEBAUTHN).last_used_at


def test_a_device_that_has_no_passkey_of_ours_says_so_and_a_recovery_code_helps(page_at: PageAt, slamet: User) -> None:
    page = page_at(PHONE)
    give_device(page)
    sign_in(page, slamet)
    page.goto(f"{OVERVIEW}passkeys/add/")
    confirm(page)
    page.get_by_role("button", name="Pasang di perangkat ini").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    other = page_at(PHONE)
    give_device(other)
    sign_in(other, slamet)
    other.get_by_role("button", name="Pakai kunci sandi").click()
    expect(other.get_by_text("Belum berhasil. Coba lagi, atau pakai kode.")).to_be_visible()
    assert_page_is_fit(other)
    other.get_by_label("Kode dari aplikasi, atau kode cadangan").fill(recovery_codes(slamet)[0])
    other.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect(other.get_by_role("heading", name="Beranda")).to_be_visible()


def test_a_code_app_is_set_up_without_java_script(page_at: PageAt, slamet: User, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    page = page_at(PHONE, java_script_enabled=False)
    sign_in(page, slamet)
    expect(page.get_by_text("Amankan akun Anda sebelum")).to_be_visible()
    page.get_by_role("link", name="Pasang sekarang, dua menit").click()
    page.get_by_role("link", name="Pasang aplikasi kode").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    secret = page.get_by_label("Kunci, untuk diketik sendiri").input_value()
    page.get_by_label("6 angka yang tampil di aplikasi sekarang").fill("1")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Kode ini salah atau sudah terpakai").first).to_be_visible()
    assert page.get_by_label("Kunci, untuk diketik sendiri").input_value() == secret
    page.get_by_label("6 angka yang tampil di aplikasi sekarang").fill(code_at(secret))
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()


def test_every_page_of_setting_up_and_the_banner_fit_a_phone(page_at: PageAt, slamet: User, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    page = page_at(PHONE)
    sign_in(page, slamet)
    page.wait_for_url("**/")
    assert_page_is_fit(page)
    page.goto(f"{OVERVIEW}app/")
    confirm(page)
    assert_page_is_fit(page)
    code = code_at(page.get_by_label("Kunci, untuk diketik sendiri").input_value())
    page.get_by_label("6 angka yang tampil di aplikasi sekarang").fill(code)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    for address in ("", "app/remove/", "recovery-codes/new/", "confirm/code/"):
        page.goto(OVERVIEW + address)
        assert_page_is_fit(page)
    page.goto("/accounts/logout/")
    assert_page_is_fit(page)
