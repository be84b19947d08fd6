"""Sends what waits. Any number at once, any of them killed at any point: each message is handed over once.

A row is claimed under a lock (SKIP LOCKED) with a lease and a token, looked at again, handed over with an id that
never changes, and settled by who holds the token. What a dead sender leaves behind is settled by the relay's
ledger; without one it is held for a person. Only the database's clock is compared.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Mod
from django.utils import timezone

from notifications import addresses, runs, steps
from notifications.channels import WAYS, Letter, Outcome, People, Result, Sender, Unreachable, open_sender, served
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet, clock
from notifications.quiet import keep_quiet
from notifications.recheck import Verdict, sort_out
from notifications.states import BY_HAND, Channel, DeliveryState
from notifications.stop_links import address_for
from notifications.texts import discreet_texts, is_operational, outgoing_texts, stop_words
from senkom.lib.states import move_all

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
HAND_OVER_WITHIN = LEASE.total_seconds() / 2
"""No letter is begun later than this after its claim: what is begun has ended before anyone else may send it."""
AT_ONCE = 20
BUDGET = 30
"""Seconds after which a run takes no further letters; the next run goes on."""
LOOKED_AT_ONCE = 4_000
"""Messages to be told by hand that are looked at again in one go."""
EVERY = timedelta(minutes=1)
"""When the next part of them has its turn."""
ATTEMPTS = 6
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
JITTER = 0.2
UNREACHABLE_FOR = timedelta(minutes=1)
INTERRUPTED = "interrupted"
"""The code of a letter whose sender died before the relay had it."""
NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_until": None}


def run_once(now: datetime | None = None) -> int:
    """Settle what dead senders left, send what waits; gives how many were sent. `now=None` is the database's clock."""
    keep_quiet(now)
    sent, errors = 0, []
    for channel in served():
        sender = open_sender(channel)
        try:
            settle_abandoned(channel, sender, now)
            sent += _send_waiting(channel, sender, now)
        except Unreachable as error:
            log.error("%s is unreachable: %s", channel, error.code)
            errors.append(f"{channel}: {error.code}")
        finally:
            sender.close()
    runs.beat(runs.DISPATCH, changed=sent, error=", ".join(errors))
    return sent


def put_in_order(now: datetime | None = None) -> int:
    """Take from the lists what is too late or no longer true; gives how much.

    No letter waits for it: a sender looks again at what he takes, and a coordinator is asked again who ticks off.
    """
    return _drop_useless(now) + _withdraw_by_hand(now)


@transaction.atomic
def _drop_useless(now: datetime | None) -> int:
    """Expire what would come too late."""
    return move_all(_taken(Delivery.objects.useless(now)), DeliveryState.EXPIRED, source=DeliveryState.QUEUED, now=now)


def _withdraw_by_hand(now: datetime | None) -> int:
    """Take from the coordinators' lists what was moved, withdrawn, left or declined since.

    A long list is looked at in parts, one after the other as time goes on, so that it costs the same in a city and in
    the whole country.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED, channel__in=BY_HAND)
    parts = -(-waiting.count() // LOOKED_AT_ONCE)
    if parts > 1:
        turn = int((now or timezone.now()).timestamp() / EVERY.total_seconds()) % parts
        waiting = waiting.annotate(part=Mod("pk", parts)).filter(part=turn)
    return _leave_out(sort_out(list(waiting.select_related("notification"))), now)


def settle_abandoned(channel: str, sender: Sender, now: datetime | None = None) -> None:
    """Ask the ledger about letters whose sender died or lost the answer; hold those it can't tell."""
    with transaction.atomic():
        rows = Delivery.objects.abandoned(now).filter(channel=channel).select_related("notification")
        for delivery in rows.select_for_update(skip_locked=True, of=("self",)):
            mine = Delivery.objects.filter(pk=delivery.pk)
            # Killed between claim and letter: that was no attempt, or who is refused afterwards would wait as if he had
            # been refused twice. A second time in a row it is one: it may be this letter that kills its senders.
            counts = delivery.state == DeliveryState.UNCERTAIN or delivery.last_code == INTERRUPTED
            if delivery.state == DeliveryState.SENDING:
                # A new token: a sender that wakes up late finds nothing to settle.
                move_all(mine, DeliveryState.UNCERTAIN, source=delivery.state, now=now, lease_token=uuid4())
            accepted = sender.ledger.accepted(delivery.message_id) if sender.ledger else None
            _settle_by_ledger(mine, accepted, delivery.attempts if counts else delivery.attempts - 1, now)
            if accepted:
                addresses.was_accepted(delivery)


