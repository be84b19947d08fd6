"""A report that was being written when the session ended is not lost, in a real browser."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from members.models import User
from tests.face.fitness import assert_page_is_fit
from tests.face.test_fitness import sign_in
from tests.factories.members import PASSWORD
from tests.plugins.browser import PHONE, PageAt

TEXT = "Air rob setinggi mata kaki di Kampung Dok, sekitar 18 KK."


@pytest.mark.django_db(transaction=True)
def test_a_report_survives_a_session_that_ended_while_it_was_written(page_at: PageAt, wiwik: User) -> None:
    page = page_at(PHONE)
    sign_in(page, wiwik)
    page.goto("/reports/new/")
    page.locator("textarea[name=text]").fill(TEXT)
    Session.objects.all().delete()
    page.locator("main .btn-primary").click()
    expect(page.get_by_role("heading", name="Isian Anda masih ada di sini")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_be_visible()
    assert_page_is_fit(page)

    sign_in_beside(page)
    page.get_by_role("button", name="Kirim lagi").click()
    page.get_by_role("button", name="Kirim lagi").click()  # the new session has a new token
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    expect(page.get_by_role("alert")).to_be_visible()  # what was not filled in yet is asked for


def sign_in_beside(page: Page) -> None:
    """Sign in by the link on the page, which opens a tab of its own."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Masuk", exact=True).first.click()
    tab = opened.value
    tab.get_by_label("Nomor HP atau nomor anggota").fill("wiwik")
    tab.get_by_label("Kata sandi").fill(PASSWORD)
    tab.get_by_role("button", name="Masuk").click()
    tab.wait_for_url("**/")
    tab.close()
