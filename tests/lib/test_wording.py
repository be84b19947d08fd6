"""The wording helper asks about eight verbs when members are said to have done them."""

from __future__ import annotations

import pytest
from django import forms

from senkom.lib.forms import ServiceForm
from senkom.lib.wording import VERBS, AsksAboutWording, questions


@pytest.mark.parametrize(
    ("verb", "text"),
    [
        ("menangkap", "Kami menangkap pelaku di Jl. Suroyo."),
        ("mengamankan", "Anggota mengamankan dua orang."),
        ("menggerebek", "Tim menggerebek warung di Triwung Kidul."),
        ("menyita", "Anggota Senkom menyita minuman keras."),
        ("sweeping", "Kami sweeping kendaraan pukul 22.15."),
        ("menggeledah", "Relawan menggeledah tas seorang pemuda."),
        ("menghukum", "Kami menghukum mereka push-up."),
        ("menahan", "Regu menahan satu orang sampai pagi."),
    ],
)
def test_each_of_the_eight_verbs_is_asked_about_when_members_did_it(verb: str, text: str) -> None:
    assert [question.verb for question in questions(text)] == [verb]


def test_there_are_eight_verbs() -> None:
    assert len(VERBS) == 8


@pytest.mark.parametrize(
    "text",
    [
        "Petugas Polsek mengamankan dua orang.",
        "Anggota Polsek mengamankan dua orang.",
        "Sat Samapta datang 22.58 lalu menangkap seorang pelaku.",
        "Anggota mendampingi petugas Satpol PP menyita minuman keras.",
        "Satu orang diamankan petugas Polsek Kademangan.",
        "Satu orang ditangkap oleh pihak kepolisian, yaitu Polsek Mayangan.",
        "Petugas Polsek di Jl. Mastrip mengamankan satu orang.",
        "Anggota tidak menangkap siapa pun, hanya memantau.",
        "Warga menahan seorang pemuda; 110 ditelepon.",
        "Proses hukum kewenangan Polsek. Warga tahan di rumah karena hujan.",
        "Anggota memantau dari jarak aman, tidak mengejar.",
        "Nihil. Pelabuhan sepi, kapal bersandar aman.",
        "",
    ],
)
def test_what_officers_did_and_what_did_not_happen_is_not_asked_about(text: str) -> None:
    assert questions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Pelaku kami amankan ke pos.",
        "Satu orang sudah diamankan.",
        "Satu orang diamankan oleh anggota.",
        "Tiga motor diamankan ke Polsek.",
        "Kami bersama petugas mengamankan pelaku.",
        "Mengamankan dua pemuda di stadion.",
        "Petugas Polsek datang, kami menangkap pelaku.",
    ],
)
def test_it_asks_when_nobody_is_named_and_when_members_acted_along(text: str) -> None:
    assert len(questions(text)) == 1


def test_the_question_shows_the_words_it_is_about() -> None:
    (question,) = questions("Pukul 22.30 di simpang tiga kami menangkap seorang pelaku balap liar.")
    assert question.excerpt == "simpang tiga kami menangkap seorang pelaku balap"


class Note(AsksAboutWording, ServiceForm):
    """A form with one text."""

    wording_fields = ("text",)
    text = forms.CharField()


def test_a_form_asks_once_and_keeps_what_was_typed() -> None:
    first = Note({"text": "Kami menangkap pelaku."})
    assert not first.is_valid()
    assert first.asks
    assert first.status_code == 422
    assert first["text"].value() == "Kami menangkap pelaku."
    again = Note({"text": first["text"].value(), "wording_asked": first["wording_asked"].value()})
    assert again.is_valid()


def test_a_form_does_not_ask_about_a_harmless_text() -> None:
    assert Note({"text": "Petugas Polsek mengamankan pelaku."}).is_valid()
