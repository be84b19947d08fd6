"""A list of 5,000 rows that LibreOffice saved, with the mistakes people make, through the pages of the import."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.test import Client

from members.models import Member, RosterImportRow, User
from members.states import MemberState, Verdict
from tests.factories.members import KEDOPOK, MAYANGAN, make_member, make_unit
from tests.members.sheets import by_libreoffice as made
from tests.members.sheets.browser import check, take_over

pytestmark = pytest.mark.django_db
WRONG = {
    "nik_rounded": "B",
    "nik_as_number": "B",
    "nik_twice": "",
    "two_people": "A",
    "foreign_unit": "G",
    "no_such_day": "C",
    "month_first": "C",
    "number_without_day": "K",
    "applicant_without_work": "I",
}
"""What can't be taken over, and the column that the sentence is about."""
NOBODY = {"empty_row"}


def test_each_mistake_of_a_real_list_comes_to_what_it_should(client: Client, endah: User) -> None:
    make_unit(KEDOPOK)
    for path, name in ((f"{MAYANGAN}1001.", "Mangunharjo"), (f"{KEDOPOK}1001.", "Jrebeng Lor")):
        make_unit(path, name=name)
    known = make_member(
        MAYANGAN, full_name=made.name(25), birth_date=made.born(25), phone="", member_number="3574.20.00025"
    )
    client.force_login(endah)
    sheet = check(client, made.FILE.read_bytes(), name=made.FILE.name)

    verdicts = {row.number - made.FIRST: row for row in sheet.rows.all()}
    found = Counter((made.mistake_of(at), row.verdict) for at, row in verdicts.items())
    for mistake in made.MISTAKES:
        expected = Verdict.WRONG if mistake in WRONG else Verdict.ADD
        number = made.number_of(mistake) if mistake not in NOBODY else 0
        others = 1 if mistake == made.mistake_of(25) else 0
        assert found[mistake, expected] == number - others, mistake
    assert (verdicts[25].verdict, verdicts[25].member) == (Verdict.CHANGE, known)
    for at, row in verdicts.items():
        stops = [remark["column"] for remark in row.remarks if remark["stops"]]
        if made.mistake_of(at) in WRONG:
            assert WRONG[made.mistake_of(at)] in stops, (at, row.remarks)

    before = Member.objects.count()
    assert take_over(client, sheet, without_wrong="on").status_code == 302
    added = RosterImportRow.objects.filter(verdict=Verdict.ADDED).count()
    assert Member.objects.count() - before == added == sum(found[mistake, Verdict.ADD] for mistake in made.MISTAKES)
    look_at_people(sheet.pk)


def look_at_people(sheet: int) -> None:
    """What stands on the list, mistake by mistake."""
    rows = RosterImportRow.objects.filter(sheet=sheet, verdict=Verdict.ADDED).select_related("member")
    for row in rows:
        at, person = row.number - made.FIRST, row.member
        mistake = made.mistake_of(at)
        assert person is not None
        assert person.full_name == made.name(at), mistake
        assert str(person.phone.as_e164) == f"+62870{at:08d}", mistake
        assert person.birth_date == made.born(at), mistake
        assert person.nik == (None if mistake == "no_nik" else made.nik(at)), mistake
        assert person.unit_id in (MAYANGAN, KEDOPOK), mistake
        states = {"lapsed": MemberState.LAPSED, "applicant": MemberState.APPLICANT}
        assert person.state == states.get(mistake, MemberState.ACTIVE), mistake
        assert person.village_id is None if mistake == "odd_village" else person.village_id is not None
        if person.state == MemberState.ACTIVE:
            assert (person.valid_until, person.livelihood_verified_by) == (date(2031, 12, 31), None)
            assert person.livelihood_waiver_until is not None
