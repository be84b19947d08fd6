"""What stands in a cell, as people write it: dates in words, numbers that lost a nought, two persons in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from members.models import Member
from members.nik import parse_nik
from members.states import Livelihood, Sex
from senkom.lib.characters import hides_something
from senkom.lib.forms import YEARS
from senkom.lib.sheets.reading import Value

EXCEL_BEGINS = date(1899, 12, 30)
SERIALS = range(3_000, 80_000)
"""Days since then that a cell can mean: 1908 to 2119."""
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}
SEXES = {
    **dict.fromkeys(("l", "lk", "pria", "laki", "laki laki", "male", "m"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "wanita", "perempuan", "female", "f", "w"), Sex.FEMALE),
}
NO_INCOME = r"\b(tidak|belum|tdk|blm) (be)?kerja\b|\bmenganggur\b|\bpengangguran\b|\bpelajar\b|\bsiswa\b|\bmahasiswa\b"
INCOMES = (
    (Livelihood.NONE, NO_INCOME),
    (Livelihood.RETIRED_INCOME, r"\bpensiun|\bpurnawirawan\b|\bpurna"),
    (Livelihood.EMPLOYED_PUBLIC, r"\b(pns|asn|pppk|p3k|tni|polri|perangkat desa|bumn|bumd|honorer|pegawai negeri)\b"),
    (
        Livelihood.SELF_EMPLOYED,
        r"\b(wira|peda|dagang|jual|nelayan|petani|tani|peternak|ternak|usaha|toko|warung|bengkel|ojek|ojol|penjahit|salon"
        r"|tukang|kontraktor|catering|katering)",
    ),
    (
        Livelihood.EMPLOYED_PRIVATE,
        r"\b(karyawan|kary|swasta|buruh|guru|dosen|sopir|supir|satpam|security|perawat|bidan)",
    ),
)
UNKNOWN_NAMES = {"-", "—", "kosong", "tidak ada", "n a", "na", "nihil"}


@dataclass(frozen=True)
class Remark:
    """A sentence about a cell; `stops` where the row can't be taken over like this."""

    text: str
    field: str = ""
    stops: bool = True


@dataclass
class Cleaned:
    """What a row says, read as far as it can be."""

    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def note(self, name: str, text: str) -> None:
        """Something that was set right or left out; the row goes on."""
        self.remarks.append(Remark(text, name, stops=False))

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be corrected first."""
        return any(remark.stops for remark in self.remarks)


def clean(cells: dict[str, Value], today: date) -> Cleaned:
    """Read the cells of one row; nothing is asked of the database."""
    found = Cleaned()
    for name, reads in READERS.items():
        value = cells.get(name)
        if value is None or (
            isinstance(value, str) and " ".join(re.findall(r"\w+|[-—]", value)).lower() in UNKNOWN_NAMES
        ):
            continue
        try:
            read = reads(value, found, today)
        except ValidationError as error:
            found.remarks.append(Remark(" ".join(error.messages), name))
        else:
            if read not in (None, ""):
                found.values[name] = read
    if not found.values.get("full_name") and not found.is_wrong:
        found.remarks.append(Remark(_("The name is missing."), "full_name"))
    return found


def as_text(value: Value) -> str:
    """A cell as it would be read out: a number without a decimal point that it does not need."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _line(name: str) -> Callable[[Value, Cleaned, date], str]:
    longest: int = getattr(Member._meta.get_field(name), "max_length", 0)

    def read(value: Value, found: Cleaned, today: date) -> str:
        text = as_text(value)
        if hides_something(text, lines=False):
            raise ValidationError(_("There is a character here that can't be seen. Type the cell anew."))
        if len(text) > longest:
            raise ValidationError(_("This is longer than %(most)d letters. Shorten it.") % {"most": longest})
        return text

    return read


def _name(value: Value, found: Cleaned, today: date) -> str:
    text = _line("full_name")(value, found, today)
    if re.search(r"\s(&|/|dan|dg|dengan)\s|[/;\n]", text, re.IGNORECASE):
        raise ValidationError(_("Two people seem to stand in one cell. Give each a row."))
    if not re.search(r"[^\W\d_]", text):
        raise ValidationError(_("This is no name."))
    if len(text) > 3 and text.isupper():
        found.note("full_name", _("Written in capitals; taken over as a name is written."))
        text = re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)?", lambda part: part[0].capitalize(), text)
    return text


def _nik(value: Value, found: Cleaned, today: date) -> str:
    # A computer's number has 15 or 16 digits; what Excel has rounded ends in a nought, what it shortened has an "E".
    lost = _("Excel has lost the last digits of this NIK. Set the column to “text” and type it anew from the card.")
    if isinstance(value, float | int):
        number = f"{value:.0f}"
        if len(number) >= 15 and number.endswith("0"):
            raise ValidationError(lost)
    else:
        number = str(value).lstrip("'’`")
        if re.fullmatch(r"\s*\d([.,]\d+)?\s*[eE]\+?\d+\s*", number):
            raise ValidationError(lost)
    return parse_nik(number, today).number


