"""Reads the sheets that people send, XLSX and CSV, within bounds: no file makes the site busy for long or large.

Whatever is wrong with a file as a whole is said in words (ValidationError), with what to do.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from senkom.lib.characters import trimmed

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_UNPACKED = 80 * 1024 * 1024
"""A sheet of 20,000 rows is packed in 2 MB and has 20 MB unpacked; a bomb has gigabytes."""
MOST_PARTS = 500
MOST_ROWS = 20_000
LAST_ROW = 200_000
"""Rows that are looked at, empty ones too: people format whole columns."""
MOST_COLUMNS = 60
MOST_LETTERS = 500
"""In one cell; more is cut, and no field of ours is longer."""
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATORS = ";,\t"

Value = str | int | float | date | None
Row = tuple[int, list[Value]]
"""The number of the row as the program of the sheet shows it, and its cells."""


def rows_of(content: bytes, most: int = MOST_ROWS) -> Iterator[Row]:
    """The rows that hold something, at most so many. Raises ValidationError in words where the file can't be read."""
    if len(content) > LARGEST_FILE:
        raise ValidationError(_("This file is larger than 8 MB. Leave pictures out, or send it in parts."), code="size")
    rows = _xlsx(content) if content.startswith(ZIP) else _csv(content)
    found = 0
    for number, cells in rows:
        if number > LAST_ROW:
            return
        values = [_value(cell) for cell in cells[:MOST_COLUMNS]]
        if all(value is None for value in values):
            continue
        found += 1
        if found > most:
            return
        yield number, values


def refuse_too_many(content: bytes) -> int:
    """How many rows hold something. Raises ValidationError where they are more than we take."""
    number = sum(1 for _row in rows_of(content, MOST_ROWS + 1))
    if number > MOST_ROWS:
        raise ValidationError(
            _("This sheet has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS}, code="rows"
        )
    return number


def column_name(place: int) -> str:
    """What programs call a column: 0 is A, 26 is AA."""
    name = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        name, place = chr(65 + letter) + name, place - 1
    return name


def _value(cell: Any) -> Value:
    """A cell as one of few types; what is nothing but blanks is None."""
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, date | int | float) and not isinstance(cell, bool):
        return cell
    return trimmed(" ".join(str(cell)[:MOST_LETTERS].replace("\x00", "").split())) or None


# — XLSX


def _xlsx(content: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, EOFError, OSError) as error:
        raise _unreadable() from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            if sheet.sheet_state == "visible" and (rows := _rows_of_sheet(sheet)) is not None:
                yield from rows
                return
    except (KeyError, ValueError, TypeError, SyntaxError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise _unreadable() from error
    finally:
        book.close()


def _rows_of_sheet(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]] | None:
    """The rows of the first sheet that has any; people leave empty ones beside it."""
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    for number, cells in rows:
        if any(cell is not None for cell in cells):
            return _after((number, cells), rows)
        if number > LAST_ROW:
            break
    return None


def _after(first: tuple[int, Any], rows: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    yield first
    yield from rows


def _refuse_bombs(content: bytes) -> None:
    """Look at the table of contents before anything is unpacked; nothing gets larger than it says there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _unreadable() from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ValidationError(
            _("This file is far larger inside than it looks. Copy the rows alone into a new sheet and send that."),
            code="bomb",
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise ValidationError(
            _("This is no Excel sheet. Save it as “Excel workbook (.xlsx)” or as CSV, and send that."), code="kind"
        )


def _unreadable() -> ValidationError:
    return ValidationError(
        _("This file can't be read; it may be damaged or have a password. Save it anew as .xlsx and send that."),
        code="unreadable",
    )


# — CSV


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for cells in rows:
            # Excel's own way to name the separator; no row of anybody.
            if rows.line_num == 1 and cells and cells[0].lower().startswith("sep="):
                continue
            yield rows.line_num, cells
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(content: bytes) -> str:
    """Text in UTF-8, or in the encoding of an older Windows."""
    if content.startswith(OLD_EXCEL):
        raise ValidationError(
            _("This is the format of an old Excel (.xls). Save it as .xlsx and send that."), code="kind"
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:4096]:
        raise ValidationError(
            _("This is no Excel sheet. Save it as “Excel workbook (.xlsx)” or as CSV, and send that."), code="kind"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """The sign that stands most often in the first lines, outside quotes."""
    first = text[:20_000].splitlines()[:20]
    if first and first[0].lower().startswith("sep=") and first[0][4:5] in SEPARATORS:
        return first[0][4:5] or ";"
    return max(SEPARATORS, key=lambda sign: sum(len(cells) for cells in csv.reader(first, delimiter=sign)))
