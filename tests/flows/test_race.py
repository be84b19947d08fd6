"""Forty people press “Saya siap” for three places in the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.models import User
from patrols.models import Assignment, Duty
from patrols.services import move_duty
from patrols.states import LIVE, AssignmentState, SlotRole
from tests.factories.members import MAYANGAN, make_member, make_unit, make_user
from tests.factories.patrols import hours_from_now, make_assignment, make_duty

pytestmark = [pytest.mark.django_db(transaction=True)]

PEOPLE, PLACES = 40, 3


class Crowd:
    """People who are signed in and press a button at once, each in a thread with its own connection."""

    def __init__(self, users: list[User]) -> None:
        self.users = users
        self.clients = [self._signed_in(user) for user in users]
        self.start = threading.Barrier(len(users))

    @staticmethod
    def _signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def press(self, addresses: list[str], role: str = SlotRole.MEMBER) -> list[tuple[int, str]]:
        """The answers to the same button, pressed by everybody at once."""
        with ThreadPoolExecutor(len(self.users)) as pool:
            return list(pool.map(self._one, self.clients, addresses, [role] * len(self.users)))

    def _one(self, client: Client, address: str, role: str) -> tuple[int, str]:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '60s'")  # who wins is the question, not how fast
            self.start.wait(timeout=60)
            response = client.post(address, {"role": role})
            return response.status_code, unescape(response.content.decode())
        finally:
            connection.close()


def make_crowd(count: int) -> Crowd:
    unit = make_unit(MAYANGAN)
    return Crowd([make_user(make_member(unit)) for _ in range(count)])


def test_forty_people_after_three_places(transactional_db: None) -> None:
    duty = make_duty(make_unit(MAYANGAN), slots=PLACES, leader=False)
    crowd = make_crowd(PEOPLE)
    answers = crowd.press([reverse("patrols:sign_up", args=[duty.code])] * PEOPLE)
    statuses = [status for status, _text in answers]
    assert statuses.count(302) == PLACES
    assert statuses.count(409) == PEOPLE - PLACES
    for status, text in answers:
        if status == 409:
            assert "Tempat terakhir baru saja terisi. Mau jadi cadangan?" in text
            assert reverse("patrols:reserve", args=[duty.code]) in text
            assert "Ya, cadangan" in text
    taken = Assignment.objects.filter(duty=duty, state=AssignmentState.CONFIRMED)
    assert taken.count() == taken.values("slot").distinct().count() == PLACES


def test_one_person_on_two_phones_gets_one_of_two_duties_at_the_same_time(transactional_db: None) -> None:
    unit = make_unit(MAYANGAN)
    duties = [make_duty(unit, leader=False), make_duty(unit, leader=False)]
    user = make_user(make_member(unit))
    crowd = Crowd([user] * 8)
    answers = crowd.press([reverse("patrols:sign_up", args=[duty.code]) for duty in duties * 4])
    assert {status for status, _text in answers} == {302, 422}
    assert Assignment.objects.filter(member=user.member, state__in=LIVE).count() == 1


def test_moving_a_duty_while_its_crew_signs_up_elsewhere_ends_in_order(transactional_db: None) -> None:
    """Locks are taken in one order, so a race is a queue: one of the two wins, nobody is in two places."""
    unit = make_unit(MAYANGAN)
    planner = make_user(make_member(unit))
    for _ in range(5):
        user = make_user(make_member(unit))
        early = make_duty(unit, leader=False)
        late = make_duty(unit, leader=False, starts_at=hours_from_now(26 + 20))
        make_assignment(early, user.member)
        both_at_once(early, late, user, planner)
        rows = Assignment.objects.filter(member=user.member, state__in=LIVE).order_by("starts_at")
        for first, second in zip(rows, rows[1:], strict=False):
            assert first.rest_until is not None
            assert first.rest_until <= second.starts_at


def both_at_once(early: Duty, late: Duty, user: User, planner: User) -> None:
    """Move one duty next to the other while its man signs up for that one."""
    gate = threading.Barrier(2)
    crowd = Crowd([user])
    crowd.start = gate

    def move_it() -> None:
        try:
            gate.wait(timeout=60)
            start = late.starts_at - timedelta(hours=4)
            move_duty(early, starts_at=start, ends_at=start + timedelta(hours=3), by=planner, version=1)
        except Exception as error:  # noqa: BLE001 - whatever it is, only a refusal in words is right
            errors.append(error)
        finally:
            connection.close()

    errors: list[Exception] = []
    mover = threading.Thread(target=move_it)
    mover.start()
    status, _text = crowd.press([reverse("patrols:sign_up", args=[late.code])])[0]
    mover.join(timeout=60)
    assert status in (302, 422)
    assert [type(error).__name__ for error in errors] in ([], ["ValidationError"])
    assert (status == 302) != (not errors)
