"""The pages of messages in a real browser, at both widths, with and without rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from members.models import User
from notifications.states import Channel, DeliveryState
from tests.face.fitness import assert_page_is_fit
from tests.factories.members import PASSWORD, make_member
from tests.factories.notifications import make_delivery, make_notification
from tests.plugins.browser import DESK, PHONE, PageAt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reminder_now")]

LONG = "Kartika Wulandari Hadiwinoto Kusumaningtyas"


def sign_in(page: Page, user: User) -> None:
    """Come in as somebody."""
    page.goto("/accounts/login/?next=/inbox/")
    page.get_by_label("Nomor HP atau nomor anggota").fill(user.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/inbox/")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_messages_are_fit(page_at: PageAt, width: int, slamet: User) -> None:
    page = page_at(width)
    sign_in(page, slamet)
    for address in ("/inbox/", "/inbox/preferences/", "/inbox/whatsapp/", "/inbox/problems/"):
        page.goto(address)
        assert_page_is_fit(page)
    make_notification(slamet.member)
    long_ago = timezone.now() - timedelta(days=3)
    make_notification(slamet.member, at=long_ago, due_at=long_ago, read_at=timezone.now())
    make_delivery(make_member(full_name=LONG), channel=Channel.WHATSAPP)
    make_delivery(make_member(full_name=LONG), state=DeliveryState.HELD)
    for address in ("/inbox/", "/inbox/whatsapp/", "/inbox/problems/"):
        page.goto(address)
        assert_page_is_fit(page)


def test_reading_and_ticking_need_no_java_script(page_at: PageAt, slamet: User) -> None:
    page = page_at(PHONE, java_script_enabled=False)
    sign_in(page, slamet)
    make_notification(slamet.member)
    page.goto("/inbox/")
    page.get_by_role("button", name="Tandai semua sudah dibaca").click()
    assert page.get_by_text("Belum dibaca").count() == 0
