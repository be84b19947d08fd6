"""What the database itself refuses, spoken to as role senkom in plain SQL or past the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from members.models import Unit
from patrols.models import Assignment, Duty, Reserve
from patrols.states import BUSY, LIVE, AssignmentState, DutyKind, DutyState, SlotRole
from senkom.lib.refusals import constraint_name, refused_in_words, sentences
from tests.factories.members import make_member
from tests.factories.partners import make_agency
from tests.factories.patrols import hours_from_now, make_assignment, make_attendance, make_duty, make_partner, make_slot

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@contextmanager
def refused_by(name: str) -> Iterator[None]:
    """The database refuses what is inside, by the constraint of that name, which has a sentence."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert constraint_name(caught.value) == name
    assert str(sentences()[name])


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def busy_pair(member: Any, gap: timedelta) -> tuple[Assignment, Duty]:
    """A member on one duty, and another duty that begins so long after its end."""
    first = make_assignment(make_duty(), member)
    later = make_duty(starts_at=first.ends_at + gap)
    return first, later


# — duties


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("duty_ends_after_it_begins", "ends_at = starts_at"),
        ("duty_at_most_a_day", "ends_at = starts_at + interval '25 hours'"),
        ("duty_razia_has_lead_agency", "kind = 'razia'"),
        ("duty_ended_early_with_reason", "state = 'cancelled'"),
        ("duty_not_of_a_village", "unit_id = '0.35.74.03.1001.'"),
    ],
)
def test_a_duty_that_must_not_be_is_refused(name: str, change: str, mayangan: Unit) -> None:
    make_duty(mayangan)
    with refused_by(name):
        run(f"UPDATE patrols_duty SET {change}")  # noqa: S608 - the changes stand above


def test_a_razia_with_a_lead_agency_is_accepted(mayangan: Unit) -> None:
    assert make_duty(mayangan, kind=DutyKind.RAZIA, lead_agency=make_agency(mayangan)).pk


