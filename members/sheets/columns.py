"""The columns of people's sheets: ours with their headings, and finding them under other names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from senkom.lib.sheets.reading import Row, Value, column_name, rows_of

LOOKED_AT = 25
"""Rows among which the headings are looked for: titles, an address and a merged line may stand above them."""
SAMPLES = 3
LIKE = 0.88
EXAMPLE = "Contoh:"
"""How the name in the template's example row begins; such a row is nobody, and left out."""


@dataclass(frozen=True)
class Column:
    """A field of ours: its heading in the template, an example, and how else people call it."""

    field: str
    heading: str | Promise
    example: str
    called: tuple[str, ...]
    about: str | Promise = ""


COLUMNS = (
    Column(
        "full_name",
        _("Full name"),
        f"{EXAMPLE} Sri Wahyuni",
        ("nama", "nama lengkap", "nama anggota", "nama sesuai ktp", "nama lengkap sesuai ktp", "name", "full name"),
        _("Needed. One person a row."),
    ),
    Column(
        "member_number",
        _("Member number"),
        "3574.20.0123",
        ("nomor anggota", "no anggota", "nomor kta", "no kta", "kta", "nia", "nomor induk anggota", "member number"),
        _("Together with the next column: a member. Both empty: an applicant."),
    ),
    Column(
        "valid_until",
        _("Card valid until"),
        "31/12/2028",
        ("berlaku sampai", "masa berlaku", "berlaku s d", "kta berlaku sampai", "masa berlaku kta", "valid until"),
    ),
    Column(
        "nik",
        _("NIK"),
        "",
        ("nik", "n i k", "no nik", "nomor nik", "no ktp", "nomor ktp", "nomor induk kependudukan", "no identitas"),
        _("May be empty. Set the column to “text” before you type; Excel loses the last digits of long numbers."),
    ),
    Column(
        "birth_date",
        _("Date of birth"),
        "13 Mei 1985",
        ("tanggal lahir", "tgl lahir", "ttl", "tempat tanggal lahir", "tempat tgl lahir", "lahir", "date of birth"),
    ),
    Column(
        "sex",
        _("Sex (L/P)"),
        "P",
        ("jenis kelamin", "jk", "l p", "kelamin", "gender", "sex", "jenis kelamin l p"),
    ),
    Column(
        "phone",
        _("Mobile number"),
        "0870-0000-0123",
        (
            "no hp",
            "hp",
            "nomor hp",
            "no telp",
            "no telepon",
            "telepon",
            "telp",
            "wa",
            "no wa",
            "nomor wa",
            "whatsapp",
        ),
    ),
    Column("email", _("E-mail"), "", ("email", "e mail", "surel", "alamat email")),
    Column(
        "unit",
        _("District (kecamatan)"),
        "Mayangan",
        ("kecamatan", "kec", "unit", "wilayah", "pac", "district", "kecamatan domisili"),
        _("Empty: the district of the village, else the unit that you choose when you send the file."),
    ),
    Column(
        "village",
        _("Village (kelurahan)"),
        "Mangunharjo",
        ("kelurahan", "kel", "desa", "desa kelurahan", "kelurahan desa", "kel desa", "village"),
    ),
    Column("address", _("Address"), "Jl. Contoh 1", ("alamat", "alamat rumah", "alamat lengkap", "jalan", "address")),
    Column(
        "occupation",
        _("What he or she does"),
        "pedagang buah",
        ("pekerjaan", "profesi", "kerja", "mata pencaharian", "occupation"),
        _("The kind of job or income is read from it; another board member attests it."),
    ),
    Column(
        "skills",
        _("Skills"),
        "P3K, radio",
        ("keahlian", "keterampilan", "kemampuan", "skill", "skills"),
    ),
    Column(
        "emergency_contact",
        _("Emergency contact"),
        "",
        ("kontak darurat", "no darurat", "nomor darurat", "keluarga yang bisa dihubungi", "emergency contact"),
    ),
    Column(
        "joined_on",
        _("Member since"),
        "2020",
        ("tanggal bergabung", "tgl bergabung", "bergabung", "tahun masuk", "tahun bergabung", "tgl masuk", "joined on"),
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}


@dataclass(frozen=True)
class Layout:
    """Where a sheet has its headings, what they say, and which of our fields we take them for."""

    header_row: int
    headings: list[str]
    columns: dict[int, str]
    samples: list[list[Value]]


def plain(heading: object) -> str:
    """A heading as headings are compared: small letters and digits, one blank between words."""
    return " ".join(re.findall(r"[a-z0-9]+", str(heading or "").lower()))


def find_layout(content: bytes, known: Mapping[str, str]) -> Layout:
    """Find the headings in the first rows of a file; `known` is how somebody matched them before.

    Raises ValidationError where the file can't be read.
    """
    rows = list(islice(rows_of(content), LOOKED_AT))
    names = {**_our_names(), **known}
    place = max(range(len(rows)), key=lambda at: (_known_in(rows[at], names), -at), default=0)
    if not rows:
        return Layout(0, [], {}, [])
    headings = ["" if cell is None else str(cell) for cell in rows[place][1]]
    if place + 1 < len(rows) and _continues(headings, rows[place + 1], names):
        place += 1
        headings = _joined(headings, rows[place][1])
    samples = [cells for _number, cells in rows[place + 1 : place + 1 + SAMPLES]]
    return Layout(rows[place][0], headings, _matched(headings, names), samples)


def _our_names() -> dict[str, str]:
    names = {name: column.field for column in COLUMNS for name in column.called}
    return names | {plain(column.heading): column.field for column in COLUMNS}


def _known_in(row: Row, names: Mapping[str, str]) -> int:
    return len({names[plain(cell)] for cell in row[1] if isinstance(cell, str) and plain(cell) in names})


def _continues(headings: Sequence[str], row: Row, names: Mapping[str, str]) -> bool:
    """Whether a merged heading goes on in the row below: only names of columns there, and none above them."""
    below = [(at, cell) for at, cell in enumerate(row[1]) if cell is not None]
    named = [at for at, cell in below if isinstance(cell, str) and plain(cell) in names]
    of_name = next((at for at, heading in enumerate(headings) if names.get(plain(heading)) == "full_name"), None)
    return bool(named) and len(named) == len(below) and of_name not in named


def _joined(above: Sequence[str], below: Sequence[Value]) -> list[str]:
    width = max(len(above), len(below))
    upper, lower = [*above, *[""] * width], [*below, *[None] * width]
    return [str(lower[at] or upper[at]) for at in range(width)]


def _matched(headings: Sequence[str], names: Mapping[str, str]) -> dict[int, str]:
    """Which field each column is; the first column wins where two are called alike."""
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        name = plain(heading)
        near = [name] if name in names else get_close_matches(name, names, n=1, cutoff=LIKE)
        field = names[near[0]] if near else ""
        if field and field not in found.values():
            found[at] = field
    return found


def masked(value: Value) -> str:
    """A cell as an example beside its heading: long numbers show only how they begin."""
    if value is None:
        return ""
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    return re.sub(r"(?<=\d{4})\d(?=\d*)", "•", text)[:40]


def letter_of(place: int) -> str:
    """What programs call the column."""
    return column_name(place)
