"""The planner: every message once, nothing missed, nothing too late."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import planner
from notifications.models import Delivery, JobRun, Notification, ReminderRule
from notifications.states import Channel
from senkom.lib.registry import reminder
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_member, make_unit
from tests.factories.notifications import KIND, card_rule, card_texts, delivery_to, due, kinds_of, registered_reminder

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def before() -> Iterator[None]:
    """A reminder 24 and 2 hours before something."""
    with registered_reminder(-24 * HOUR, -2 * HOUR, useful_for=48 * HOUR, until_start=True):
        yield


@pytest.fixture
def after() -> Iterator[None]:
    """A reminder 2 hours after something, useful for 12 hours."""
    with registered_reminder(2 * HOUR):
        yield


@pytest.mark.usefixtures("after")
def test_a_message_is_planned_once_however_often_the_planner_runs() -> None:
    member = due(make_member(), ago=3 * HOUR)
    assert [planner.run_once(), planner.run_once(), planner.run_once()] == [1, 0, 0]
    assert kinds_of(member) == [f"{KIND}.2h"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("after")
def test_planners_take_turns_at_a_rule_and_who_waits_too_long_says_so_and_plans_it_next_time() -> None:
    member = due(make_member(), ago=3 * HOUR)
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other, connection.cursor() as cursor:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"senkom.plan.{KIND}"])
        cursor.execute("SET lock_timeout = '50ms'")
        assert planner.run_once() == 0
        assert JobRun.objects.get(name="plan").error == f"{KIND}: OperationalError"
        cursor.execute("RESET lock_timeout")
    assert planner.run_once() == 1
    assert kinds_of(member) == [f"{KIND}.2h"]


@pytest.mark.usefixtures("after")
def test_the_same_message_planned_anew_has_the_same_message_id_so_a_restored_server_repeats_nothing_unknown() -> None:
    member = due(make_member(email="wiwik@example.test"), ago=3 * HOUR)
    with transaction.atomic():
        planner.run_once()
        before = delivery_to(member)
        transaction.set_rollback(True)  # as a backup of last night knows nothing of it
    planner.run_once()
    assert delivery_to(member).message_id == before.message_id
    assert delivery_to(member).notification.code == before.notification.code


@pytest.mark.parametrize(("operational", "planned"), [(True, [1, 1, 1]), (False, [1, 0, 2])])
def test_the_clock_plans_what_is_urgent_each_time_and_the_rest_within_a_minute(
    monkeypatch: pytest.MonkeyPatch, operational: bool, planned: list[int]
) -> None:
    monkeypatch.setattr(planner, "_planned", {})
    found = []
    with registered_reminder(2 * HOUR, operational=operational):
        for second in (0, 15, 50):
            monkeypatch.setattr(time, "monotonic", lambda second=second: 1000.0 + second)
            due(make_member(), ago=3 * HOUR)
            found.append(planner.tick())
    assert found == planned


@pytest.mark.usefixtures("after")
@pytest.mark.parametrize(("ago", "planned"), [(1.9, 0), (2.1, 1), (13.9, 1), (14.1, 0)])
def test_a_missed_hour_is_caught_up_as_long_as_the_message_is_useful(ago: float, planned: int) -> None:
    due(make_member(), ago=ago * HOUR)
    assert planner.run_once() == planned


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize(
    ("hours_before", "kinds"),
    [(25, []), (23, [f"{KIND}.24h"]), (1.5, [f"{KIND}.2h"]), (0.1, [f"{KIND}.2h"]), (-0.1, [])],
)
def test_late_comers_are_still_reminded_once_and_nobody_after_the_start(hours_before: float, kinds: list[str]) -> None:
    member = due(make_member(), ago=-hours_before * HOUR)
    planner.run_once()
    assert kinds_of(member) == kinds


@pytest.mark.usefixtures("before")
def test_a_late_comer_is_told_now_and_not_hours_ago() -> None:
    member = due(make_member(), ago=-1 * HOUR)
    began = timezone.now()
    planner.run_once()
    assert Notification.objects.get(recipient_id=member.pk).due_at >= began


@pytest.mark.usefixtures("before")
def test_both_offsets_come_when_the_clock_runs_and_the_first_ends_when_the_second_is_due() -> None:
    member = due(make_member(), ago=-24 * HOUR + timedelta(minutes=1))
    planner.run_once()
    planner.run_once(now=member.state_at - HOUR)
    first, second = Notification.objects.order_by("due_at")
    assert [first.kind, second.kind] == [f"{KIND}.24h", f"{KIND}.2h"]
    assert first.not_after == second.at - 2 * HOUR
    assert second.not_after == member.state_at


@pytest.mark.usefixtures("before")
def test_a_moved_start_is_a_new_occurrence() -> None:
    member = due(make_member(), ago=-1 * HOUR)
    planner.run_once()
    due(member, ago=-2 * HOUR + timedelta(minutes=5))
    planner.run_once()
    assert kinds_of(member) == [f"{KIND}.2h", f"{KIND}.2h"]


@pytest.mark.usefixtures("after")
def test_who_has_an_address_gets_mail_and_who_has_none_stands_on_the_whatsapp_list() -> None:
    reachable = due(make_member(email="wiwik@example.test"), ago=3 * HOUR)
    other = due(make_member(), ago=3 * HOUR)
    planner.run_once()
    assert delivery_to(reachable).channel == Channel.EMAIL
    assert delivery_to(other).channel == Channel.WHATSAPP
    assert delivery_to(reachable).message_id == f"<{delivery_to(reachable).code}@localhost>"


@pytest.mark.usefixtures("after")
def test_a_unit_changes_a_rule_for_itself_and_below_and_the_nearest_row_counts() -> None:
    here, there = due(make_member(MAYANGAN), ago=9 * HOUR), due(make_member(KEDOPOK), ago=9 * HOUR)
    above = due(make_member(CITY), ago=9 * HOUR)
    ReminderRule.objects.create(unit=make_unit(CITY), kind=KIND, offset=8 * HOUR, channels=["whatsapp"])
    ReminderRule.objects.create(unit=make_unit(KEDOPOK), kind=KIND, offset=2 * HOUR, active=False)
    elsewhere = due(make_member("0.35.78.01.", email="lain@example.test"), ago=9 * HOUR)
    planner.run_once()
    assert kinds_of(here) == kinds_of(above) == [f"{KIND}.8h"]
    assert kinds_of(there) == []
    assert kinds_of(elsewhere) == [f"{KIND}.2h"]


def broken_rule() -> QuerySet[Any, Any]:
    """A rule with a mistake in it."""
    raise LookupError


def test_a_rule_that_fails_is_recorded_and_the_others_are_planned() -> None:
    member = due(make_member())
    with registered_reminder(kind="test.broken", rule=broken_rule):
        reminder(KIND, offsets=[timedelta(0)], useful_for=HOUR, texts=card_texts, label="KTA")(card_rule)
        planner.run_once()
    assert kinds_of(member) == [KIND]
    assert JobRun.objects.get(name="plan").error == "test.broken: LookupError"


@pytest.mark.usefixtures("after")
def test_runs_close_together_are_one_row_of_the_log() -> None:
    due(make_member(), ago=3 * HOUR)
    for _ in range(3):
        planner.run_once()
    run = JobRun.objects.get(name="plan")
    assert run.changed == 1
    assert run.ended_at is not None
    assert run.ended_at > run.started_at


@pytest.mark.usefixtures("after")
def test_planning_costs_the_same_for_one_message_and_for_many() -> None:
    due(make_member(), ago=3 * HOUR)
    with CaptureQueriesContext(connection) as one:
        planner.run_once()
    for _ in range(9):
        due(make_member(), ago=3 * HOUR)
    with CaptureQueriesContext(connection) as many:
        assert planner.run_once() == 9
    assert len(many) == len(one)
    assert Delivery.objects.count() == 10