def read_day(value: Value) -> date:
    """A date: a real one, a number of Excel's, 13/5/1985, 13-05-1985, 1985-05-13, 13 Mei 1985, also behind a place."""
    if isinstance(value, date):
        return _in_our_time(value)
    text = as_text(value).strip().lower()
    if re.fullmatch(r"\d{4,5}", text) and int(text) in SERIALS:
        return EXCEL_BEGINS + timedelta(days=int(text))
    text = re.sub(r"^\D*[,;]\s*", "", text)
    text = re.sub(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\W+", "", text)
    if parts := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t][\d:.]+)?", text):
        year, month, day = map(int, parts.groups())
    elif parts := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]+)\.?\s*[-/., ]\s*(\d{4})", text):
        day, year = int(parts[1]), int(parts[3])
        month = int(parts[2]) if parts[2].isdigit() else MONTHS.get(parts[2], 0)
    elif re.fullmatch(r"\d{1,2}\s*[-/. ]\s*\w+\.?\s*[-/. ]\s*\d{2}", text):
        raise ValidationError(_("Write the year with four digits: 13/5/1985."))
    else:
        raise ValidationError(_("This is no date we can read. Write it like 13/5/1985 or 13 Mei 1985."))
    try:
        return _in_our_time(date(year, month, day))
    except ValueError as error:
        raise ValidationError(_("There is no such day. Day first, then month: 13/5/1985.")) from error


def _in_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise ValidationError(_("Look at the year again."))
    return day


def _birth_date(value: Value, found: Cleaned, today: date) -> date:
    born = read_day(value)
    if born >= today:
        raise ValidationError(_("Nobody is born in the future. Look at the year again."))
    return born


def _day(value: Value, found: Cleaned, today: date) -> date:
    return read_day(value)


def _joined(value: Value, found: Cleaned, today: date) -> date:
    """A day, or the year alone."""
    text = as_text(value)
    if re.fullmatch(r"(19|20)\d\d", text):
        return date(int(text), 1, 1)
    return read_day(value)


def _sex(value: Value, found: Cleaned, today: date) -> str:
    words = " ".join(re.findall(r"[a-z]+", as_text(value).lower()))
    if words not in SEXES:
        raise ValidationError(_("Write L or P."))
    return SEXES[words]


def _phone(value: Value, found: Cleaned, today: date) -> str:
    first, *more = re.split(r"\s*(?:/|;|,|\bdan\b|\batau\b)\s*", as_text(value).strip().lstrip("'’`"))
    if more:
        found.note("phone", _("Two numbers stand here; the first is taken over."))
    digits = re.sub(r"[^\d+]", "", first)
    if re.search(r"[eE]\+?\d", first) or not digits:
        raise ValidationError(_("This is no telephone number. Set the column to “text” and type it anew."))
    # A nought before a number is what Excel drops first.
    digits = re.sub(r"^(?:\+?62|0062)0?", "+62", digits)
    if digits.startswith("8"):
        digits = f"0{digits}"
    try:
        number = PhoneNumber.from_string(digits, region="ID")
    except NumberParseException as error:
        raise ValidationError(_("This is no telephone number. Look at it again.")) from error
    if not number.is_valid():
        raise ValidationError(_("This is no telephone number. Look at it again."))
    return str(number.as_e164)


def _email(value: Value, found: Cleaned, today: date) -> str:
    text = as_text(value).strip()
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValidationError(_("This is no e-mail address. Correct it or leave it empty.")) from error
    return text


def livelihood_of(occupation: str) -> Livelihood:
    """Which kind of job or income an occupation is; whoever attests it looks again."""
    words = occupation.lower()
    return next((kind for kind, pattern in INCOMES if re.search(pattern, words)), Livelihood.OTHER_INCOME)


def _place(value: Value, found: Cleaned, today: date) -> str:
    return re.sub(r"^(kecamatan|kec|kelurahan|kel|desa|kota|kabupaten|kab)\b\.?\s*", "", as_text(value), flags=re.I)


def _number(value: Value, found: Cleaned, today: date) -> str:
    return _line("member_number")(value, found, today).lstrip("'")


READERS: dict[str, Callable[[Value, Cleaned, date], Any]] = {
    "full_name": _name,
    "nik": _nik,
    "birth_date": _birth_date,
    "sex": _sex,
    "phone": _phone,
    "email": _email,
    "unit": _place,
    "village": _place,
    "address": _line("address"),
    "occupation": _line("occupation"),
    "skills": _line("skills"),
    "emergency_contact": _line("emergency_contact"),
    "member_number": _number,
    "joined_on": _joined,
    "valid_until": _day,
}
