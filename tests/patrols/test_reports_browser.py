"""The pages of reports in a real browser: at both widths, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from members.models import Unit, User
from patrols.models import Duty, PatrolReport
from patrols.states import ReportState
from tests.face.fitness import assert_above_the_fold, assert_page_is_fit
from tests.factories.members import PASSWORD, make_unit
from tests.factories.patrols import make_partner
from tests.factories.reports import make_past_duty
from tests.plugins.browser import DESK, PHONE, PageAt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def duty(wiwik: User, mayangan: Unit) -> Duty:
    """A duty with two agencies that ended an hour ago."""
    make_unit("0.35.74.03.1001.", name="Mangunharjo")
    duty = make_past_duty(wiwik.member, title="Patroli wilayah Mayangan bersama Bhabinkamtibmas")
    make_partner(duty)
    return duty


def go(page: Page, user: User, address: str) -> None:
    """Come in as somebody and open a page."""
    page.goto(f"/accounts/login/?next={address}")
    page.get_by_label("Nomor HP atau nomor anggota").fill(user.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_report_is_written_read_and_approved_on_pages_that_are_fit(
    page_at: PageAt, width: int, duty: Duty, wiwik: User, slamet: User
) -> None:
    page = page_at(width)
    go(page, wiwik, f"/patrols/{duty.code}/report/")
    assert_above_the_fold(page.get_by_text("Darurat? Telepon 112 atau 110 dulu."))
    assert_above_the_fold(page.get_by_role("button", name="Nihil, tidak ada kejadian"))
    assert_page_is_fit(page)
    page.get_by_role("button", name="Simpan dan kirim").click()
    assert_page_is_fit(page)
    page.get_by_label("Perlu tindak lanjut").check()
    page.get_by_label("Apa yang dikerjakan dan terlihat").fill("Kami mengamankan dua orang.")
    page.get_by_text("Temuan 1").click()
    page.locator("[name=finding_1_text]").fill("Lampu jalan mati di tikungan")
    page.locator("[name=finding_1_village]").select_option(label="Mangunharjo")
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_text("siapa yang melakukan?").first).to_be_visible()
    page.get_by_label("Apa yang dikerjakan dan terlihat").fill("Petugas Polsek mengamankan dua orang.")
    page.get_by_role("button", name="Simpan dan kirim").click()
    assert "belum diperiksa" in page.get_by_label("Teks untuk WhatsApp").input_value()
    assert_page_is_fit(page)
    report = PatrolReport.objects.get()

    reader = page_at(width)
    go(reader, slamet, report.get_absolute_url())
    assert_above_the_fold(reader.get_by_role("button", name="Sudah benar, sahkan"))
    assert_page_is_fit(reader)
    reader.get_by_role("button", name="Sudah benar, sahkan").click()
    expect(reader.get_by_text("Sudah diperiksa dan disahkan oleh Slamet H.")).to_be_visible()
    assert_page_is_fit(reader)


def test_nihil_takes_one_tap_without_java_script(page_at: PageAt, duty: Duty, wiwik: User) -> None:
    page = page_at(PHONE, java_script_enabled=False)
    go(page, wiwik, f"/patrols/{duty.code}/report/")
    page.get_by_role("button", name="Nihil, tidak ada kejadian").click()
    expect(page.get_by_text("Menunggu diperiksa pengurus lain.")).to_be_visible()
    assert PatrolReport.objects.get().state == ReportState.SUBMITTED


def test_a_return_is_written_without_java_script(page_at: PageAt, duty: Duty, wiwik: User, slamet: User) -> None:
    page = page_at(PHONE, java_script_enabled=False)
    go(page, wiwik, f"/patrols/{duty.code}/report/")
    page.get_by_role("button", name="Nihil, tidak ada kejadian").click()
    reader = page_at(PHONE, java_script_enabled=False)
    go(reader, slamet, PatrolReport.objects.get().get_absolute_url())
    reader.get_by_text("Ada yang kurang").click()
    reader.get_by_label("Apa yang kurang?").fill("jumlah personel mitra belum diisi")
    reader.get_by_role("button", name="Kembalikan untuk dilengkapi").click()
    page.reload()
    page.get_by_role("link", name="Ketuk untuk melengkapi.").click()
    expect(page.get_by_text("Laporan perlu dilengkapi: jumlah personel mitra belum diisi")).to_be_visible()
