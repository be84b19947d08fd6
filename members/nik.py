"""The NIK, the number of every resident: PPRRSS DDMMYY XXXX, without a check digit.

The first six digits are the area where it was issued, perhaps abolished since; women have 40 added to the day.
Nothing outside is ever asked about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.states import Sex


@dataclass(frozen=True)
class Nik:
    """A number that can exist, and what it says."""

    number: str
    area: str
    """The code of the area of issue as units write it: '35.74.03'."""
    born: tuple[date, ...]
    """One day, or the same day a century apart."""
    sex: Sex

    def doubts(self, *, birth_date: date | None, sex: str, area_known: bool = True) -> list[str]:
        """What does not fit the person, in words; somebody looks at the card again, nothing is refused."""
        found = []
        if birth_date and birth_date not in self.born:
            found.append(_("The NIK says another date of birth."))
        if sex and sex != self.sex:
            found.append(_("The NIK says another sex."))
        if not area_known:
            found.append(_("The area in the NIK is not in today's list; it may be an abolished one."))
        return found


def parse_nik(typed: str, today: date) -> Nik:
    """Read a NIK as people type it. Raises ValidationError where no such number can exist."""
    number = re.sub(r"[\s.-]", "", typed)
    if not re.fullmatch(r"[0-9]{16}", number):
        raise ValidationError(_("A NIK has 16 digits. Look at the identity card again."), code="nik")
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    sex = Sex.MALE if day <= 31 else Sex.FEMALE
    born = _days(day if sex == Sex.MALE else day - 40, month, year, today)
    if not born or number.endswith("0000"):
        raise ValidationError(_("There can be no such NIK. Look at the identity card again."), code="nik")
    return Nik(number, f"{number[:2]}.{number[2:4]}.{number[4:6]}", born, sex)


def _days(day: int, month: int, year: int, today: date) -> tuple[date, ...]:
    """The days a two-digit year can mean, up to today."""
    found = []
    for century in (1900, 2000):
        try:
            found.append(date(century + year, month, day))
        except ValueError:
            continue
    return tuple(born for born in found if born <= today)
