"""Periodic work on the messages themselves."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from urllib.request import urlopen

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications import dispatcher, runs
from notifications.health import WATCH
from notifications.models import JobRun
from notifications.querysets import clock
from notifications.telegram import fetch_codes
from senkom.lib.registry import job

log = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=30)


@job("notifications.forget_runs", every=timedelta(days=1), label=_("Forget runs older than a month"))
def forget_runs(now: datetime | None = None) -> int:
    """Forget old runs of the clock; they record no business."""
    return JobRun.objects.filter(started_at__lt=clock(now) - KEEP_RUNS).delete()[0]


@job("notifications.put_in_order", every=dispatcher.EVERY, label=_("Take from the lists what is no longer true"))
def put_in_order(now: datetime | None = None) -> int:
    """Expire what is too late, and withdraw from the coordinators' lists what was moved, withdrawn or declined."""
    return dispatcher.put_in_order(now)


# Nobody asks a bot that isn't there.
if settings.TELEGRAM_TOKEN:
    job("notifications.telegram", every=timedelta(minutes=1), label=_("Look who writes to the bot"))(fetch_codes)


@job(WATCH, every=timedelta(minutes=1), label=_("Tell the watch outside that reminders run"))
def tell_the_watch(now: datetime | None = None) -> int:
    """Ask the address of a watch outside (`SENKOM_HEARTBEAT_URL`) for as long as reminders run.

    When it is silent the watch tells the administrator: a dead server can't do that itself. An address that does not
    answer holds nothing up.
    """
    if not settings.HEARTBEAT_URL or not runs.reminders_are_alive():
        return 0
    try:
        with urlopen(settings.HEARTBEAT_URL, timeout=5):  # noqa: S310 - the administrator's own address
            return 1
    except OSError as error:
        log.warning("the watch outside does not answer: %s", type(error).__name__)
        return 0