def _settle_by_ledger(mine: DeliveryQuerySet, accepted: bool | None, attempts: int, now: datetime | None) -> None:
    """Sent, queued once more with so many attempts behind it, or held for a person."""
    uncertain = DeliveryState.UNCERTAIN
    if accepted:
        move_all(mine, DeliveryState.SENT, source=uncertain, now=now, sent_at=clock(now), **NO_LEASE)
    elif accepted is None or attempts >= ATTEMPTS:
        move_all(mine, DeliveryState.HELD, source=uncertain, now=now, **NO_LEASE)
    else:
        again = {"last_code": INTERRUPTED, "next_try_at": clock(now), "attempts": attempts}
        move_all(mine, DeliveryState.QUEUED, source=uncertain, now=now, **again, **NO_LEASE)


def _send_waiting(channel: str, sender: Sender, now: datetime | None) -> int:
    # Without a ledger each letter is claimed alone, so that a crash leaves one to a person, not twenty.
    at_once = AT_ONCE if sender.ledger else 1
    sent, end = 0, time.monotonic() + BUDGET
    while (claimed_at := time.monotonic()) < end:
        batch = claim(channel, at_once, now)
        if batch is None:
            break
        sent += _send_batch(channel, batch, sender, claimed_at + HAND_OVER_WITHIN, now)
    return sent


@transaction.atomic
def claim(channel: str, at_once: int, now: datetime | None = None) -> Verdict | None:
    """Take the next letters under a lease, after looking again whether they still stand; None where nothing waits."""
    rows, late = steps.next_waiting(channel, at_once, now)
    if not rows and not late:
        return None
    if late:
        mine = Delivery.objects.filter(pk__in=late)
        move_all(mine, DeliveryState.EXPIRED, source=DeliveryState.QUEUED, now=now)
    verdict = sort_out(rows)
    _leave_out(verdict, now)
    _pass_on_by_hand(verdict.paused, now)
    _postpone(verdict, now)
    if verdict.standing:
        steps.take(verdict.standing, LEASE, now)
    return verdict


def _send_batch(channel: str, verdict: Verdict, sender: Sender, end: float, now: datetime | None) -> int:
    """Hand over and settle one by one; what is not begun in time is given back."""
    batch, sent = verdict.standing, 0
    letters = compose(channel, batch, verdict.people)
    for position, delivery in enumerate(batch):
        try:
            sender.connect()
            if time.monotonic() > end:
                _give_back(batch[position:], now)
                break
            outcome = _send(letters[delivery.pk], sender)
        except Unreachable as error:
            _give_back(batch[position:], now, code=error.code, wait=UNREACHABLE_FOR)
            raise
        if settle(delivery, outcome, now, durably=sender.ledger is None):
            _learn(delivery, letters[delivery.pk], outcome, verdict.failing, now)
        sent += outcome.result is Result.ACCEPTED
    return sent


def compose(channel: str, batch: list[Delivery], people: People) -> dict[int, Letter | Outcome]:
    """The letter of each delivery to one of these people, or why there is none."""
    way, messages = WAYS[channel], [delivery.notification for delivery in batch]
    texts = discreet_texts(messages, people) if way.is_discreet else outgoing_texts(messages, people)
    addresses = way.addresses(people)
    found: dict[int, Letter | Outcome] = {}
    for delivery in batch:
        row = delivery.notification
        to, text = addresses.get((row.recipient_kind, row.recipient_id)), texts.get(row.pk)
        if text is None:
            found[delivery.pk] = Outcome(Result.NOT_ACCEPTED, "no text")
        elif not to:
            found[delivery.pk] = Outcome(Result.REFUSED, "no address")
        else:
            urgent, stop = is_operational(row.kind), ""
            body = text.body
            if channel == Channel.EMAIL and (stop := address_for(delivery)):
                language = people[row.recipient_kind, row.recipient_id].language
                body = f"{body}\n\n{stop_words(language, stop)}"
            found[delivery.pk] = Letter(
                delivery.message_id, to, text.title, body, text.path, row.not_after, urgent=urgent, stop=stop
            )
    return found


def _send(letter: Letter | Outcome, sender: Sender) -> Outcome:
    if isinstance(letter, Outcome):
        return letter
    try:
        return sender.send(letter)
    except (ValueError, UnicodeError) as error:  # an address or a subject that no mail may have
        return Outcome(Result.REFUSED, type(error).__name__)


