"""First act: a patrol is planned and announced, places are taken, a reserve moves up, everyone is reminded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from notifications.models import Notification
from tests.flows.night.stage import Night, Person, now_at, the_clock_runs, typed

FULL = "Tempat terakhir baru saja terisi. Mau jadi cadangan?"
PRESS_AT = """([name, at]) => {
  const button = [...document.querySelectorAll("main button")].find(one => one.textContent.trim() === name);
  setTimeout(() => button.click(), at - Date.now());
}"""


def slamet_plans_a_joint_patrol_and_announces_it(night: Night) -> str:
    slamet = night.slamet
    slamet.follow("Rencanakan tugas")
    slamet.look()
    begin = now_at(slamet, timedelta(minutes=90))
    slamet.choose("Jenis", "Patroli gabungan")
    slamet.fill("Mulai", typed(begin))
    slamet.fill("Selesai", typed(begin + timedelta(hours=3)))
    slamet.fill("Titik kumpul", "halaman Mapolsek Mayangan")
    slamet.choose("Dipimpin instansi", "Polsek Mayangan")
    slamet.fill("Petugas P3K", "1")
    slamet.fill("Anggota", "2")
    for row, (agency, people) in enumerate([("Polsek Mayangan", "4"), ("Koramil Mayangan", "2")]):
        slamet.page.get_by_label("Instansi yang diajak").nth(row).select_option(label=agency)
        slamet.page.get_by_label("Jumlah orang").nth(row).fill(people)
    slamet.press("Simpan rancangan")
    slamet.sees("Rancangan", "halaman Mapolsek Mayangan", "Koramil Mayangan (2)")
    slamet.look()
    slamet.press("Umumkan")
    slamet.sees("Sudah diumumkan. Sekarang bagikan teksnya ke grup.")
    text = slamet.page.get_by_label("Teks untuk WhatsApp").input_value()
    assert "halaman Mapolsek Mayangan" in text
    assert "Balas SIAP atau BERHALANGAN" in text
    slamet.look()
    return text[text.index("http") :].split()[0]


def he_writes_down_that_the_police_said_yes_by_phone(night: Night) -> None:
    slamet = night.slamet
    slamet.follow("Catat", within=slamet.row("Polsek Mayangan"))
    slamet.tick("Siap hadir")
    slamet.choose("Lewat apa", "telepon")
    slamet.look()
    slamet.press("Polsek Mayangan")
    slamet.sees("Sudah dikonfirmasi lewat telepon (dicatat Slamet", "Menunggu jawaban")


def he_leads_it_himself_and_three_people_take_places_two_of_them_at_once(
    night: Night, link: str
) -> tuple[Person, Person]:
    night.slamet.choose("Sebagai", "Ketua tim")
    night.slamet.press("Saya siap")
    night.slamet.sees("Anda bertugas sebagai ketua tim")
    night.wiwik.home()
    night.wiwik.sees("Butuh orang", "Saya siap")
    night.wiwik.look()
    night.wiwik.open(link)
    night.wiwik.choose("Sebagai", "Petugas P3K")
    night.wiwik.press("Saya siap")
    night.wiwik.sees("Anda bertugas sebagai petugas P3K")
    night.buari.home()
    night.buari.press("Saya siap")
    night.buari.sees("Anda bertugas sebagai anggota")
    night.buari.look()
    return two_want_the_last_place(night, link)


def two_want_the_last_place(night: Night, link: str) -> tuple[Person, Person]:
    """Ridwan and Titin press in the same moment; says who got it and who is told that it is gone."""
    both = [night.ridwan, night.titin]
    for person in both:
        person.open(link)
        person.sees("masih perlu 1 orang")
    moment = now_at(night.ridwan, timedelta(milliseconds=400)).timestamp() * 1000
    for person in both:
        person.page.evaluate(PRESS_AT, ["Saya siap", moment])
    for person in both:
        expect(person.page.locator("main form[action*='sign-up']")).to_have_count(0)
    told = [person.page.get_by_text(FULL).count() for person in both]
    assert sorted(told) == [0, 1], "one is in, the other is told"
    winner, loser = (both[told.index(answer)] for answer in (0, 1))
    winner.sees("Anda bertugas sebagai anggota")
    return winner, loser


def who_came_too_late_becomes_a_reserve_and_moves_up(night: Night, loser: Person) -> None:
    loser.look()
    loser.press("Ya, cadangan")
    loser.sees("Anda menjadi cadangan")
    loser.look()
    night.buari.follow("Saya berhalangan")
    night.buari.fill("Alasan singkat", "anak demam")
    night.buari.look()
    night.buari.press("Saya berhalangan")
    planned, sent = the_clock_runs()
    assert planned > sent >= 1
    loser.open("/inbox/")
    loser.sees("Ada tempat untuk Anda")
    loser.look()
    loser.press("Buka", within=loser.row("Ada tempat untuk Anda"))
    loser.sees("Ada tempat untuk Anda")
    loser.look()
    loser.press("Saya siap")
    loser.sees("Anda bertugas sebagai anggota")


def everyone_is_reminded_once(night: Night, winner: Person, loser: Person, mail_dir: Path) -> None:
    the_clock_runs()
    assert the_clock_runs() == (0, 0), "planning again changes nothing"
    for person in (night.slamet, night.wiwik, winner, loser):
        reminders = Notification.objects.filter(recipient_id=person.user.member_id, kind__startswith="duty.before")
        assert [reminder.kind for reminder in reminders] == ["duty.before.2h"]
    letters = [path.read_bytes() for path in mail_dir.glob("*.eml")]
    assert len(letters) == 1
    assert b"wiwik@example.test" in letters[0]
    night.wiwik.open("/inbox/")
    night.wiwik.sees("Tugas Anda: ", "halaman Mapolsek Mayangan", "Ketua tim: Slamet Hariyono")
    night.wiwik.look()
    night.slamet.open("/inbox/whatsapp/")
    for person in (winner, loser):
        night.slamet.sees(person.user.member.full_name)
    night.slamet.sees_not("Wiwik")
    night.slamet.look()
    winner_row = night.slamet.row(winner.user.member.full_name)
    night.slamet.press("Sudah dikabari", within=winner_row)
    night.wiwik.home()
    night.wiwik.sees("Tugas Anda berikutnya", "kumpul di halaman Mapolsek Mayangan")
