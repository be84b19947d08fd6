"""How the reminders are doing, in numbers a layman understands; each is one count of rows the reader may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.db.models.functions import Now, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Member, User
from notifications import runs
from notifications.channels import WAYS
from notifications.models import Delivery, JobRun
from notifications.querysets import DeliveryQuerySet
from notifications.states import MEMBER, Channel, DeliveryState
from notifications.texts import cause
from senkom.lib.registry import registered

WATCH = "notifications.heartbeat"
"""The job that tells the watch outside; there may be none."""
DAYS = 7
"""So many days are shown, today included."""

_S = DeliveryState
PARTS = {
    "sent": (_S.SENT,),
    "waiting": (_S.QUEUED, _S.SENDING, _S.UNCERTAIN),
    "failed": (_S.FAILED,),
    "held": (_S.HELD,),
    "dropped": (_S.EXPIRED, _S.CANCELLED, _S.SUPPRESSED),
}
"""The columns of the table, and the states that are counted in each."""
PART_OF = {state: part for part, states in PARTS.items() for state in states}


@dataclass(frozen=True)
class Tally:
    """What became of the messages of one day in one channel."""

    channel: str
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    held: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class Day:
    """The messages that were due on one day, as the reader's clock counts days."""

    date: date
    tallies: list[Tally]


@dataclass(frozen=True)
class Work:
    """One thing the clock does: when it ran, and when it is due again."""

    label: str
    ended_at: datetime | None
    due_at: datetime | None
    error: str
    is_late: bool


@dataclass(frozen=True)
class Bar:
    """What the bar of every page says about messages, asked in one question."""

    unread: int
    silent_since: datetime | None
    """When planner or sender ran for the last time, where that is too long ago; `NEVER` where they never did."""


NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a heartbeat that was never heard."""

BAR = """
SELECT (SELECT count(*) FROM notifications_notification WHERE recipient_kind = %s AND recipient_id = %s
        AND due_at <= statement_timestamp() AND read_at IS NULL),
    (SELECT min(coalesce(last.ended_at, %s)) FROM unnest(%s::text[]) AS beat (name) LEFT JOIN LATERAL (
        SELECT ended_at FROM notifications_jobrun run WHERE run.name = beat.name AND ended_at IS NOT NULL
        ORDER BY started_at DESC, id DESC LIMIT 1) last ON true),
    statement_timestamp()
"""
"""Written by hand: it is asked on every page, and building it out of querysets costs more than asking it."""


def bar_of(member: Member) -> Bar:
    """Unread messages, and whether the reminders have stopped, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(BAR, [MEMBER, member.pk, NEVER, [runs.PLAN, runs.DISPATCH]])
        unread, last, now = cursor.fetchone()
    return Bar(unread, last if last <= now - runs.SILENCE else None)


def days_of(user: User, now: datetime | None = None) -> list[Day]:
    """Those of the last days on which something was due, the newest first, with the channels it was to go through."""
    zone, today = timezone.get_current_timezone(), timezone.localdate(now)
    counted = _due_since(today - timedelta(days=DAYS - 1), user).annotate(
        day=TruncDate("notification__due_at", tzinfo=zone)
    )
    found: dict[date, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for day, channel, state, number in counted.values_list("day", "channel", "state").annotate(number=Count("pk")):
        found[day][channel][PART_OF[DeliveryState(state)]] += number
    return [Day(day, _tallies(found[day])) for day in sorted(found, reverse=True)]


def _due_since(day: date, user: User) -> DeliveryQuerySet:
    """What the reader sees of the messages that came due since the begin of a day."""
    begin = datetime.combine(day, time(), timezone.get_current_timezone())
    rows: DeliveryQuerySet = Delivery.objects.visible_to(user)
    return rows.filter(notification__due_at__gte=begin, notification__due_at__lte=Now()).order_by()


def _tallies(of_day: Mapping[str, Counter[str]]) -> list[Tally]:
    return [Tally(str(channel.label), **of_day[channel]) for channel in Channel if channel in of_day]


def today_in_words(user: User, now: datetime | None = None) -> str:
    """42 terkirim, 1 gagal: alamat ditolak"""
    rows = _due_since(timezone.localdate(now), user)
    counted = rows.values_list("state", "last_code").annotate(number=Count("pk"))
    numbers: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for state, code, number in counted:
        numbers[PART_OF[DeliveryState(state)]] += number
        if state == DeliveryState.FAILED:
            causes[cause(code)] += number
    if not numbers:
        return _("No message was due today.")
    said = [ngettext("%(count)d sent", "%(count)d sent", numbers["sent"]) % {"count": numbers["sent"]}]
    for part, sentence in (("waiting", _("%(count)d waiting")), ("held", _("%(count)d to be checked"))):
        if numbers[part]:
            said.append(sentence % {"count": numbers[part]})
    if numbers["failed"]:
        why = ", ".join(cause for cause, _count in causes.most_common())
        said.append(_("%(count)d failed: %(why)s") % {"count": numbers["failed"], "why": why})
    return ", ".join(said)


def oldest_waiting(user: User) -> datetime | None:
    """Since when the message waits that has waited longest, of those the clock sends."""
    waiting = Delivery.objects.visible_to(user).waiting().filter(channel__in=list(WAYS))
    found: datetime | None = waiting.order_by().aggregate(since=Min("next_try_at"))["since"]
    return found


def works() -> list[Work]:
    """Planner, sender and the periodic jobs: the last run of each, and the next."""
    names = [runs.PLAN, runs.DISPATCH, *(name for name in registered.jobs if name != WATCH or settings.HEARTBEAT_URL)]
    last = {
        run.name: run
        for run in JobRun.objects.filter(name__in=names).order_by("name", "-started_at", "-pk").distinct("name")
    }
    labels = {runs.PLAN: _("Look what is due"), runs.DISPATCH: _("Send what waits")}
    every = dict.fromkeys(labels, timedelta(seconds=15)) | {job.name: job.every for job in registered.jobs.values()}
    labels |= {job.name: str(job.label) for job in registered.jobs.values()}
    return [_work(labels[name], every[name], last.get(name)) for name in names]


def _work(label: str, every: timedelta, run: JobRun | None) -> Work:
    if run is None:
        return Work(label, None, None, "", is_late=True)
    began = run.ended_at or run.started_at
    due = began + every
    return Work(label, run.ended_at, due, run.error, is_late=timezone.now() > due + runs.SILENCE)
