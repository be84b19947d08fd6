"""The count after a storm: by the relay's own ledger, against the messages that had to be."""

from __future__ import annotations

import copy
import time
import uuid
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection
from django.db.models.functions import Now
from django.utils import timezone

from members.models import Member
from notifications.dispatcher import ATTEMPTS, LEASE
from notifications.models import Delivery, Notification
from notifications.querysets import DeliveryQuerySet
from notifications.states import DeliveryState
from tests.factories.members import make_member
from tests.factories.notifications import KIND

PATIENCE = 480.0
BACK_OFF_IS_OVER = 180.0
UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNCERTAIN)
RECOVERY = 120.0


@dataclass(frozen=True)
class Expected:
    """Who has to get a letter."""

    prefix: str
    number: int

    @property
    def deliveries(self) -> list[tuple[str, str, int, float]]:
        """Message-ID, state, attempts and business time of each."""
        rows = Delivery.objects.filter(
            notification__kind=KIND, channel="email", notification__recipient_id__in=self.people
        )
        columns = rows.values_list("message_id", "state", "attempts", "notification__at")
        return [(message_id, state, attempts, at.timestamp()) for message_id, state, attempts, at in columns]

    @property
    def people(self) -> object:
        """Their members."""
        return Member.objects.filter(email__startswith=self.prefix).values("pk")


@dataclass(frozen=True)
class Disturbance:
    """What was done, and when it was over."""

    kind: str
    ended: float


def crowd(number: int, waves: int, seconds: float) -> Expected:
    """So many members, whose messages become due in waves over a time."""
    prefix, pattern, now = uuid.uuid4().hex[:8], make_member(), timezone.now()
    rows = []
    for place in range(number):
        row = copy.copy(pattern)
        row.pk, row.code = None, uuid.uuid4()
        row.member_number, row.email = f"{prefix}.{place}", f"{prefix}-{place}@example.test"
        row.state_at = now + timedelta(seconds=seconds * (place * waves // number) / waves)
        rows.append(row)
    Member.objects.bulk_create(rows, batch_size=1_000)
    connection.close()
    return Expected(prefix, number)


def settled(expected: Expected, ledger: Path, tend: Callable[[], None]) -> str:
    """Wait until nothing is under way any more, then count."""
    begun, rows, hastened = time.monotonic(), [], 0
    while time.monotonic() < begun + PATIENCE:
        tend()
        try:
            rows = expected.deliveries
            if len(rows) == expected.number and {row[1] for row in rows} <= {DeliveryState.SENT, DeliveryState.HELD}:
                break
            if max(Counter(ledger.read_text().split()).values(), default=0) > 1:
                break
            if time.monotonic() > begun + BACK_OFF_IS_OVER and not hastened:
                hastened = waiting_for_another_try(expected).update(next_try_at=Now())
        except (OperationalError, InterfaceError):
            connection.close()
        time.sleep(1)
    told = count(expected, rows, Counter(ledger.read_text().split()))
    return f"{told} ({hastened} refused ones did not wait for the end of their pause)" if hastened else told


def waiting_for_another_try(expected: Expected) -> DeliveryQuerySet:
    """What the relay refused for now after other tries had been killed: its pause may be a quarter of an hour."""
    refused = Delivery.objects.filter(state=DeliveryState.QUEUED, last_code__startswith="4", next_try_at__gt=Now())
    return refused.filter(notification__recipient_id__in=expected.people)


def count(expected: Expected, rows: list[tuple[str, str, int, float]], taken: Counter[str]) -> str:
    """Each message once in the inbox, once in the ledger, and told truly in the tables."""
    notifications = Notification.objects.filter(kind=KIND, recipient_id__in=expected.people).count()
    states = Counter(state for _id, state, _attempts, _at in rows)
    given_up = {id_ for id_, state, attempts, _at in rows if state == DeliveryState.HELD and attempts >= ATTEMPTS}
    lost = [row[0] for row in rows if not taken[row[0]] and row[0] not in given_up]
    missing = expected.number - len(rows)
    double = [message_id for message_id, times in taken.items() if times > 1]
    waiting = {row[0] for row in rows if row[1] in UNDER_WAY}
    gone = [message_id for message_id in lost if message_id not in waiting]
    told = f"{len(gone) + missing} lost, {len(double)} double of {expected.number}; states {dict(states)}"
    assert gone == double == [], told
    assert not missing, told
    assert not waiting, f"{told}: {len(waiting)} still under way"
    assert notifications == expected.number, f"{notifications} messages in the inboxes instead of {expected.number}"
    held = states[DeliveryState.HELD]
    assert states[DeliveryState.SENT] + held == expected.number, told
    assert held == len(given_up), f"{told}: held, though there is a ledger"
    asked = f"{held} held after {ATTEMPTS} kills each, a person is asked" if held else "0 held"
    return (
        f"{len(taken)} Message-IDs in the relay's ledger for {notifications} messages: 0 lost, 0 double; "
        f"{states[DeliveryState.SENT]} sent, {asked}, none under way"
    )


def seen(expected: Expected, times: Path, disturbances: list[Disturbance]) -> str:
    """How long it took until letters went again after each disturbance, and how long single letters waited."""
    due = {message_id: at for message_id, _state, _attempts, at in expected.deliveries}
    pairs = (line.split() for line in times.read_text().splitlines())
    taken = sorted((float(at), due[id_]) for id_, at in pairs if id_ in due)
    worst = max((recovery(taken, one.ended), one.kind) for one in disturbances)
    waits = sorted(at - was_due for at, was_due in taken)
    assert worst[0] <= RECOVERY, f"after {worst[1]} no letter went for {worst[0]:.0f} s"
    middle, most = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    return (
        f"letters went again at most {worst[0]:.1f} s after a disturbance ({worst[1]}); from due to the relay: half in "
        f"{middle:.1f} s, 99 % in {most:.0f} s, the last {waits[-1]:.0f} s (who died keeps his {LEASE.seconds} s lease)"
    )


def recovery(taken: list[tuple[float, float]], at: float) -> float:
    """Seconds from a moment, or from when there was something to bring, to the next letter that was taken."""
    later = taken[bisect_right(taken, (at, float("inf"))) :]
    if not later:
        return 0.0
    return later[0][0] - max(at, min(was_due for _taken, was_due in later))
