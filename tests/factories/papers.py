"""Papers of units for tests, and PDFs as an office sends them and as somebody does who means harm."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject, StreamObject, TextStringObject

from members.models import Unit, UnitDocument, UnitDocumentFile
from members.states import PaperKind
from senkom.lib.uploads.models import shelf
from senkom.lib.uploads.papers import Paper
from tests.factories.members import CITY, make_member, make_unit

SECRET = "Rahasia Kantor 4711"
SCRIPT = "appbeep4711"


def make_paper(unit: Unit | str = CITY, kind: PaperKind = PaperKind.DECREE, **fields: Any) -> UnitDocument:
    """A paper that stands, without a scan."""
    home = make_unit(unit) if isinstance(unit, str) else unit
    defaults: dict[str, Any] = {
        "number": "SK-001/PENGPROV/I/2026",
        "issued_by": "Pengurus Provinsi",
        "issued_on": date(2026, 1, 5),
        "recorded_by": fields.pop("recorded_by", None) or home.members.first() or make_member(home),
    }
    found: UnitDocument = UnitDocument.objects.create(unit=home, kind=kind, **{**defaults, **fields})
    return found


def make_scan(paper: UnitDocument, content: bytes | None = None) -> UnitDocumentFile:
    """The scan of a paper: one empty page, as we would have bound it."""
    with shelf() as files:
        return files.put(UnitDocumentFile, Paper(content or pdf()), document=paper, made_by=paper.recorded_by)


def pdf(pages: int = 1, password: str | None = None, locked: str = "") -> bytes:
    """A plain PDF of empty pages; `locked` against changes only, or with a password to open it."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(595, 842)
    if password is not None or locked:
        writer.encrypt(password or "", locked or None, algorithm="AES-256")
    return _written(writer)


def pdf_that_does_things() -> bytes:
    """A PDF with scripts, a link, a file inside, and who wrote it; and a stamp, put on as a note."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SCRIPT)}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    link = _note("/Link", **{"/A": script})
    stamp = _note("/Stamp", **{"/AP": DictionaryObject({NameObject("/N"): _ink()}), "/A": script})
    page[NameObject("/Annots")] = ArrayObject([link, stamp])
    writer.add_attachment("isi.txt", SECRET.encode())
    writer.add_metadata({"/Author": SECRET})
    return _written(writer)


STAMPED = b"0 0 50 50 re f"


def _ink() -> StreamObject:
    drawn = StreamObject()
    drawn.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): RectangleObject((0, 0, 50, 50))})
    drawn.set_data(STAMPED)
    return drawn


def _note(kind: str, **entries: Any) -> DictionaryObject:
    fields = {NameObject(key): value for key, value in entries.items()}
    place = RectangleObject((0, 0, 50, 50))
    return DictionaryObject({NameObject("/Subtype"): NameObject(kind), NameObject("/Rect"): place, **fields})


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