def test_the_times_of_a_duty_that_has_begun_stay(mayangan: Unit) -> None:
    make_duty(mayangan, state=DutyState.IN_PROGRESS)
    with refused_by("duty_times_stay_once_begun"):
        run("UPDATE patrols_duty SET ends_at = ends_at + interval '1 hour'")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("duty", "duty_kept"),
        ("assignment", "assignment_kept"),
        ("attendance", "attendance_kept"),
        ("dutypartner", "duty_partner_kept"),
    ],
)
def test_nothing_operational_is_deleted(table: str, name: str, mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    make_attendance(make_assignment(duty))
    make_partner(duty)
    with refused_by(name):
        run(f"DELETE FROM patrols_{table}")  # noqa: S608 - the tables stand above


def test_a_duty_has_one_leader_and_no_place_twice(mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    with refused_by("slot_one_leader"):
        make_slot(duty, SlotRole.LEADER)
    with refused_by("slot_once_per_duty"):
        make_slot(duty, SlotRole.MEMBER, sequence=1)


# — places on them


@pytest.mark.parametrize("state", LIVE)
def test_a_place_has_one_living_assignment(mayangan: Unit, state: AssignmentState) -> None:
    duty = make_duty(mayangan, slots=1)
    held = make_assignment(duty)
    with refused_by("assignment_one_per_slot"):
        make_assignment(duty, slot=held.slot, state=state)


@pytest.mark.parametrize("state", [state for state in AssignmentState if state not in LIVE])
def test_a_place_somebody_gave_back_is_free(mayangan: Unit, state: AssignmentState) -> None:
    duty = make_duty(mayangan, slots=1)
    gone = make_assignment(duty, state=state, state_reason="sakit")
    assert make_assignment(duty, slot=gone.slot).pk
    assert make_assignment(make_duty(mayangan), gone.member).pk


@pytest.mark.parametrize("state", LIVE)
def test_a_member_has_one_living_place_on_a_duty(mayangan: Unit, state: AssignmentState) -> None:
    duty = make_duty(mayangan)
    held = make_assignment(duty, state=AssignmentState.OFFERED)
    with refused_by("assignment_once_per_duty"):
        make_assignment(duty, held.member, state=state)


@pytest.mark.parametrize("first_state", BUSY)
@pytest.mark.parametrize("gap", [-2 * HOUR, timedelta(0), 7 * HOUR])
def test_two_duties_without_rest_between_them_are_refused(
    mayangan: Unit, first_state: AssignmentState, gap: timedelta
) -> None:
    member = make_member(mayangan)
    first = make_assignment(make_duty(mayangan), member, state=first_state)
    with refused_by("assignment_member_in_one_place"):
        make_assignment(make_duty(mayangan, starts_at=first.ends_at + gap), member)


def test_after_the_full_rest_the_next_duty_is_accepted(mayangan: Unit) -> None:
    member = make_member(mayangan)
    _first, later = busy_pair(member, 8 * HOUR)
    assert make_assignment(later, member).pk


def test_a_duty_just_before_another_one_needs_its_rest_too(mayangan: Unit) -> None:
    member = make_member(mayangan)
    later = make_assignment(make_duty(mayangan), member)
    earlier = make_duty(mayangan, starts_at=later.starts_at - 9 * HOUR)
    with refused_by("assignment_member_in_one_place"):
        make_assignment(earlier, member)


def test_a_shorter_rest_needs_a_name_and_a_reason(mayangan: Unit) -> None:
    member, chair = make_member(mayangan), make_member(mayangan)
    first, _later = busy_pair(member, 7 * HOUR)
    for by, reason in [(None, ""), (None, "banjir"), (chair.pk, "")]:
        with refused_by("assignment_short_rest_is_waived"):
            run(
                "UPDATE patrols_assignment SET rest = '7 hours', rest_waived_by_id = %s, rest_waiver_reason = %s "
                "WHERE id = %s",
                by,
                reason,
                first.pk,
            )
    with refused_by("assignment_rest_waived_by_another"):
        run("UPDATE patrols_assignment SET rest_waived_by_id = member_id")
    with refused_by("assignment_rest_not_negative"):
        run(
            "UPDATE patrols_assignment SET rest = '-1 hour', rest_waived_by_id = %s, rest_waiver_reason = 'x'", chair.pk
        )


@pytest.fixture
def waive(mayangan: Unit) -> Callable[[Assignment, timedelta], None]:
    """Allows a shorter rest after one assignment, past the services."""
    chair = make_member(mayangan)

    def shorten(assignment: Assignment, rest: timedelta) -> None:
        Assignment.objects.filter(pk=assignment.pk).update(rest=rest, rest_waived_by=chair, rest_waiver_reason="banjir")

    return shorten


def test_a_waiver_on_the_earlier_duty_opens_the_later_one(mayangan: Unit, waive: Callable[..., None]) -> None:
    member = make_member(mayangan)
    first, later = busy_pair(member, 5 * HOUR)
    waive(first, 5 * HOUR)
    assert make_assignment(later, member).pk
    first.refresh_from_db()
    assert first.rest_until == later.starts_at


def test_a_waiver_never_allows_two_duties_at_once(mayangan: Unit, waive: Callable[..., None]) -> None:
    member = make_member(mayangan)
    first, later = busy_pair(member, -HOUR)
    waive(first, timedelta(0))
    with refused_by("assignment_member_in_one_place"):
        make_assignment(later, member)


def test_after_a_waived_duty_the_next_rest_is_whole_again(mayangan: Unit, waive: Callable[..., None]) -> None:
    member = make_member(mayangan)
    first, later = busy_pair(member, 5 * HOUR)
    waive(first, 5 * HOUR)
    second = make_assignment(later, member)
    with refused_by("assignment_member_in_one_place"):
        make_assignment(make_duty(mayangan, starts_at=second.ends_at + 5 * HOUR), member)


def test_the_end_of_the_rest_is_computed_by_the_database(mayangan: Unit) -> None:
    assignment = make_assignment(make_duty(mayangan))
    run("UPDATE patrols_assignment SET rest_until = now() + interval '3 days'")
    assignment.refresh_from_db()
    assert assignment.rest_until == assignment.ends_at + mayangan.rest


def test_moving_a_duty_moves_its_crew_and_keeps_a_granted_rest(mayangan: Unit, waive: Callable[..., None]) -> None:
    duty = make_duty(mayangan)
    assignment = make_assignment(duty)
    waive(assignment, 5 * HOUR)
    Duty.objects.filter(pk=duty.pk).update(starts_at=duty.starts_at + HOUR, ends_at=duty.ends_at + HOUR)
    moved = Assignment.objects.get(pk=assignment.pk)
    assert (moved.starts_at, moved.ends_at) == (duty.starts_at + HOUR, duty.ends_at + HOUR)
    assert moved.rest_until == moved.ends_at + 5 * HOUR


def test_moving_a_duty_onto_another_of_the_same_member_is_refused_whole(mayangan: Unit) -> None:
    member = make_member(mayangan)
    _first, later = busy_pair(member, 8 * HOUR)
    make_assignment(later, member)
    with refused_by("assignment_member_in_one_place"):
        Duty.objects.filter(pk=later.pk).update(starts_at=later.starts_at - HOUR, ends_at=later.ends_at - HOUR)
    assert Duty.objects.get(pk=later.pk).starts_at == later.starts_at


def test_a_stale_row_is_not_saved_after_its_duty_moved(mayangan: Unit) -> None:
    duty = make_duty(mayangan)
    stale = make_assignment(duty)
    Duty.objects.filter(pk=duty.pk).update(starts_at=duty.starts_at + HOUR, ends_at=duty.ends_at + HOUR)
    with refused_by("assignment_times_follow_duty"):
        stale.save()
    with pytest.raises(ValidationError, match="moved a moment ago|baru saja dipindah"), refused_in_words():
        stale.save()


def test_a_place_belongs_to_the_duty_of_its_assignment(mayangan: Unit) -> None:
    foreign = make_slot(make_duty(mayangan))
    with refused_by("assignment_slot_of_this_duty"):
        make_assignment(make_duty(mayangan), slot=foreign)


def test_a_place_is_not_handed_over(mayangan: Unit) -> None:
    make_assignment(make_duty(mayangan))
    with refused_by("assignment_place_stays"):
        run("UPDATE patrols_assignment SET member_id = %s", make_member(mayangan).pk)


def test_an_offer_says_until_when_it_waits(mayangan: Unit) -> None:
    with refused_by("assignment_offer_ends"):
        make_assignment(make_duty(mayangan), state=AssignmentState.OFFERED, offer_until=None)


def test_a_member_is_a_reserve_once(mayangan: Unit) -> None:
    duty, member = make_duty(mayangan), make_member(mayangan)
    Reserve.objects.create(duty=duty, member=member, role=SlotRole.MEMBER)
    with refused_by("reserve_once_per_duty"):
        Reserve.objects.create(duty=duty, member=member, role=SlotRole.MEDIC)


def test_nobody_leaves_before_he_came_nor_is_home_before_he_left(mayangan: Unit) -> None:
    attendance = make_attendance(make_assignment(make_duty(mayangan)))
    with refused_by("attendance_out_after_in"):
        run("UPDATE patrols_attendance SET out_at = in_at - interval '1 minute'")
    with refused_by("attendance_home_after_duty"):
        run("UPDATE patrols_attendance SET home_safe_at = in_at")
    run("UPDATE patrols_attendance SET out_at = in_at, home_safe_at = in_at WHERE id = %s", attendance.pk)


# — agencies on them


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("duty_partner_confirmed_says_how", "state = 'confirmed', confirmed_at = now()"),
        ("duty_partner_confirmed_says_how", "state = 'confirmed', confirmed_via = 'phone'"),
        ("duty_partner_attended_says_how_many", "state = 'attended'"),
    ],
)
def test_an_agency_s_answer_says_how_and_how_many(name: str, change: str, mayangan: Unit) -> None:
    make_partner(make_duty(mayangan))
    with refused_by(name):
        run(f"UPDATE patrols_dutypartner SET {change}")  # noqa: S608 - the changes stand above


def test_an_agency_is_asked_once_for_a_duty(mayangan: Unit) -> None:
    partner = make_partner(make_duty(mayangan))
    with refused_by("duty_partner_once"):
        make_partner(partner.duty, partner.agency)


def test_a_place_is_not_given_back_after_the_duty_has_ended_and_old_rows_may_be_moved() -> None:
    place = make_assignment(make_duty(starts_at=hours_from_now(-4), state="published"))
    with refused_by("assignment_withdrawn_before_end"):
        run(
            "UPDATE patrols_assignment SET state = 'withdrawn', state_reason = 'x', state_at = now() WHERE id = %s",
            place.pk,
        )
    coming = make_assignment(make_duty())
    run(
        "UPDATE patrols_assignment SET state = 'withdrawn', state_reason = 'x', state_at = now() WHERE id = %s",
        coming.pk,
    )
    run("UPDATE patrols_duty SET starts_at = now() - interval '2 hours', ends_at = now() WHERE id = %s", coming.duty_id)
