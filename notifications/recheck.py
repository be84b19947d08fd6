"""Looking again, right before a message goes out: does its rule still yield it, is its recipient still with us,
and does he want it?
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction

from notifications import recipients
from notifications.addresses import failing_among, paused_among
from notifications.channels import People
from notifications.models import Delivery, Preference
from notifications.rules import Occurrence, reminder_of, still_standing
from notifications.states import MEMBER

log = logging.getLogger(__name__)


@dataclass
class Verdict:
    """Deliveries that may go out, that were moved, withdrawn or left, that their recipient does not want any more,
    whose address is left alone, and that can't be judged now; with what was learned of their recipients on the way.
    """

    standing: list[Delivery] = field(default_factory=list)
    gone: list[Delivery] = field(default_factory=list)
    declined: list[Delivery] = field(default_factory=list)
    paused: list[Delivery] = field(default_factory=list)
    unknown: list[Delivery] = field(default_factory=list)
    people: People = field(default_factory=dict)
    failing: set[int] = field(default_factory=set)
    """Members whose address was refused before."""


def recipients_of(deliveries: Collection[Delivery]) -> People:
    """The recipients by kind and id; one question for each kind."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for delivery in deliveries:
        by_kind[delivery.notification.recipient_kind].add(delivery.notification.recipient_id)
    return {(kind, pk): person for kind, ids in by_kind.items() for pk, person in recipients.find(kind, ids).items()}


def sort_out(deliveries: Collection[Delivery]) -> Verdict:
    """Look again at each; one question for each kind of message and of recipient. The kind brings no time with it."""
    people = recipients_of(deliveries)
    verdict = Verdict(people=people)
    by_kind: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        row = delivery.notification
        person = people.get((row.recipient_kind, row.recipient_id))
        if person is None or not person.active:
            verdict.gone.append(delivery)
        else:
            by_kind[row.kind].append(delivery)
    for kind, rows in by_kind.items():
        _sort_out(kind, rows, verdict)
    verdict.declined, standing = _split(verdict.standing, declined_among(verdict.standing))
    verdict.failing = failing_among(standing)
    refused = [row for row in standing if row.notification.recipient_id in verdict.failing]
    verdict.paused, standing = _split(standing, paused_among(refused))
    order = {row.pk: place for place, row in enumerate(deliveries)}
    verdict.standing = sorted(standing, key=lambda row: order[row.pk])
    return verdict


def _split(deliveries: Collection[Delivery], those: Collection[int]) -> tuple[list[Delivery], list[Delivery]]:
    """Those, by id, and the others."""
    return [row for row in deliveries if row.pk in those], [row for row in deliveries if row.pk not in those]


def declined_among(deliveries: Collection[Delivery]) -> set[int]:
    """Those, by id, whose recipient wants no such message through this channel; some kinds nobody can decline."""
    asked: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for delivery in deliveries:
        row = delivery.notification
        reminder = reminder_of(row.kind)
        if row.recipient_kind == MEMBER and reminder is not None and reminder.may_be_declined:
            asked[row.recipient_id, reminder.topic, delivery.channel].add(delivery.pk)
    rows = Preference.objects.filter(member__in={member for member, _topic, _channel in asked})
    declined = rows.values_list("member_id", "topic", "channel") if asked else []
    return {pk for choice in declined for pk in asked.get(choice, ())}


def _sort_out(kind: str, rows: list[Delivery], verdict: Verdict) -> None:
    reminder = reminder_of(kind)
    if reminder is None:
        verdict.gone += rows
        return
    try:
        with transaction.atomic():
            standing = still_standing(reminder, [occurrence(row) for row in rows])
    except Exception:
        log.exception("asking the rule of %s again failed", kind)
        verdict.unknown += rows
        return
    for row in rows:
        (verdict.standing if occurrence(row) in standing else verdict.gone).append(row)


def occurrence(delivery: Delivery) -> Occurrence:
    """Who is told about what, at which business time."""
    row = delivery.notification
    return Occurrence(row.recipient_id, row.subject, row.at)
