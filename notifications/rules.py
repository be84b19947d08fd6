"""What the apps registered, as planner and sender ask it: when a message is due, and whether it still stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db import connection

from members.permissions import is_within
from notifications.models import ReminderRule
from notifications.querysets import OFFSET_IN_KIND
from notifications.states import MEMBER, Channel
from senkom.lib.registry import Reminder, Rule, registered

ALL_CHANNELS: tuple[str, ...] = tuple(Channel)


class Occurrence(NamedTuple):
    """Who is told about what, at which business time."""

    recipient: int
    subject: int
    at: datetime


@dataclass(frozen=True)
class Window:
    """One offset of one reminder: messages whose business time lies in (now - until, now - offset] are planned."""

    reminder: Reminder
    offset: timedelta
    until: timedelta
    """Counted from the business time, like the offset: when the message stops being useful."""
    channels: tuple[str, ...]
    within: str
    """Only for members of this unit and below; empty for everybody."""
    outside: tuple[str, ...]
    """Not for members of these units and below: they have rules of their own."""


def reminder_of(kind: str) -> Reminder | None:
    """The registered reminder behind a stored kind: 'duty.before.24h' is an offset of 'duty.before'."""
    return registered.reminders.get(kind) or registered.reminders.get(re.sub(OFFSET_IN_KIND, "", kind))


ChangedRules = Mapping[str, Mapping[str, Collection[ReminderRule]]]
"""The rows of units that have rules of their own, by kind and unit."""


def changed_rules() -> ChangedRules:
    """What units have changed, of all kinds; one question."""
    changed: dict[str, dict[str, list[ReminderRule]]] = defaultdict(lambda: defaultdict(list))
    for rule in ReminderRule.objects.all():
        changed[rule.kind][rule.unit_id].append(rule)
    return changed


class Compiled(NamedTuple):
    """A rule as SQL, with its parameters apart."""

    sql: str
    params: tuple[Any, ...]
    names_day: bool
    """Whether it also yields the `day` that its time was made of."""


@cache
def compiled(rule: Rule) -> Compiled:
    """What a rule asks; written once a process, for it asks the database for the time and never Python."""
    query = rule().query
    sql, params = query.sql_with_params()
    return Compiled(sql, tuple(params), "day" in query.annotation_select)


def windows(reminder: Reminder, every_change: ChangedRules) -> Iterator[Window]:
    """Every offset of a reminder, by default and as units have changed it."""
    changed = every_change.get(reminder.kind, {}) if reminder.recipient_kind == MEMBER else {}
    everywhere = dict.fromkeys(reminder.offsets, ALL_CHANNELS)
    yield from _windows(reminder, everywhere, within="", changed=changed)
    for path, rules in changed.items():
        own = {rule.offset: tuple(map(str, rule.channels)) for rule in rules if rule.active}
        yield from _windows(reminder, own, within=path, changed=changed)


def _windows(
    reminder: Reminder, offsets: Mapping[timedelta, tuple[str, ...]], *, within: str, changed: Collection[str]
) -> Iterator[Window]:
    """The windows of a unit; each ends where the next offset is due, so that two due at once become the later one."""
    nearer = tuple(path for path in changed if path != within and is_within(path, within))
    in_order = sorted(offsets)
    for offset, following in zip_longest(in_order, in_order[1:]):
        ends = [offset + reminder.useful_for]
        if reminder.until_start:
            ends.append(timedelta(0))
        if following is not None:
            ends.append(following)
        if min(ends) > offset:
            yield Window(reminder, offset, min(ends), offsets[offset], within, nearer)


def still_standing(reminder: Reminder, occurrences: Iterable[Occurrence]) -> set[Occurrence]:
    """Those of the occurrences that the rule still yields: nothing was moved, withdrawn or cancelled since."""
    recipients, subjects, times = zip(*occurrences, strict=True)
    rule = compiled(reminder.rule)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT DISTINCT r.recipient, r.subject, r.at FROM ({rule.sql}) r
            JOIN unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS asked (recipient, subject, at)
            ON r.recipient = asked.recipient AND r.subject = asked.subject AND r.at = asked.at
            """,  # noqa: S608 - the rule is our own queryset, with its parameters apart
            [*rule.params, list(recipients), list(subjects), list(times)],
        )
        return {Occurrence(*row) for row in cursor.fetchall()}
