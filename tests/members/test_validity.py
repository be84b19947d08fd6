"""Whether a membership holds: one answer for the page, the card, the duty and the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from members.models import Member, Unit, User
from members.rules import ALWAYS, Rule, rule_for
from members.states import MemberState
from members.validity import validity_of
from senkom.lib.registry import registered
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, NATION, make_member, make_rule

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


def test_without_a_rule_anywhere_a_membership_ends_with_the_card(mayangan: Unit) -> None:
    member = make_member(mayangan, valid_until=LAST)
    assert rule_for(mayangan.path, LAST) == ALWAYS
    on_the_day, after = validity_of(member, LAST), validity_of(member, LAST + timedelta(days=1))
    assert (on_the_day.valid, on_the_day.until, on_the_day.in_grace, on_the_day.reason) == (True, LAST, False, "")
    assert (after.valid, after.in_grace) == (False, False)
    assert "30 Juni 2026" in after.reason


def test_by_grace_it_holds_some_days_longer_and_says_so(mayangan: Unit) -> None:
    make_rule(CITY, LAST - timedelta(days=100), renewal_grace_days=30)
    member = make_member(mayangan, valid_until=LAST)
    tenth, last, over = (validity_of(member, LAST + timedelta(days=days)) for days in (10, 30, 31))
    assert (tenth.valid, tenth.in_grace, tenth.until, tenth.last_day) == (True, True, LAST, date(2026, 7, 30))
    assert "30 Juli 2026" in tenth.reason
    assert last.valid
    assert not over.valid


@pytest.mark.parametrize(
    ("state", "valid"),
    [
        (MemberState.APPLICANT, False),
        (MemberState.ON_LEAVE, True),
        (MemberState.SUSPENDED, False),
        (MemberState.LAPSED, False),
        (MemberState.RESIGNED, False),
        (MemberState.DECEASED, False),
    ],
)
def test_the_state_of_the_person_counts_before_the_day(mayangan: Unit, state: MemberState, valid: bool) -> None:
    member = make_member(mayangan, state=state)
    found = validity_of(member, mayangan.today())
    assert found.valid is valid
    assert bool(found.reason) is not valid


def test_the_nearest_unit_with_a_rule_in_force_wins(mayangan: Unit, kedopok: Unit) -> None:
    make_rule(NATION, date(2026, 1, 1), renewal_grace_days=5)
    make_rule(CITY, date(2026, 2, 1), renewal_grace_days=10)
    make_rule(MAYANGAN, date(2026, 3, 1), renewal_grace_days=20)
    make_rule(MAYANGAN, date(2026, 4, 1), renewal_grace_days=40)

    def grace(path: str, day: date) -> int:
        return rule_for(path, day).renewal_grace.days

    days = [date(2025, 12, 31), *(date(2026, month, 1) for month in (1, 2, 3, 4))]
    assert [grace(MAYANGAN, day) for day in days] == [0, 5, 10, 20, 40]
    assert [grace(KEDOPOK, day) for day in days] == [0, 5, 10, 10, 10]


def test_a_struck_rule_never_holds(mayangan: Unit, bambang: User) -> None:
    row = make_rule(CITY, date(2026, 1, 1), renewal_grace_days=30)
    row.struck_at, row.struck_by = row.made_at, bambang.member
    row.save()
    assert rule_for(MAYANGAN, date(2026, 6, 1)) == ALWAYS


def test_one_person_and_many_are_answered_alike(mayangan: Unit, kedopok: Unit) -> None:
    make_rule(CITY, date(2026, 1, 1), renewal_grace_days=14)
    make_rule(KEDOPOK, date(2026, 7, 5), renewal_grace_days=60)
    states = (MemberState.ACTIVE, MemberState.ON_LEAVE, MemberState.SUSPENDED, MemberState.LAPSED)
    for unit in (mayangan, kedopok):
        for state in states:
            for ended in (date(2026, 6, 30), date(2026, 6, 10), date(2026, 8, 1)):
                make_member(unit, state=state, valid_until=ended)
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 14), date(2026, 7, 15), date(2026, 8, 29)):
        alone = {member.pk for member in Member.objects.all() if validity_of(member, day).valid}
        assert set(Member.objects.valid_on(day).values_list("pk", flat=True)) == alone
        over = {m.pk for m in Member.objects.active() if not validity_of(m, day).valid}
        assert set(Member.objects.run_out(day).values_list("pk", flat=True)) == over


def test_the_clock_waits_until_the_grace_is_over(mayangan: Unit) -> None:
    today = mayangan.today()
    make_rule(CITY, today - timedelta(days=90), renewal_grace_days=30)
    in_grace = make_member(mayangan, valid_until=today - timedelta(days=30))
    over = make_member(mayangan, valid_until=today - timedelta(days=31))
    assert registered.jobs["members.lapse"].run(None) == 1
    in_grace.refresh_from_db()
    over.refresh_from_db()
    assert (in_grace.state, over.state) == (MemberState.ACTIVE, MemberState.LAPSED)


def test_the_page_of_a_person_says_that_the_membership_holds_by_grace_only(
    client: Client, mayangan: Unit, slamet: User
) -> None:
    today = mayangan.today()
    make_rule(CITY, today - timedelta(days=90), renewal_grace_days=30)
    member = make_member(mayangan, valid_until=today - timedelta(days=3))
    client.force_login(slamet)
    assert "masa tenggang" in client.get(member.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("day", "months", "oldest"),
    [
        (date(2026, 11, 24), 12, date(2025, 11, 24)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 120, date(2016, 12, 31)),
    ],
)
def test_an_attestation_serves_as_many_months_as_the_rule_says(day: date, months: int, oldest: date) -> None:
    assert Rule(attestation_months=months).attestation_must_be_from(day) == oldest
