"""What the first screens say on the day of seeding, person by person."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from members.models import User
from senkom.pages.demo.calendar import ZONE
from senkom.pages.demo.seed import seed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_of_seeding")]

DAY_OF_SEEDING = datetime(2026, 11, 24, 14, 0, tzinfo=ZONE)


@pytest.fixture
def day_of_seeding(reference: None) -> Iterator[None]:
    """The demo, seen at two in the afternoon of the day it was seeded (a Tuesday)."""
    with time_machine.travel(DAY_OF_SEEDING, tick=False):
        seed()
        yield


def first_screen(username: str) -> str:
    """The words of somebody's home page, without tags."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    page = client.get("/").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", main, flags=re.DOTALL)))


def section(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


@pytest.mark.parametrize("username", ["ketua.kota", "koordinator.kota"])
def test_the_city_sees_what_needs_it_who_is_out_and_what_is_late(username: str) -> None:
    text = first_screen(username)
    needs = section(text, "Perlu Anda sekarang", "Malam ini")
    assert "3 laporan masuk belum dibaca" in needs
    assert "Patroli wilayah Mayangan kurang 2 orang Jumat, 4 Desember 2026, 20.30 WIB" in needs
    assert "1 laporan terlambat Bantuan pengamanan lapangan voli Kedopok · sudah 16 jam" in needs
    assert "Permintaan laporan keberadaan tenggat Jumat, 27 November" in needs


def test_the_report_joko_wrote_waits_for_the_chair_and_not_for_joko() -> None:
    assert "1 laporan menunggu diperiksa Patroli gabungan Sabtu malam" in first_screen("ketua.kota")
    assert "menunggu diperiksa" not in first_screen("koordinator.kota")


def test_the_city_sees_promises_that_are_late_and_who_has_not_answered() -> None:
    text = first_screen("ketua.kota")
    late = section(text, "Lewat tenggat", "Belum dijawab")
    assert "Rancangan nota kesepahaman Endah Purwaningsih Lewat 328 hari" in late
    assert "Pelatihan kebencanaan untuk 20 anggota BPBD Kota Probolinggo" in late
    assert "Titik kumpul rob Kampung Dok Slamet Hariyono" in late
    silent = text[text.index("Belum dijawab") :]
    assert "Tiga lampu jalan mati Dinas Perhubungan 20 hari" in silent
    assert "Jadwal penyuluhan SMP Dinas Pendidikan 12 hari" in silent


def test_tonight_kedopok_has_three_of_four_and_no_first_aider() -> None:
    text = section(first_screen("ketua.kota"), "Malam ini", "Lewat tenggat")
    assert "Patroli wilayah Kedopok" in text
    assert "3 dari 4 siap, masih perlu 1 orang (1 petugas P3K)" in text


def test_slamet_sees_his_patrol_his_promise_and_who_waits_for_him() -> None:
    text = first_screen("koordinator.mayangan")
    assert "Patroli wilayah Mayangan kurang 2 orang" in text
    assert "Titik kumpul rob Kampung Dok Slamet Hariyono Lewat" in text
    assert "Novi Kartikasari mendaftar dan menunggu jawaban sudah 9 hari" in text


def test_wiwik_has_no_duty_is_asked_for_and_sees_her_report_approved() -> None:
    text = first_screen("anggota.mayangan")
    assert "Belum ada tugas untuk Anda" in text
    assert re.search(r"Butuh orang Patroli wilayah Mayangan .* Saya siap", text)
    assert "Laporan terakhir Anda: Patroli wilayah Mayangan Disahkan" in text


def test_one_message_waits_for_wiwik() -> None:
    client = Client()
    client.force_login(User.objects.get(username="anggota.mayangan"))
    page = client.get("/inbox/").content.decode()
    assert "Patroli wilayah Mayangan" in page
    assert page.count("Sudah dibaca<") == 1


def test_the_roster_desk_sees_who_applied_and_whom_to_call() -> None:
    text = first_screen("sekretaris.kota")
    assert "2 pendaftaran belum ditangani" in text
    assert "3 anggota tanpa HP pintar Buari, Jumadi, Mat Rofi'i" in text
