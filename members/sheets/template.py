"""The empty sheet to fill in: our headings, an example row, and what belongs in each column."""

from __future__ import annotations

import csv
import io

import xlsxwriter
from django.utils.translation import gettext as _

from members.sheets.columns import COLUMNS

AS_TEXT = {"nik", "phone", "member_number", "emergency_contact"}
"""Columns in which a program may not make numbers of what is typed."""
WIDTH = 22


def as_csv() -> bytes:
    """For programs that know no better."""
    out = io.StringIO()
    rows = [[str(column.heading) for column in COLUMNS], [column.example for column in COLUMNS]]
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """With columns of long numbers set to text, so that nothing is lost, and a page of explanations."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        grey = book.add_format({"italic": True, "font_color": "#666666", "num_format": "@"})
        page = book.add_worksheet(_("Members"))
        for at, column in enumerate(COLUMNS):
            page.set_column(at, at, WIDTH, text if column.field in AS_TEXT else None)
            page.write_string(0, at, str(column.heading), bold)
            page.write_string(1, at, column.example, grey)
        page.freeze_panes(1, 1)
        explained = book.add_worksheet(_("Explanations"))
        explained.set_column(0, 0, WIDTH)
        explained.set_column(1, 1, 100)
        for at, column in enumerate(COLUMNS):
            explained.write_string(at, 0, str(column.heading), bold)
            explained.write_string(at, 1, str(column.about))
    return out.getvalue()
