"""Third act: the finding becomes an incident, the disaster agency is told, figures come in, another report joins."""

from __future__ import annotations

from datetime import timedelta

from tests.flows.night.stage import Night, Person, now_at, typed


def joko_opens_an_incident_from_the_finding_without_retyping(night: Night) -> None:
    joko = night.joko
    joko.open(night.duty.get_absolute_url())
    joko.follow("LHP-")
    joko.follow("Buka kejadian", within=joko.row("Air laut masuk gang"))
    joko.sees("Air laut masuk gang setinggi mata kaki", "Mangunharjo")
    assert "Mangunharjo" in joko.field("Judul").input_value()
    joko.choose("Apa yang terjadi", "Banjir rob")
    joko.look()
    joko.press("Buka kejadian")
    joko.sees("Baru", "Air laut masuk gang setinggi mata kaki", "Belum ada instansi yang diberi tahu")
    joko.look()


def he_tells_the_disaster_agency_which_answers(night: Night) -> str:
    joko = night.joko
    joko.follow("Teruskan ke instansi")
    joko.choose("Instansi", "BPBD Kota Probolinggo")
    words = joko.field("Pesan").input_value()
    assert "*Kejadian Banjir rob Kelurahan Mangunharjo*" in words
    assert "Wiwik" not in words
    joko.fill("Pesan", f"{words}\nAir laut masuk gang setinggi mata kaki.")
    joko.fill("Sudah disampaikan pukul", typed(now_at(joko)))
    joko.look()
    joko.press("Simpan")
    joko.sees("BPBD Kota Probolinggo", "Terkirim")
    joko.look()
    joko.page.get_by_text("Catat jawaban").click()
    joko.follow("Sudah diterima")
    received = now_at(joko)
    joko.fill("Waktu", typed(received))
    joko.fill("Siapa yang menjawab", "Pusdalops")
    joko.look()
    joko.press("Simpan")
    joko.sees(f"diterima {received:%H.%M} WIB · Pusdalops · dicatat Joko")
    return joko.page.url


def two_sources_count_and_are_never_added_up(night: Night) -> None:
    joko = night.joko
    joko.follow("Catat angka")
    joko.look()
    for source, count in (("Senkom", "12"), ("BPBD", "17")):
        if source == "BPBD":
            joko.follow("Catat angka")
        joko.choose("Siapa yang mendata", source)
        joko.choose("Kelurahan", "Mangunharjo")
        joko.fill("Terdampak (KK)", count)
        joko.press("Simpan")
    joko.sees("17 BPBD", "12 Senkom", "tidak dijumlahkan", "terdampak (KK) 12")
    joko.sees_not("29")
    joko.look()


def a_second_report_comes_in_and_is_joined_taken_off_and_joined_again(night: Night, incident: str) -> None:
    titin, joko = night.titin, night.joko
    report = titin_reports_what_she_saw(titin)
    joko.home()
    joko.sees("1 laporan masuk belum dibaca")
    joko.look()
    joko.follow("1 laporan masuk belum dibaca")
    joko.look()
    joko.follow("Banjir rob")
    joko.press("Saya baca")
    joko.sees("Sedang dibaca", "Mungkin salah satu dari ini")
    joko.look()
    joko.press("Gabungkan ke")
    joko.sees("Digabung ke kejadian")
    joko.look()
    joko.follow("Lepas dari kejadian")
    joko.fill("Alasan", "keliru tempat")
    joko.look()
    joko.press("Lepas")
    joko.sees("Sedang dibaca")
    joko.follow("Gabung ke kejadian")
    joko.look()
    joko.press("Sama")
    joko.sees("Digabung ke kejadian")
    titin.open(report)
    titin.sees("Digabung ke kejadian")
    titin.look()
    joko.open(incident)
    joko.sees("dilepas: keliru tempat", "aplikasi ini")


def titin_reports_what_she_saw(titin: Person) -> str:
    titin.home()
    titin.follow("Tulis laporan")
    titin.look()
    titin.choose("Apa yang terjadi", "Banjir rob")
    titin.choose("Kelurahan", "Mangunharjo")
    titin.fill("Apa yang terlihat", "Air setinggi betis di depan balai warga.")
    titin.fill("Kapan terjadinya", typed(now_at(titin) - timedelta(minutes=5)))
    titin.press("Simpan dan kirim")
    titin.sees("Terkirim dengan nomor", "Diterima")
    titin.look()
    return titin.page.url


def the_incident_is_handled_until_it_is_closed(night: Night) -> None:
    joko = night.joko
    for step in ("Ditangani", "Terkendali", "Selesai", "Ditutup"):
        joko.follow(step, exact=True)
        if step == "Selesai":
            joko.tick("Diserahkan ke instansi")
            joko.look()
        joko.press("Simpan")
    joko.sees("Ditutup", "Diserahkan ke instansi")
    joko.look()
