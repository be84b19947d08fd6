"""Every rule of every app can be planned, and asked again for one row."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from notifications import planner
from notifications.models import JobRun
from notifications.rules import Occurrence, compiled, reminder_of, still_standing, windows
from senkom.lib.registry import registered

pytestmark = pytest.mark.django_db

KINDS = sorted(registered.reminders)


def test_all_rules_are_planned_without_an_error() -> None:
    planner.run_once()
    assert JobRun.objects.get(name="plan").error == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_is_asked_again_for_one_row_and_has_texts_for_rows_that_are_gone(kind: str) -> None:
    reminder = registered.reminders[kind]
    assert still_standing(reminder, [Occurrence(1, 1, timezone.now())]) == set()
    assert dict(reminder.texts([1])) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_asks_the_database_for_the_time_because_its_sql_is_written_once(kind: str) -> None:
    rule = registered.reminders[kind].rule
    with time_machine.travel("2026-11-24 02:00 +07:00"):
        tonight = compiled.__wrapped__(rule)
    with time_machine.travel("2027-01-01 19:00 +07:00"):
        assert compiled.__wrapped__(rule) == tonight


@pytest.mark.parametrize("kind", KINDS)
def test_every_offset_has_a_kind_of_its_own_that_leads_back_to_its_rule(kind: str) -> None:
    reminder = registered.reminders[kind]
    found = list(windows(reminder, {}))
    assert len(found) == len(reminder.offsets), "an offset is useful for no time at all"
    stored = [reminder.kind_at(window.offset) for window in found]
    assert len(set(stored)) == len(stored)
    assert all(reminder_of(name) is reminder for name in stored)
