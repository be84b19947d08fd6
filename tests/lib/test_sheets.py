"""Sheets: read within bounds whatever a program wrote, written so that no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from openpyxl import Workbook, load_workbook

from senkom.lib.sheets.reading import column_name, rows_of
from senkom.lib.sheets.writing import CHUNK, Sheet, csv_chunks, write_xlsx

FORMULAS = ("=1+1", "+62", "-1", "@SUM(A1)", "\tx", "\uff1dcmd")


def xlsx(*rows: list[object], title: str = "Anggota") -> bytes:
    """A workbook with an empty sheet before the one that holds something."""
    book = Workbook()
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(encoding: str, sign: str) -> None:
    text = sign.join(("Nama", "Kerja")) + "\r\n" + sign.join(("José", "guru")) + "\r\n"
    assert list(rows_of(text.encode(encoding))) == [(1, ["Nama", "Kerja"]), (2, ["José", "guru"])]


def test_excels_own_word_for_the_separator_is_no_row() -> None:
    assert list(rows_of(b"sep=,\nNama;x,Kerja\n")) == [(2, ["Nama;x", "Kerja"])]


def test_the_first_sheet_with_something_in_it_is_read_and_blanks_are_nothing() -> None:
    found = list(rows_of(xlsx(["Nama", 12], ["  ", None], ["  Sri \u00a0 Wahyuni ", 3.5])))
    assert found == [(1, ["Nama", 12]), (3, ["Sri Wahyuni", 3.5])]


def test_wide_long_and_odd_files_stay_within_bounds() -> None:
    [(_number, cells)] = rows_of(xlsx(["x" * 30_000] * 300))
    assert (len(cells), len(str(cells[0]))) == (60, 500)
    assert len(list(rows_of(b"a;b\n" * 50, most=20))) == 20


def test_columns_are_called_as_programs_call_them() -> None:
    assert [column_name(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def sheet_of(rows: list[tuple[str, ...]]) -> str:
    return b"".join(csv_chunks(Sheet("Daftar", ["Saringan: =x"], ["Nama", "=Kerja"], "Diambil Sri"), rows)).decode(
        "utf-8-sig"
    )


def test_no_cell_of_a_csv_is_a_formula_in_any_row() -> None:
    works: list[str] = ["guru"] * (CHUNK + 1) + [*FORMULAS]
    rows: list[tuple[str, ...]] = [("Sri", work) for work in works]
    read = list(csv.reader(io.StringIO(sheet_of(rows), newline=""), delimiter=";"))
    assert not [cell for row in read for cell in row if cell.startswith(FORMULAS)]
    assert ["Sri", "'=1+1"] in read
    assert read[0] == ["Daftar"]
    assert read[-1] == ["Diambil Sri"]


def test_the_head_of_a_csv_is_there_before_any_row_was_asked_for() -> None:
    asked = []

    def rows() -> Iterator[tuple[str]]:
        asked.append("a row")
        yield ("Sri",)

    assert b"Daftar" in next(csv_chunks(Sheet("Daftar", [], ["Nama"]), rows()))
    assert not asked


def test_an_xlsx_holds_texts_only_and_says_on_every_page_who_took_it() -> None:
    out = io.BytesIO()
    rows = [(formula, "guru") for formula in FORMULAS if formula != "\tx"]
    sheet = Sheet("Daftar", ["Saringan"], ["Nama", "Kerja"], "Diambil Sri & Co")
    assert write_xlsx(out, sheet, rows) == len(rows)
    page = load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=5)] == [list(row) for row in rows]
    assert {cell.data_type for row in page.iter_rows(min_row=5) for cell in row} == {"s"}
    assert page.oddFooter.left.text == "Diambil Sri && Co"
    assert page.print_title_rows == "$4:$4"
