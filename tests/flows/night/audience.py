"""Last act: the audience with the mayor, its minutes, and a promise that is not forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from partners.models import ActionItem, Audience
from tests.flows.night.stage import Night, now_at, the_clock_runs, typed

PROMISE = "Daftar anggota ber-P3K untuk Dinas Kesehatan"


def joko_plans_the_audience_and_a_day_is_agreed(night: Night) -> None:
    joko = night.joko
    joko.open("/audiences/")
    joko.look()
    joko.follow("Rencanakan audiensi")
    joko.choose("Satuan", "Kota Probolinggo")
    joko.choose("Instansi", "Wali Kota Probolinggo")
    joko.fill("Siapa yang menerima kita", "Wali Kota")
    joko.fill("Keperluan", "Jalur laporan awal dari kelurahan")
    joko.fill("Pokok bahasan", "Jalur laporan awal\nAnggota ber-P3K")
    joko.look()
    joko.press("Simpan")
    joko.sees("Rancangan", "Anggota ber-P3K")
    joko.look()
    joko.follow("Ubah daftar")
    joko.press("Tambahkan", within=joko.row("Joko Supriyanto"))
    joko.press("Tambahkan", within=joko.row("Sekretaris Daerah"))
    joko.look()
    joko.follow("Selesai")
    joko.follow("Tetapkan hari dan jam")
    joko.fill("Hari dan jam", typed(now_at(joko, timedelta(days=1))))
    joko.fill("Tempat", "ruang rapat Balai Kota")
    joko.look()
    joko.press("Simpan hari dan jam")
    joko.sees("Terjadwal", "ruang rapat Balai Kota")
    joko.look()


def it_is_held_and_the_minutes_become_final(night: Night) -> None:
    joko = night.joko
    # A day and two hours later.
    Audience.objects.update(starts_at=F("starts_at") - timedelta(hours=26))
    joko.page.reload()
    joko.follow("Sudah berlangsung")
    joko.look()
    joko.press("Simpan")
    joko.sees("Sudah berlangsung")
    joko.follow("Tulis notulen")
    joko.fill("Pembahasan", "Laporan awal dari kelurahan disampaikan ke Pusdalops lewat telepon.")
    joko.fill("Keputusan", "Nomor piket Pusdalops dipasang di posko")
    joko.look()
    joko.press("Simpan draf")
    joko.sees("Draf", "Nomor piket Pusdalops dipasang di posko")
    joko.look()
    joko.follow("Sahkan notulen")
    joko.look()
    joko.press("Sahkan notulen")
    joko.sees("Notulen disahkan", "disahkan Joko Supriyanto")


def slamet_promised_something_and_is_reminded_when_it_is_late(night: Night) -> None:
    joko, slamet = night.joko, night.slamet
    joko.follow("Tambah butir tindak lanjut")
    joko.fill("Yang perlu dikerjakan", PROMISE)
    joko.choose("Penanggung jawab", "Slamet Hariyono")
    joko.fill("Tenggat", f"{now_at(joko, timedelta(days=3)):%Y-%m-%d}")
    joko.look()
    joko.press("Simpan")
    joko.sees(PROMISE, "Slamet Hariyono")
    joko.look()
    the_clock_runs()
    slamet.open("/inbox/")
    slamet.sees_not(PROMISE)
    # Five days later: the promise is two days late.
    ActionItem.objects.update(due_on=F("due_on") - timedelta(days=5))
    planned, _sent = the_clock_runs()
    assert planned == 1
    assert the_clock_runs() == (0, 0)
    slamet.page.reload()
    slamet.sees(f"Lewat tenggat: {PROMISE}")
    slamet.look()
    slamet.press("Buka", within=slamet.row(PROMISE))
    slamet.sees("lewat 2 hari")
    slamet.look()
    joko.home()
    joko.sees("Lewat tenggat", PROMISE, "Lewat 2 hari")
    joko.look()
    slamet.follow("Perbarui")
    slamet.look()
    slamet.tick("Selesai")
    slamet.fill("Hasil, atau sampai di mana", "Daftar diserahkan hari ini.")
    slamet.press("Simpan")
    slamet.sees("Selesai", "Daftar diserahkan hari ini.")
    joko.home()
    joko.sees_not(PROMISE)
