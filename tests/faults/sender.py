"""A sender as a program: `python -m tests.faults.sender ours|naive [fleet]`, until it is killed.

"ours" plans and sends as the site does. "naive" is what people write first: look what is queued, send it, then mark it;
it stands for the protection being off. With "fleet" it loads the site once and forks a process for each line it reads:
one that only sends ("send"), one that only plans ("plan"), or one that does both.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from uuid import uuid4

import django
from django.utils import timezone

PAUSE = 0.05
BOTH = ("both", PAUSE)
ROLES = {"send": ("send", 0.3), "plan": ("plan", 1.0)}


def main(how: str, *options: str) -> None:
    """Send, or fork senders."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    django.setup()
    # Only now can the tables be imported.
    from tests.factories.notifications import registered_reminder

    with registered_reminder():
        if options != ("fleet",):
            send_for_ever(how)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who dies is gone at once
        for line in sys.stdin:
            pid = os.fork()
            if pid == 0:
                send_for_ever(how, *ROLES.get(line.strip(), BOTH))
                return
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()


def send_for_ever(how: str, role: str = "both", pause: float = PAUSE) -> None:
    """Plan and send until killed; a database that is away comes back."""
    from django.db import InterfaceError, OperationalError, close_old_connections, connection

    from notifications import dispatcher, planner

    send: Callable[[], object] = dispatcher.run_once if how == "ours" else send_and_mark
    parent = os.getppid()
    while os.getppid() == parent:  # nobody outlives who started him
        try:
            if role != "send":
                planner.run_once()
            if role != "plan":
                send()
        except (OperationalError, InterfaceError):
            connection.close()
            rest(0.2)
        close_old_connections()
        rest(pause)


def rest(seconds: float) -> None:
    """Sleep, under a clock that jumps too (libfaketime lets `time.sleep` fail)."""
    select.select([], [], [], seconds)


def send_and_mark() -> None:
    """Without lease, token and ledger: killed between the two, it sends again."""
    from django.db import transaction

    from notifications.channels import Letter, Outcome, Result, open_sender
    from notifications.dispatcher import compose
    from notifications.models import Delivery
    from notifications.recheck import recipients_of

    sender = open_sender("email")
    sender.connect()
    batch = list(Delivery.objects.filter(state="queued", channel="email").select_related("notification")[:5])
    letters = compose("email", batch, recipients_of(batch))
    for delivery in batch:
        letter = letters[delivery.pk]
        if isinstance(letter, Outcome) or not isinstance(letter, Letter):
            continue
        if sender.send(letter).result is Result.ACCEPTED:
            row, now = Delivery.objects.filter(pk=delivery.pk), timezone.now()
            with transaction.atomic():
                row.update(state="sending", attempts=1, lease_token=uuid4(), lease_until=now)
                row.update(state="sent", sent_at=now, lease_token=None, lease_until=None)
    sender.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
