"""Claiming and sending: ours and the floor, with the same rows and the same letters."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection, connections

from notifications import dispatcher
from notifications.channels import Letter
from notifications.models import Delivery
from notifications.recheck import Verdict, recipients_of
from notifications.states import Channel
from tools.bench import floors
from tools.bench.inserts import ask, run
from tools.bench.measure import cpu_of
from tools.bench.planning import KIND, TABLES, Spent, spent, vacuum

MESSAGES = f"SELECT id FROM notifications_notification WHERE kind LIKE '{KIND}%%'"  # noqa: S608 - our own words
OURS = f"channel = 'email' AND notification_id IN ({MESSAGES})"
WAITING = f"{OURS} AND state = 'queued'"
NAMES = {1: "ours", 3: "three"}


class Post:
    """The letters that were planned, and the relay that takes them."""

    def __init__(self, port: int, process: int, ledger: Path) -> None:
        self.port, self.ledger = port, ledger
        self.clock = Path(f"/proc/{process}/schedstat")
        self.busy: dict[str, float] = {}

    # — claiming

    def claimable(self, most: int) -> int:
        """How many letters wait, or `most`."""
        return min(most, _count(f"{WAITING} AND next_try_at <= now()"))

    def claim_bare(self, number: int) -> float:
        """Seconds of CPU for one statement each twenty."""
        return self._claimed(number, lambda: floors.claim(dispatcher.AT_ONCE))

    def claim_alone(self, number: int) -> float:
        """The same for ours, without asking the rules again."""
        with mock.patch.object(dispatcher, "sort_out", lambda rows: Verdict(standing=list(rows))):
            return self.claim(number)

    def claim(self, number: int) -> float:
        """The same for ours, as the sender does it."""
        return self._claimed(number, lambda: dispatcher.claim(Channel.EMAIL, dispatcher.AT_ONCE))

    def _claimed(self, number: int, claim: Callable[[], object]) -> float:
        def whole() -> None:
            for _ in range(number // dispatcher.AT_ONCE):
                claim()

        seconds = spent(whole).cpu
        claimed = run(
            """UPDATE notifications_delivery SET state = 'queued', attempts = 0, lease_token = NULL, lease_until = NULL
            WHERE state = 'sending'"""
        )
        if claimed != number:
            raise RuntimeError(f"{claimed} rows were claimed instead of {number}")
        vacuum(TABLES[1])
        return seconds

    # — sending

    def put_aside(self) -> None:
        """Let nothing wait; what is released is what is sent."""
        run("""UPDATE notifications_delivery SET next_try_at = now() + interval '1 day'
            WHERE state = 'queued' AND channel = 'email'""")
        vacuum(TABLES[1])

    def a_share(self, most: int, *, shares: int) -> int:
        """So many letters that there are enough for all turns."""
        return min(most, _count(WAITING) // shares)

    def _release(self, number: int) -> None:
        run(
            f"""UPDATE notifications_delivery SET next_try_at = now() WHERE id IN (
            SELECT id FROM notifications_delivery WHERE {WAITING} AND next_try_at > now() ORDER BY id LIMIT %(number)s)""",  # noqa: S608, E501
            {"number": number},
        )

    def run_idle(self) -> Spent:
        """A run of the sender that finds no letter."""
        return spent(dispatcher.run_once)

    def send_bare(self, number: int) -> float:
        """Seconds for one connection to hand over the letters that will be sent next."""
        rows = Delivery.objects.filter(channel=Channel.EMAIL, state="queued", notification__kind__startswith=KIND)
        batch = list(rows.select_related("notification").order_by("pk")[:number])
        letters = dispatcher.compose(Channel.EMAIL, batch, recipients_of(batch)).values()
        ready = [(letter.to, letter.as_bytes()) for letter in letters if isinstance(letter, Letter)]
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        return self._taken(number, "floor", lambda: floors.send(self.port, sender, ready))

    def send(self, number: int, *, senders: int) -> float:
        """The same for our senders, each a process of its own."""
        self._release(number)
        return self._taken(number, NAMES[senders], lambda: _senders_at_work(senders))

    def _taken(self, number: int, who: str, work: Callable[[], object]) -> float:
        before, busy, began = self._in_ledger(), cpu_of(self.clock), time.monotonic()
        work()
        seconds = time.monotonic() - began
        self.busy[who] = (cpu_of(self.clock) - busy) / 1e9 / seconds
        if self._in_ledger() - before != number:
            raise RuntimeError(f"the relay took {self._in_ledger() - before} letters instead of {number}")
        return seconds

    def _in_ledger(self) -> int:
        return self.ledger.read_bytes().count(b"\n")

    def marks(self, number: int) -> dict[str, Any]:
        """In which steps rows are marked and settled, read off the statements and off the database's transactions."""
        self._release(number)
        marked: list[int] = []
        settled: list[int] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            answer = execute(sql, params, many, context)
            if sql.startswith("UPDATE notifications_delivery SET") and "lease_token" in sql:
                (marked if connection.in_atomic_block else settled).append(context["cursor"].rowcount)
            return answer

        with connection.execute_wrapper(note):
            dispatcher.run_once()
        commits = _commits_of_sent(number)
        whole = all(step == dispatcher.AT_ONCE for step in marked[:-1]) and sum(marked) == number
        alone = settled == [1] * number and commits == number
        return {
            "what": f"{number} letters: rows marked / settled in a commit",
            "value": f"{max(marked)} / {max(settled)} ({len(marked)} and {len(settled)} commits)",
            "goal": "20 / 1",
            "hit": whole and alone,
        }


def _commits_of_sent(last: int) -> int:
    """In how many transactions the last letters were settled."""
    newest = f"SELECT xmin::text FROM notifications_delivery WHERE {OURS} AND state = 'sent' ORDER BY sent_at DESC"  # noqa: S608
    found = ask(f"SELECT count(DISTINCT xmin) FROM ({newest} LIMIT %(last)s) newest", {"last": last})  # noqa: S608
    return int(found[0][0])


def _senders_at_work(senders: int) -> None:
    """Processes that begin together and end when nothing waits any more."""
    connections.close_all()
    gate, opened = os.pipe()
    children = []
    for _ in range(senders):
        child = os.fork()
        if not child:
            os.close(opened)
            os.read(gate, 1)  # until it is closed
            status = 1
            try:
                dispatcher.run_once()
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    os.close(gate)
    os.close(opened)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise RuntimeError("a sender failed")


def _count(where: str) -> int:
    return int(ask(f"SELECT count(*) FROM notifications_delivery WHERE {where}", {})[0][0])  # noqa: S608