def _learn(
    delivery: Delivery, letter: Letter | Outcome, outcome: Outcome, failing: Collection[int], now: datetime | None
) -> None:
    """Count what an address refuses for good (5xx), until it takes something."""
    if outcome.result is Result.REFUSED and outcome.code.startswith("5") and isinstance(letter, Letter):
        addresses.was_refused(delivery, letter.to, outcome.code, now)
    elif outcome.result is Result.ACCEPTED and delivery.notification.recipient_id in failing:
        addresses.was_accepted(delivery)


def settle(delivery: Delivery, outcome: Outcome, now: datetime | None = None, *, durably: bool = True) -> bool:
    """Write down what became of a letter; nothing (False), if somebody else has taken it over meanwhile."""
    wait = timedelta(0)
    if outcome.result is Result.ACCEPTED:
        target = DeliveryState.SENT
    elif outcome.result is Result.UNCERTAIN:
        target = DeliveryState.UNCERTAIN
    elif outcome.result is Result.REFUSED or delivery.attempts >= ATTEMPTS:
        target = DeliveryState.FAILED
    else:
        target, wait = DeliveryState.QUEUED, max(back_off(delivery.attempts), outcome.wait)
    done = steps.settle(delivery, target, outcome.code, wait, now, durably=durably)
    if not done:
        log.warning("delivery %s was taken over by another sender", delivery.code)
    return done


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many attempts; a little different each time, so that not all come back at once."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * (1 + random.random() * JITTER)  # noqa: S311 - no secret


def _give_back(rows: list[Delivery], now: datetime | None, *, code: str = "", wait: timedelta = timedelta(0)) -> None:
    """Return letters that were certainly not handed over; the attempt doesn't count."""
    mine = Delivery.objects.filter(pk__in=[row.pk for row in rows], lease_token=rows[0].lease_token)
    move_all(
        mine,
        DeliveryState.QUEUED,
        source=DeliveryState.SENDING,
        now=now,
        attempts=F("attempts") - 1,
        next_try_at=clock(now) + wait,
        **({"last_code": code} if code else {}),
        **NO_LEASE,
    )


def _leave_out(verdict: Verdict, now: datetime | None) -> int:
    """End what is no longer true, and what its recipient does not want."""
    ended = 0
    for rows, state in ((verdict.gone, DeliveryState.CANCELLED), (verdict.declined, DeliveryState.SUPPRESSED)):
        if rows:
            mine = Delivery.objects.filter(pk__in=[row.pk for row in rows])
            ended += move_all(mine, state, source=DeliveryState.QUEUED, now=now)
    return ended


def _pass_on_by_hand(rows: Collection[Delivery], now: datetime | None) -> None:
    """Put what would go to an address that is left alone on the coordinator's list, where nothing else brings it."""
    if not rows:
        return
    mine = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    move_all(mine, DeliveryState.CANCELLED, source=DeliveryState.QUEUED, now=now, last_code="address paused")
    others = Delivery.objects.filter(notification__in=[row.notification_id for row in rows])
    others = others.exclude(state__in=[DeliveryState.CANCELLED, DeliveryState.FAILED, DeliveryState.SUPPRESSED])
    brought = set(others.values_list("notification_id", flat=True))
    by_hand = [by_hand_instead(row) for row in rows if row.notification_id not in brought]
    Delivery.objects.bulk_create(by_hand, ignore_conflicts=True)


def by_hand_instead(delivery: Delivery) -> Delivery:
    """The same message, for a coordinator to pass on."""
    code = uuid4()
    message_id = f"<{code}@{settings.MAIL_DOMAIN}>"
    return Delivery(
        code=code, notification_id=delivery.notification_id, channel=Channel.WHATSAPP, message_id=message_id
    )


def _postpone(verdict: Verdict, now: datetime | None) -> None:
    """Leave for later what can't be judged now, so that it doesn't stand in the way of others."""
    if verdict.unknown:
        rows = Delivery.objects.filter(pk__in=[row.pk for row in verdict.unknown])
        rows.update(next_try_at=clock(now) + BACK_OFF[1], last_code="rule failed")


def _taken(rows: DeliveryQuerySet) -> DeliveryQuerySet:
    """The rows that nobody else holds, locked."""
    locked = list(rows.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    return Delivery.objects.filter(pk__in=locked)
