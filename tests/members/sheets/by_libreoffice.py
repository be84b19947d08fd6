"""A chapter's list as a secretary keeps it, 5,000 rows with the mistakes people make, saved by LibreOffice itself.

`python -m tests.members.sheets.by_libreoffice` writes the sheet as flat XML, has `soffice --headless` save it as
list_of_a_chapter.xlsx, and is needed again only when a mistake is added. Names, numbers and telephones are invented.
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ROWS = 5_000
FIRST = 7
"""Above it: a title over all columns, when it was made, an empty row, headings in two merged rows, and 1 2 3 4."""
FILE = Path(__file__).with_name("list_of_a_chapter.xlsx")
FIRST_NAMES = [
    *("Adi", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gatot", "Hadi"),
    *("Indah", "Joko", "Kartika", "Lestari", "Mulyono", "Nanik", "Oki", "Puji"),
]
LAST_NAMES = [
    *("Santoso", "Wibowo", "Lestari", "Prasetyo", "Handayani", "Kurniawan"),
    *("Susanti", "Hidayat", "Maulana", "Rahayu", "Setiawan"),
]
VILLAGES = {"Mayangan": "Mangunharjo", "Kedopok": "Jrebeng Lor"}
MISTAKES = (
    *("none", "blanks", "phone_as_number", "date_in_words", "date_with_slashes", "date", "serial", "capitals"),
    *("nik_rounded", "nik_twice", "two_phones", "two_people", "foreign_unit", "no_nik", "no_such_day", "month_first"),
    *("nik_as_number", "number_without_day", "lapsed", "applicant", "applicant_without_work", "plus_62", "empty_row"),
    *("odd_village", "sex_in_words"),
)
"""Row by row, over and over."""
Cells = dict[str, str]


def mistake_of(place: int) -> str:
    """What is special in the row at this place, from 0."""
    return MISTAKES[place % len(MISTAKES)]


def number_of(mistake: str) -> int:
    """How many rows have it."""
    return sum(1 for place in range(ROWS) if mistake_of(place) == mistake)


def born(place: int) -> date:
    """Another day of birth for each of 9,000 rows."""
    return date(1965, 1, 1) + timedelta(days=place * 3 % 12_000)


def name(place: int) -> str:
    """A name; many have the same one."""
    return f"{FIRST_NAMES[place % 16]} {LAST_NAMES[place // 16 % 11]}"


def nik(place: int) -> str:
    """A number that could be one; the last digit is never a nought."""
    return f"357403{born(place):%d%m%y}9{place // 90 % 90 + 10}{place % 9 + 1}"


# — cells of flat OpenDocument


def text(words: str, **spans: int) -> str:
    """A text, perhaps over several columns or rows."""
    merged = "".join(f' table:number-{kind}-spanned="{number}"' for kind, number in spans.items())
    return f'<table:table-cell office:value-type="string"{merged}><text:p>{escape(words)}</text:p></table:table-cell>'


def numeral(value: str) -> str:
    """A number, as the program makes it of what was typed."""
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def calendar(day: date) -> str:
    """A real date."""
    return f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{day}"/>'


EMPTY = "<table:table-cell/>"


def cells(place: int) -> Cells:
    """A row without mistakes."""
    unit = ("Mayangan", "Kedopok")[place % 2]
    return {
        "name": text(name(place)),
        "nik": text(nik(place)),
        "born": text(f"{born(place):%d-%m-%Y}"),
        "sex": text("LP"[place % 2]),
        "street": text("Jl. Contoh"),
        "village": text(VILLAGES[unit]),
        "unit": text(unit),
        "phone": text(f"0870{place:08d}"),
        "work": text(("pedagang", "guru", "nelayan", "petani")[place % 4]),
        "card": text(f"3574.20.{place:05d}"),
        "until": calendar(date(2031, 12, 31)),
    }


IN_WORDS = [
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
]
SPOILED: dict[str, Callable[[int], Cells]] = {
    "blanks": lambda at: {"name": text(f"  {name(at)}  "), "unit": text("Kecamatan  Mayangan ")},
    "phone_as_number": lambda at: {"phone": numeral(f"870{at:08d}")},
    "date_in_words": lambda at: {
        "born": text(f"Probolinggo, {born(at).day} {IN_WORDS[born(at).month - 1]} {born(at):%Y}")
    },
    "date_with_slashes": lambda at: {"born": text(f"{born(at).day}/{born(at).month}/{born(at):%Y}")},
    "date": lambda at: {"born": calendar(born(at))},
    "serial": lambda at: {"born": numeral(str((born(at) - date(1899, 12, 30)).days))},
    "capitals": lambda at: {"name": text(name(at).upper())},
    "nik_rounded": lambda at: {"nik": numeral(nik(at)[:15] + "0")},
    "nik_twice": lambda at: {"nik": text(nik(at - 9))},
    "two_phones": lambda at: {"phone": text(f"0870{at:08d} / 0870-9999-9999")},
    "two_people": lambda at: {"name": text(f"{name(at)} & {name(at + 1)}")},
    "foreign_unit": lambda at: {"unit": text("Wonokromo")},
    "no_nik": lambda at: {"nik": EMPTY},
    "no_such_day": lambda at: {"born": text("31/2/1985")},
    "month_first": lambda at: {"born": text("5/13/1985")},
    # LibreOffice, too, writes 15 digits of a number.
    "nik_as_number": lambda at: {"nik": numeral(nik(at))},
    "number_without_day": lambda at: {"until": EMPTY},
    "lapsed": lambda at: {"until": text("31 Desember 2024")},
    "applicant": lambda at: {"card": EMPTY, "until": text("-")},
    "applicant_without_work": lambda at: {"card": EMPTY, "until": EMPTY, "work": text("belum bekerja")},
    "plus_62": lambda at: {"phone": text(f"+62 870-{at:08d}")},
    "empty_row": lambda at: dict.fromkeys(cells(at), EMPTY),
    "odd_village": lambda at: {"village": text("Kampung Baru")},
    "sex_in_words": lambda at: {"sex": text("Laki-Laki" if at % 2 == 0 else "perempuan")},
}


def row(place: int) -> str:
    """One row of the sheet, with its mistake."""
    spoiled = SPOILED[mistake_of(place)](place) if mistake_of(place) in SPOILED else {}
    return f"<table:table-row>{''.join((cells(place) | spoiled).values())}</table:table-row>"


def head() -> str:
    """What stands above the rows."""
    high = [text(words, rows=2) for words in ("NAMA LENGKAP", "N I K", "Tempat, Tgl Lahir", "L/P")]
    tail = [text(words, rows=2) for words in ("No. HP", "Pekerjaan", "No. KTA", "Berlaku s/d")]
    covered = "<table:covered-table-cell/>"
    below = [text(words) for words in ("Jalan", "Kelurahan", "Kecamatan")]
    lines = [
        [text("DAFTAR ANGGOTA SENKOM KOTA CONTOH", columns=11), covered * 10],
        [text("Keadaan November 2026")],
        [EMPTY],
        [*high, text("ALAMAT", columns=3), covered * 2, *tail],
        [covered * 4, *below, covered * 4],
        [numeral(str(column)) for column in range(1, 12)],
    ]
    return "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)


def flat_sheet() -> str:
    """The whole as flat OpenDocument."""
    spaces = {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "number": "datastyle:1.0",
    }
    named = "".join(
        f" xmlns:{short}={quoteattr(f'urn:oasis:names:tc:opendocument:xmlns:{long}')}" for short, long in spaces.items()
    )
    styles = (
        '<office:automatic-styles><number:date-style style:name="d"><number:day/><number:text>/</number:text>'
        '<number:month/><number:text>/</number:text><number:year number:style="long"/></number:date-style>'
        '<style:style style:name="day" style:family="table-cell" style:data-style-name="d"/></office:automatic-styles>'
    )
    rows = "".join(row(place) for place in range(ROWS))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{named} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f'{styles}<office:body><office:spreadsheet><table:table table:name="Anggota">{head()}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    )


def main() -> None:
    """Write the sheet and have LibreOffice save it as Excel's."""
    with tempfile.TemporaryDirectory() as folder:
        flat = Path(folder) / f"{FILE.stem}.fods"
        flat.write_text(flat_sheet())
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", folder, str(flat)], check=True)
        pack(flat.with_suffix(".xlsx"))


def pack(saved: Path) -> None:
    """Keep what LibreOffice wrote, byte by byte, but packed harder: it lies in the repository."""
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(FILE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))


if __name__ == "__main__":
    main()
