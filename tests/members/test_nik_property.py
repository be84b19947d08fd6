"""The NIK over all that can be written: 38 provinces, both centuries, 40 days more for women; errors, doubts apart."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

import members
from members.nik import parse_nik
from members.states import Sex

AREAS = Path(members.__file__).parent / "data" / "areas"
TODAY = date(2026, 11, 24)
QUIET = settings(max_examples=80, deadline=None, database=None, derandomize=True)

with (AREAS / "provinces.csv").open(encoding="utf-8", newline="") as file:
    PROVINCES = sorted({row["code"] for row in csv.DictReader(file)})
with (AREAS / "districts.csv").open(encoding="utf-8", newline="") as file:
    DISTRICTS = sorted({row["code"].replace(".", "") for row in csv.DictReader(file)})

days = st.dates(date(1900, 1, 1), TODAY)
serials = st.integers(1, 9999).map(lambda number: f"{number:04d}")
sexes = st.sampled_from([Sex.MALE, Sex.FEMALE])


def written(area: str, born: date, sex: str, serial: str) -> str:
    """The sixteen digits of a card."""
    return f"{area}{born.day + 40 * (sex == Sex.FEMALE):02d}{born:%m%y}{serial}"


def refused(typed: str) -> bool:
    """Whether no such number can exist."""
    with pytest.raises(ValidationError):
        parse_nik(typed, TODAY)
    return True


def could_be_read(typed: str) -> bool:
    """Whether it was read; what is refused is refused in words and by nothing else."""
    try:
        return len(parse_nik(typed, TODAY).number) == 16
    except ValidationError as refusal:
        return not refusal.messages


def test_there_are_thirty_eight_provinces() -> None:
    assert len(PROVINCES) == 38
    assert {"65", "92", "93", "94", "95", "96"} <= set(PROVINCES)


@pytest.mark.parametrize("province", PROVINCES)
def test_cards_of_every_province_are_read(province: str) -> None:
    here = [district for district in DISTRICTS if district.startswith(province)]
    assert here
    for area in (here[0], here[-1]):
        assert parse_nik(written(area, date(1990, 8, 1), Sex.FEMALE, "0001"), TODAY).area.startswith(province)


@QUIET
@given(st.sampled_from(DISTRICTS), days, sexes, serials)
def test_what_a_card_says_is_read_back_with_the_other_century_as_a_possibility(
    area: str, born: date, sex: Sex, serial: str
) -> None:
    nik = parse_nik(written(area, born, sex, serial), TODAY)
    assert nik.sex == sex
    assert nik.area.replace(".", "") == area
    assert born in nik.born
    assert {day.strftime("%d%m%y") for day in nik.born} == {born.strftime("%d%m%y")}
    assert all(day <= TODAY for day in nik.born)
    assert nik.doubts(birth_date=born, sex=sex) == []


@QUIET
@given(st.sampled_from(DISTRICTS), days, sexes, serials, days, sexes, st.booleans())
def test_what_does_not_fit_the_person_is_a_doubt_each_and_never_a_refusal(
    area: str, born: date, sex: Sex, serial: str, said: date, other: Sex, known: bool
) -> None:
    nik = parse_nik(written(area, born, sex, serial), TODAY)
    wrong = [said not in nik.born, other != sex, not known]
    assert len(nik.doubts(birth_date=said, sex=other, area_known=known)) == sum(wrong)


@QUIET
@given(st.integers(0, 999_999).map(lambda area: f"{area:06d}"), days, sexes, serials)
def test_an_area_that_is_in_no_list_is_read_as_well(area: str, born: date, sex: Sex, serial: str) -> None:
    assert parse_nik(written(area, born, sex, serial), TODAY).area.replace(".", "") == area


@QUIET
@given(days, sexes, serials, st.lists(st.tuples(st.integers(0, 16), st.sampled_from(" .-")), max_size=6))
def test_points_spaces_and_dashes_change_nothing(
    born: date, sex: Sex, serial: str, marks: list[tuple[int, str]]
) -> None:
    number = typed = written("357403", born, sex, serial)
    for place, mark in marks:
        typed = typed[:place] + mark + typed[place:]
    assert parse_nik(typed, TODAY).number == number


@QUIET
@given(days, st.sampled_from([0, 32, 39, 40, 72, 80, 81, 99]), serials)
def test_no_day_from_32_to_40_and_above_71_exists(born: date, day: int, serial: str) -> None:
    assert refused(f"357403{day:02d}{born:%m%y}{serial}")


@QUIET
@given(days, sexes)
def test_no_serial_is_0000(born: date, sex: Sex) -> None:
    assert refused(written("357403", born, sex, "0000"))


@QUIET
@given(st.integers(1, 36_500), sexes, serials)
def test_a_day_to_come_means_the_century_before(ahead: int, sex: Sex, serial: str) -> None:
    to_come = min(TODAY + timedelta(days=ahead), date(2099, 12, 31))
    typed = written("357403", to_come, sex, serial)
    assert parse_nik(typed, TODAY).born == (to_come.replace(year=to_come.year - 100),)


SPOILED: list[Callable[[str], str]] = [
    lambda number: number[:-1],
    lambda number: number + "1",
    lambda number: number[:5] + "x" + number[6:],
    lambda number: number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    lambda number: "\u00b2" + number[1:],
]


@QUIET
@given(days, sexes, serials, st.sampled_from(SPOILED))
def test_what_has_not_sixteen_western_digits_is_refused(
    born: date, sex: Sex, serial: str, spoil: Callable[[str], str]
) -> None:
    assert refused(spoil(written("357403", born, sex, serial)))


@QUIET
@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    if not could_be_read(typed):
        assert refused(typed)
