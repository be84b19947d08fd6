"""How member numbers look: a pattern that a unit sets, inherited from the unit above."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.models import Unit

DEFAULT = "{province:2}{regency:2}.{join_year:2}.{seq:04}"
"""Like 3574.26.0001: counted anew in each city and year."""
LONGEST = 40
PART = re.compile(r"\{(province|regency|district|join_year|seq):0?(\d)\}")
BETWEEN = re.compile(r"[A-Z0-9./-]*")
WIDTHS = {"province": {2}, "regency": {2}, "district": {2}, "join_year": {2, 4}, "seq": {3, 4, 5, 6}}


@dataclass(frozen=True)
class Pattern:
    """A pattern for one unit and day: what stands before and after the counted part."""

    before: str
    after: str
    width: int

    @property
    def counter(self) -> str:
        """The name of the sequence that counts it."""
        return f"member {self.before}{self.after}"

    def numbered(self, number: int) -> str:
        """The member number with this count."""
        return f"{self.before}{number:0{self.width}d}{self.after}"


def pattern_for(unit: Unit, day: date) -> Pattern:
    """The nearest pattern set in the unit or above it, filled in. One query."""
    rows = Unit.objects.above(unit.path).exclude(number_pattern="").order_by("-path")
    found = rows.values_list("number_pattern", flat=True).first()
    return filled(found or DEFAULT, unit, day)


def filled(pattern: str, unit: Unit, day: date) -> Pattern:
    """A pattern with the codes of a unit and a year in it. Parts below the unit are zeros."""
    codes = [*unit.path.split(".")[1:-1], "00", "00", "00"]
    known = {"province": codes[0], "regency": codes[1], "district": codes[2], "year": f"{day:%Y}"}
    before, counted, after = _around_the_count(pattern)
    return Pattern(_put_in(before, known), _put_in(after, known), counted)


def _around_the_count(pattern: str) -> tuple[str, int, str]:
    for part in PART.finditer(pattern):
        if part[1] == "seq":
            return pattern[: part.start()], int(part[2]), pattern[part.end() :]
    raise ValidationError(_("Put {seq:04} where the counted part stands."), code="pattern")


def _put_in(text: str, known: Mapping[str, str]) -> str:
    def value(part: re.Match[str]) -> str:
        return known["year"][-int(part[2]) :] if part[1] == "join_year" else known[part[1]]

    return PART.sub(value, text)


def refuse_pattern(pattern: str, unit: Unit) -> None:
    """Raises ValidationError, in words, where a pattern can't be used."""
    parts = [(part[1], int(part[2])) for part in PART.finditer(pattern)]
    if [name for name, _width in parts].count("seq") != 1:
        raise ValidationError(_("Put {seq:04} where the counted part stands, once."), code="pattern")
    if any(width not in WIDTHS[name] for name, width in parts) or not BETWEEN.fullmatch(PART.sub("", pattern)):
        raise ValidationError(
            _("Between the parts in braces stand only capital letters, digits and . / -"), code="pattern"
        )
    if not {"join_year", "regency"} & {name for name, _width in parts} and not unit.path.count(".") >= 3:
        raise ValidationError(_("Put the year or the city in: else two cities count the same numbers."), code="pattern")
    if len(filled(pattern, unit, date(2000, 1, 1)).numbered(1)) > LONGEST:
        raise ValidationError(_("That is longer than 40 characters."), code="pattern")
