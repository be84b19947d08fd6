"""A chapter is closed in the same moment in which somebody comes into it: two threads, two connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from members import services
from members.models import Appointment, Member, Unit, User
from members.states import MemberState, Office
from tests.factories.members import CITY, make_member, make_officer, make_unit

pytestmark = [pytest.mark.django_db(transaction=True)]

WONOASIH = "0.35.74.02."


@pytest.fixture
def chair(transactional_db: None) -> User:
    """The chair of the city."""
    return make_officer(Office.CHAIR, CITY)


@pytest.fixture
def wonoasih(transactional_db: None) -> Unit:
    """A district whose chapter is open and empty."""
    return make_unit(WONOASIH, name="Wonoasih")


def appointing(wonoasih: Unit, chair: User) -> Callable[[], Any]:
    """Somebody of the city gets an office in the district."""
    member = make_member(CITY)
    day = wonoasih.today()
    return lambda: services.appoint(member, wonoasih, Office.TREASURER, begins=day, ends=None, by=chair)


def activating(wonoasih: Unit, chair: User) -> Callable[[], Any]:
    """An applicant of the district becomes a member."""
    member = make_member(wonoasih, state=MemberState.TRAINING)
    return lambda: services.activate(member, by=chair)


def is_empty(unit: Unit) -> bool:
    """Whether nobody belongs to the chapter, and nobody holds an office in it."""
    has_office = Appointment.objects.on(unit.today()).filter(unit=unit).exists()
    return not has_office and not Member.objects.enrolled().filter(unit=unit).exists()


def second_after_first(first: Callable[[], Any], second: Callable[[], Any]) -> BaseException | None:
    """Run one inside a transaction that stays open until the other one waits for it or is over; its refusal, if any."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            other = pool.submit(_on_a_connection_of_its_own, second)
            _until_it_waits(other)
        return other.exception(timeout=60)


def _on_a_connection_of_its_own(act: Callable[[], Any]) -> None:
    try:
        act()
    finally:
        connection.close()


def _until_it_waits(other: Future[None]) -> None:
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting and not other.done():
            # Only those that wait for this very transaction.
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            waiting = cursor.fetchone()[0]


@pytest.mark.parametrize("entering", [appointing, activating])
def test_who_comes_in_while_the_chapter_is_closed_finds_it_closed(
    wonoasih: Unit, chair: User, entering: Callable[[Unit, User], Callable[[], Any]]
) -> None:
    enter = entering(wonoasih, chair)
    refusal = second_after_first(lambda: services.close_chapter(wonoasih, by=chair), enter)
    assert isinstance(refusal, ValidationError)
    assert not Unit.objects.get(pk=wonoasih.pk).is_active
    assert is_empty(wonoasih)


@pytest.mark.parametrize("entering", [appointing, activating])
def test_a_chapter_is_not_closed_while_somebody_comes_in(
    wonoasih: Unit, chair: User, entering: Callable[[Unit, User], Callable[[], Any]]
) -> None:
    enter = entering(wonoasih, chair)
    refusal = second_after_first(enter, lambda: services.close_chapter(wonoasih, by=chair))
    assert isinstance(refusal, ValidationError)
    assert Unit.objects.get(pk=wonoasih.pk).is_active
