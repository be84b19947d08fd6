"""A race is a queue: whoever comes second waits for the first, sees what he did, and is answered in words.

Each test fails where the lock is taken out that it names, unless it says that another guard holds alone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from members.models import User
from members.states import Office
from patrols.models import Assignment, Reserve
from patrols.services import accept_offer, assign_member, change_duty, move_duty, offer_free_places, sign_up, waive_rest
from patrols.states import LIVE, AssignmentState, SlotRole
from tests.embedded.stack import wait_until
from tests.factories.members import make_member, make_officer, make_unit, make_user
from tests.factories.patrols import make_assignment, make_duty

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


def while_undecided(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the second in a thread while the first isn't committed; gives its answer, or its refusal, in the end."""
    seen: list[int] = []

    def apart() -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                seen.append(cursor.fetchone()[0])
            return second()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid = ANY(%s))", [seen])
            return bool(cursor.fetchone()[0])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            running = pool.submit(apart)
            wait_until(lambda: running.done() or waits(), "the second to wait for the first, or to end")
        return running.result(60)


@pytest.fixture
def planner() -> User:
    """Somebody who plans in the city."""
    return make_officer(Office.HEAD_PUBLIC_ORDER)


def codes(refusal: Any) -> list[str | None]:
    assert isinstance(refusal, ValidationError), refusal
    return [error.code for error in refusal.error_list]


def test_who_accepts_two_offers_at_once_is_told_of_the_first_by_name(wiwik: User) -> None:
    """`accept_offer` locks the member; the constraint alone would refuse too, but could not say for which duty."""
    offers = [make_assignment(make_duty(leader=False), wiwik.member, state=AssignmentState.OFFERED) for _ in range(2)]
    refusal = while_undecided(lambda: accept_offer(offers[0], by=wiwik), lambda: accept_offer(offers[1], by=wiwik))
    assert codes(refusal) == ["busy"]
    assert offers[0].duty.name in str(refusal)
    assert Assignment.objects.filter(state=AssignmentState.CONFIRMED).get() == offers[0]


def test_a_waiver_that_is_taken_back_counts_for_who_is_put_down_meanwhile(
    wiwik: User, bambang: User, planner: User
) -> None:
    """`waive_rest` locks the member; the constraint alone would refuse too, but could not say how much rest."""
    early = make_assignment(make_duty(leader=False), wiwik.member)
    waive_rest(early, rest=2 * HOUR, reason="Banjir", by=bambang)
    late = make_duty(leader=False, starts_at=early.ends_at + 3 * HOUR)
    refusal = while_undecided(
        lambda: waive_rest(early, rest=6 * HOUR, reason="Sudah surut", by=bambang),
        lambda: assign_member(late.slots.latest("pk"), wiwik.member, by=planner),
    )
    assert codes(refusal) == ["rest"]


def test_who_signs_up_while_his_other_duty_is_moved_there_is_told_of_it(wiwik: User, planner: User) -> None:
    """`change_duty` locks the crew; the constraint alone would refuse too, but could not say for which duty."""
    early = make_assignment(make_duty(leader=False, title="Patroli sore"), wiwik.member).duty
    late = make_duty(leader=False, starts_at=early.starts_at + 20 * HOUR)
    refusal = while_undecided(
        lambda: move_duty(early, starts_at=late.starts_at, ends_at=late.ends_at, by=planner, version=early.version),
        lambda: sign_up(late, SlotRole.MEMBER, wiwik.member, by=wiwik),
    )
    assert codes(refusal) == ["busy"]
    assert "Patroli sore" in str(refusal)


def test_the_second_of_two_planners_sees_what_the_first_changed(planner: User) -> None:
    """`change_duty` locks the duty: without it the first one's words would be lost."""
    duty = make_duty(title="Patroli")
    refusal = while_undecided(
        lambda: change_duty(duty, by=planner, version=duty.version, meeting_point="Pos Pelabuhan"),
        lambda: change_duty(duty, by=planner, version=duty.version, meeting_point="Pos Pasar"),
    )
    assert codes(refusal) == ["conflict"]
    duty.refresh_from_db()
    assert duty.meeting_point == "Pos Pelabuhan"


def test_the_clock_offers_no_place_that_somebody_is_taking(wiwik: User) -> None:
    """The duty is locked by both: without it the clock would stumble over the place, and offer nobody anything."""
    duty = make_duty(slots=1, leader=False)
    reserve = make_user(make_member(make_unit(duty.unit_id)))
    Reserve.objects.create(duty=duty, role=SlotRole.MEMBER, member=reserve.member)
    changed = while_undecided(lambda: sign_up(duty, SlotRole.MEMBER, wiwik.member, by=wiwik), offer_free_places)
    assert changed == 0
    assert Assignment.objects.get(state__in=LIVE).member == wiwik.member
    assert Reserve.objects.get().member == reserve.member


def test_two_clocks_offer_a_free_place_to_the_first_reserve_once(wiwik: User, fery: User) -> None:
    """The second finds nothing left to offer; the locks of the reserves alone would hold here as well."""
    duty = make_duty(slots=1, leader=False)
    for person in (wiwik, make_user(make_member(make_unit(duty.unit_id)))):
        Reserve.objects.create(duty=duty, role=SlotRole.MEMBER, member=person.member)
    assert while_undecided(offer_free_places, offer_free_places) == 0
    assert Assignment.objects.get().member == wiwik.member
