"""A start on an empty server, without the demo: the first account, the first chapter, its chair, the roster begun."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from members.models import Member, Unit
from members.states import MemberState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, PASSWORD
from tests.flows.night.stage import Visitor
from tests.plugins.browser import DESK, PHONE, PageAt

pytestmark = pytest.mark.django_db(transaction=True)
CHAIR, SECRETARY = "Bambang Sukoco Wardoyo", "Endah Purwaningsih"
ATTEST = "Pastikan pekerjaan atau penghasilan"


@pytest.fixture
def admin(page_at: PageAt, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Dian at her laptop, with the account that was made at the first start."""
    call_command("load_areas")
    first = {"USERNAME": "admin.pertama", "PASSWORD": PASSWORD, "FULL_NAME": "Dian Mayasari"}
    for name, text in first.items():
        monkeypatch.setenv(f"DJANGO_SUPERUSER_{name}", text)
    call_command("createsuperuser", interactive=False)
    dian = Visitor(page_at(DESK))
    dian.sign_in("admin.pertama")
    return dian


def a_chapter_is_opened_with_its_districts(admin: Visitor) -> None:
    admin.look()
    admin.page.locator("header").get_by_role("link", name="Anggota").click()
    admin.follow("Satuan")
    admin.look()
    admin.fill("Nama atau kode", "35.74")
    admin.press("Cari")
    admin.follow("Kota Probolinggo")
    admin.look()
    admin.follow("Buka kepengurusan")
    admin.look()
    admin.press("Buka kepengurusan")
    admin.sees("6 kepengurusan sekarang dibuka")
    assert set(Unit.objects.active().values_list("path", flat=True)) >= {CITY, MAYANGAN, KEDOPOK}


def somebody_applies(visitor: Visitor, name: str, phone: str) -> None:
    visitor.open("/")
    visitor.follow("Daftar sebagai calon anggota")
    visitor.fill("Nama lengkap sesuai KTP", name)
    visitor.fill("Tanggal lahir", "1970-05-01")
    visitor.tick("Laki-laki" if name == CHAIR else "Perempuan")
    visitor.fill("Nomor HP (WhatsApp)", phone)
    visitor.choose("Kecamatan tempat tinggal Anda", r"Mayangan \(35.74.03\)")
    visitor.choose("Pekerjaan atau sumber penghasilan", "Usaha sendiri")
    visitor.fill("Pekerjaan Anda", "pemilik percetakan")
    visitor.field("Saya sudah membaca keterangan di atas").check()
    visitor.look()
    visitor.press("Kirim pendaftaran")
    visitor.look()


def the_applicant_becomes_a_member_and_the_first_chair(admin: Visitor) -> None:
    admin.home()
    admin.sees(f"{CHAIR} mendaftar")
    admin.follow(f"{CHAIR} mendaftar")
    admin.look()
    take(admin, "Mulai pemeriksaan berkas")
    admin.follow("Centang berkas")
    for box in admin.page.get_by_role("checkbox").all():
        box.check()
    admin.look()
    admin.press("Simpan")
    for step in ("Undang wawancara", "Ikutkan diklat dasar", ATTEST):
        take(admin, step)
    take(admin, "Aktifkan sebagai anggota")
    admin.sees("Aktif")
    admin.follow("Angkat ke jabatan")
    admin.choose("Satuan", r"Kota Probolinggo \(35.74\)")
    admin.choose("Jabatan", "^[Kk]etua$")
    admin.fill("Hari pertama", f"{Unit.objects.get(path=CITY).today():%Y-%m-%d}")
    admin.look()
    admin.press("Simpan")
    admin.sees("Sudah diangkat")


def take(admin: Visitor, step: str) -> None:
    """One step of an application: the button, then the page that asks."""
    admin.follow(step)
    if step == ATTEST:
        admin.page.get_by_label("Dilihat di tempat kerja").check()
    admin.press(step)
    admin.sees(f"Selesai: {step}")


def the_chair_signs_in_by_a_link_and_goes_on(admin: Visitor, chair: Visitor, applicant: Visitor) -> None:
    admin.follow("Tautan masuk")
    admin.press("Buat tautan")
    admin.look()
    text = admin.page.get_by_label("Teks untuk WhatsApp").input_value()
    somebody_applies(applicant, SECRETARY, "087000000011")
    chair.open("/r/" + text.split("/r/")[1].split()[0])
    chair.look()
    chair.press("Ya, itu saya: masuk")
    chair.home()
    chair.look()
    chair.follow(f"{SECRETARY} mendaftar")
    take(chair, "Mulai pemeriksaan berkas")
    take(chair, ATTEST)
    chair.look()
    expect(chair.page.get_by_role("link", name="Undang wawancara")).to_have_count(0)
    chair.sees("Undang wawancara")


def test_an_empty_server_becomes_a_chapter_with_a_chair_and_a_roster(admin: Visitor, page_at: PageAt) -> None:
    a_chapter_is_opened_with_its_districts(admin)
    somebody_applies(Visitor(page_at(PHONE)), CHAIR, "087000000010")
    the_applicant_becomes_a_member_and_the_first_chair(admin)
    the_chair_signs_in_by_a_link_and_goes_on(admin, Visitor(page_at(PHONE)), Visitor(page_at(PHONE)))
    states = dict(Member.objects.values_list("full_name", "state"))
    assert states[CHAIR] == MemberState.ACTIVE
    assert states[SECRETARY] == MemberState.DOCUMENT_CHECK
    assert Member.objects.get(full_name=SECRETARY).livelihood_verified_by == Member.objects.get(full_name=CHAIR)
