"""Second act: the patrol itself, everyone home, the report returned, completed and approved by another."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from patrols.states import AssignmentState, DutyState
from tests.flows.night.stage import Night, Person, now_at, the_clock_runs, time_passes


def they_meet_go_out_and_get_home(night: Night, winner: Person, loser: Person) -> None:
    time_passes(night.duty, timedelta(minutes=100))
    address = night.duty.get_absolute_url()
    night.wiwik.home()
    night.wiwik.follow("Buka tugas")
    night.wiwik.press("Saya sudah tiba")
    night.wiwik.sees("Sudah tiba", "Berjalan")
    night.wiwik.look()
    night.slamet.open(address)
    night.slamet.press("Saya sudah tiba")
    night.slamet.press("Sudah tiba", within=night.slamet.row(loser.user.member.full_name))
    night.slamet.look()
    night.slamet.press("Tanpa keterangan", within=night.slamet.row(winner.user.member.full_name))
    night.slamet.sees("Tidak jadi ikut (2)")
    winner.open(address)
    winner.sees_not("Saya sudah tiba")
    for person in (night.wiwik, loser):
        person.open(address)
        person.press("Selesai bertugas")
        person.press("Sudah sampai rumah")
        person.sees("Terima kasih, selamat beristirahat.")
    night.wiwik.look()
    night.slamet.open(address)
    night.slamet.press("Selesai bertugas")
    night.slamet.press("Sudah sampai rumah")
    night.slamet.look()
    assert night.duty.state == DutyState.COMPLETED
    states = night.duty.assignments.values_list("state", flat=True)
    assert sorted(states) == sorted(
        [AssignmentState.COMPLETED] * 3 + [AssignmentState.NO_SHOW, AssignmentState.WITHDRAWN]
    )


def wiwik_reports_what_they_found(night: Night) -> None:
    wiwik = night.wiwik
    wiwik.home()
    wiwik.look()
    wiwik.sees("Laporan belum ada: Patroli gabungan")
    wiwik.follow("Tulis laporan")
    wiwik.sees("Darurat? Telepon 112 atau 110 dulu.")
    wiwik.look()
    wiwik.tick("Perlu tindak lanjut")
    wiwik.fill("Apa yang dikerjakan dan terlihat", "Mendampingi Bhabinkamtibmas berkeliling pelabuhan.")
    wiwik.page.get_by_text("Temuan 1").click()
    wiwik.choose("Jenisnya", "rob")
    wiwik.fill("Pukul", f"{now_at(wiwik):%H:%M}")
    wiwik.fill("Apa yang terlihat", "Air laut masuk gang setinggi mata kaki")
    wiwik.choose("Kelurahan", "Mangunharjo")
    wiwik.look()
    wiwik.press("Simpan dan kirim")
    wiwik.sees("Terkirim")
    text = wiwik.page.get_by_label("Teks untuk WhatsApp").input_value()
    assert "belum diperiksa" in text
    assert "Air laut masuk gang setinggi mata kaki, Mangunharjo." in text
    assert "Wiwik Sulastri" in text
    wiwik.look()


def slamet_sends_it_back_and_wiwik_completes_it(night: Night) -> None:
    slamet, wiwik = night.slamet, night.wiwik
    slamet.home()
    slamet.sees("1 laporan menunggu diperiksa")
    slamet.look()
    slamet.follow("1 laporan menunggu diperiksa")
    slamet.page.get_by_text("Ada yang kurang").click()
    slamet.fill("Apa yang kurang?", "Siapa yang sudah diberi tahu?")
    slamet.look()
    slamet.press("Kembalikan untuk dilengkapi")
    slamet.sees("Perlu dilengkapi", "Siapa yang sudah diberi tahu?")
    the_clock_runs()
    wiwik.open("/inbox/")
    wiwik.sees("Laporan perlu dilengkapi")
    wiwik.home()
    wiwik.sees("Siapa yang sudah diberi tahu?")
    wiwik.look()
    wiwik.follow("Lengkapi")
    wiwik.follow("Ketuk untuk melengkapi")
    wiwik.sees("Laporan perlu dilengkapi: Siapa yang sudah diberi tahu?")
    wiwik.look()
    wiwik.fill("Siapa yang sudah tahu", "Ketua RW")
    wiwik.press("Simpan dan kirim")
    wiwik.sees("Terkirim", "diberi tahu: Ketua RW")
    expect(wiwik.page.get_by_role("button", name="Sudah benar, sahkan")).to_have_count(0)


def joko_approves_it_and_the_duty_is_closed(night: Night) -> None:
    joko = night.joko
    joko.home()
    joko.follow("1 laporan menunggu diperiksa")
    joko.look()
    joko.press("Sudah benar, sahkan")
    joko.sees("Sudah diperiksa dan disahkan oleh Joko S.")
    assert "sudah diperiksa" in joko.page.get_by_label("Teks untuk WhatsApp").input_value()
    assert night.duty.state == DutyState.CLOSED
    night.wiwik.home()
    night.wiwik.sees("Laporan terakhir Anda", "Disahkan")
