"""What people write into cells, and what is read there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from members.sheets.cleaning import clean, livelihood_of
from members.states import Livelihood, Sex

TODAY = date(2026, 11, 24)


def read(name: str, value: Any) -> Any:
    """What a cell is read as; the sentence where it can't be."""
    found = clean({"full_name": "Sri", name: value}, TODAY)
    stops = [remark.text for remark in found.remarks if remark.stops]
    return stops[0] if stops else found.values.get(name)


@pytest.mark.parametrize(
    "written",
    [
        *("13/5/1985", "13-05-1985", "1985-05-13", "13.5.1985", "13 Mei 1985", "13 MEI 1985", "13 may 1985"),
        *("Probolinggo, 13 Mei 1985", "Senin, 13 Mei 1985", "Kab. Probolinggo, 13-05-1985", "1985-05-13 00:00:00"),
        *(date(1985, 5, 13), 31180, 31180.0, "31180"),
    ],
)
def test_one_day_in_many_ways(written: Any) -> None:
    assert read("birth_date", written) == date(1985, 5, 13)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("5/13/1985", "Hari dulu, lalu bulan"),
        ("31/2/1985", "Hari dulu, lalu bulan"),
        ("13/5/85", "empat angka"),
        ("13 Foo 1985", "Tidak ada tanggal"),
        ("kira-kira 1985", "tidak terbaca"),
        ("1/1/2030", "masa depan"),
        ("1/1/0001", "tahunnya"),
    ],
)
def test_a_day_that_is_none_is_said_in_words(written: str, words: str) -> None:
    assert words in read("birth_date", written)


@pytest.mark.parametrize(
    "written",
    ["0870-1111-2222", "+62 870 1111 2222", "62870-11112222", "0062870 1111 2222", 87011112222, 87011112222.0]
    + ["'087011112222", "0870.1111.2222", "(0870) 11112222", "+62 0870 1111 2222", "087011112222 / 087033334444"],
)
def test_one_number_in_many_ways(written: Any) -> None:
    assert read("phone", written) == "+6287011112222"


@pytest.mark.parametrize("written", ["8,7E+10", "tidak punya", "123"])
def test_a_number_that_is_none_is_said_in_words(written: str) -> None:
    assert "bukan nomor telepon" in read("phone", written)


@pytest.mark.parametrize("written", [3.57403170590912e15, 3574031705909120, "3,57403E+15", "3.57403170590912E15"])
def test_a_nik_that_excel_has_shortened_is_refused(written: Any) -> None:
    assert "menghilangkan angka terakhir" in read("nik", written)


def test_a_nik_whose_digits_are_all_there_is_taken_even_as_a_number() -> None:
    assert read("nik", 3574031705909123) == read("nik", "'3574 0317 0590 9123") == "3574031705909123"


def test_names_in_capitals_keep_their_apostrophes_and_titles() -> None:
    assert read("full_name", "MAT ROFI'I, S.PD") == "Mat Rofi'i, S.Pd"
    assert read("full_name", "McDonald Wijaya") == "McDonald Wijaya"
    assert "dua orang" in read("full_name", "Buari dan Slamet")


def test_sexes_as_people_write_them() -> None:
    assert [read("sex", written) for written in ("L", "laki-laki", "P", "Wanita")] == [Sex.MALE] * 2 + [Sex.FEMALE] * 2
    assert read("sex", "x") == "Tulis L atau P."


@pytest.mark.parametrize(
    ("occupation", "kind"),
    [
        ("Belum bekerja", Livelihood.NONE),
        ("Mahasiswa", Livelihood.NONE),
        ("Pensiunan PNS", Livelihood.RETIRED_INCOME),
        ("PNS Pemkot", Livelihood.EMPLOYED_PUBLIC),
        ("Pedagang buah", Livelihood.SELF_EMPLOYED),
        ("Wiraswasta", Livelihood.SELF_EMPLOYED),
        ("Karyawan swasta", Livelihood.EMPLOYED_PRIVATE),
        ("penyiar radio", Livelihood.OTHER_INCOME),
    ],
)
def test_the_kind_of_income_is_read_from_what_somebody_does(occupation: str, kind: Livelihood) -> None:
    assert livelihood_of(occupation) == kind


def test_what_can_not_be_seen_is_refused_and_what_is_too_long_too() -> None:
    assert "tidak terlihat" in read("address", "Jl. \u202econtoh")
    assert "lebih dari 300 huruf" in read("address", "x" * 301)
