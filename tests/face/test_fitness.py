"""The frame and the pages of strangers, in a real browser, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from members.models import User
from tests.face.fitness import assert_above_the_fold, assert_page_is_fit
from tests.factories.incidents import make_incident_report
from tests.factories.members import MAYANGAN, PASSWORD, make_member
from tests.factories.patrols import make_duty
from tests.factories.reports import make_past_duty
from tests.plugins.browser import DESK, PHONE, PageAt

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Nomor HP atau nomor anggota").fill(user.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/")


@WIDTHS
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/tidak/ada/"])
def test_pages_of_strangers_are_fit(page_at: PageAt, width: int, address: str) -> None:
    page = page_at(width)
    page.goto(address)
    assert_page_is_fit(page)
    assert_above_the_fold(page.locator("main .btn-primary"))


@WIDTHS
def test_a_refused_form_says_so_on_top_and_in_the_title(page_at: PageAt, width: int) -> None:
    page = page_at(width)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_title("Galat: Masuk · Senkom")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Nomor HP atau nomor anggota")).to_be_focused()
    assert_page_is_fit(page)


@WIDTHS
def test_the_menu_of_an_account_is_fit_and_closes_by_escape(page_at: PageAt, width: int, slamet: User) -> None:
    page = page_at(width)
    sign_in(page, slamet)
    page.locator("details.menu > summary").click()
    expect(page.get_by_text("Koordinator, Mayangan")).to_be_visible()
    assert_page_is_fit(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Koordinator, Mayangan")).to_be_hidden()


@WIDTHS
@pytest.mark.parametrize("who", ["slamet", "wiwik"])
def test_home_is_fit_and_what_needs_me_is_above_the_fold(
    page_at: PageAt, width: int, who: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    make_incident_report(MAYANGAN)
    make_duty(MAYANGAN, title="Patroli sepi", min_crew=3)
    make_past_duty(make_member(MAYANGAN), hours_ago=5)
    page = page_at(width)
    sign_in(page, user)
    assert_page_is_fit(page)
    assert_above_the_fold(page.locator("main .rows > li, main .btn-primary"))


def test_colours_change_by_a_button_without_java_script(page_at: PageAt) -> None:
    page = page_at(PHONE, java_script_enabled=False)
    page.goto("/accounts/login/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Gelap").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.url.endswith("/accounts/login/")
    expect(page.locator("body")).to_have_css("background-color", "rgb(11, 18, 32)")


def test_automatic_colours_follow_the_device(page_at: PageAt) -> None:
    page = page_at(PHONE)
    page.goto("/")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(11, 18, 32)")
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 245, 248)")
