"""The page of a photo in a real browser: at both widths, and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from members.models import User
from tests.face.fitness import assert_page_is_fit
from tests.factories.members import PASSWORD
from tests.factories.pictures import from_a_phone
from tests.plugins.browser import DESK, PHONE, PageAt

PHOTO = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=from_a_phone())
DRAWING = FilePayload(name="a.svg", mimeType="image/svg+xml", buffer=b"<svg/>")

pytestmark = pytest.mark.django_db(transaction=True)


def go(page: Page, user: User, address: str) -> None:
    """Come in as somebody and open a page."""
    page.goto(f"/accounts/login/?next={address}")
    page.get_by_label("Nomor HP atau nomor anggota").fill(user.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_photo_is_sent_seen_and_removed_without_java_script(
    page_at: PageAt, width: int, wiwik: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = page_at(width, java_script_enabled=False)
    go(page, wiwik, f"/members/{wiwik.member.code}/photo/")
    page.locator("[name=picture]").set_input_files(DRAWING)
    page.get_by_label("Saya setuju").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("bukan gambar yang dapat kami simpan").first).to_be_visible()
    page.locator("[name=picture]").set_input_files(PHOTO)
    page.get_by_role("button", name="Simpan").click()
    face = page.get_by_alt_text("Foto Wiwik Sulastri")
    expect(face).to_be_visible()
    box = face.bounding_box()
    assert box is not None
    assert box["width"] == box["height"] == 96
    page.get_by_role("link", name="Foto", exact=True).click()
    page.get_by_role("button", name="Hapus foto").click()
    expect(page.get_by_text("Foto sudah dihapus")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_with_a_photo_are_fit(
    page_at: PageAt, width: int, wiwik: User, slamet: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = page_at(width)
    go(page, slamet, f"/members/{wiwik.member.code}/photo/")
    assert_page_is_fit(page)
    page.locator("[name=picture]").set_input_files(PHOTO)
    page.get_by_role("button", name="Simpan").click()
    assert_page_is_fit(page)
    page.get_by_label("Orangnya sudah ditanya").check()
    page.locator("[name=picture]").set_input_files(PHOTO)
    page.get_by_role("button", name="Simpan").click()
    assert_page_is_fit(page)
    page.goto(f"/members/{wiwik.member.code}/photo/")
    assert_page_is_fit(page)
