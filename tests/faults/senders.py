"""Those who send letters: killed, frozen, ended, doubled; with the database killed under them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP
from django.db import connection

from notifications.dispatcher import LEASE
from notifications.models import Delivery
from notifications.states import DeliveryState
from senkom.embedded.place import PROJECT
from tests.embedded.stack import family_of, wait_until
from tests.faults import oracle
from tests.faults.house import House, kill
from tests.faults.register import fault

SECONDS_OF_KILLING = 30
SENDERS = 3


class Watch:
    """Does something when the relay has the letter with this number in hand."""

    def __init__(self, number: int, then: Any) -> None:
        self.number, self.then, self.count = number, then, 0

    def __call__(self, message_id: str, server: SMTP) -> str | None:
        self.count += 1
        if self.count == self.number:
            answer: str | None = self.then(message_id, server)
            return answer
        return None


@contextmanager
def relay_does(house: House, *, before: Any = None, after: Any = None) -> Iterator[None]:
    """The relay misbehaves for a block."""
    house.sink.before_taking, house.sink.after_taking = before, after
    try:
        yield
    finally:
        house.sink.before_taking = house.sink.after_taking = None


def sender(house: House) -> list[str]:
    """A program that sends in a loop: ours, or with the protection off one as people write it first."""
    return ["-m", "tests.faults.sender", "naive" if house.off else "ours"]


def finish(house: House, addresses: list[str]) -> str:
    """Every sender is dead: their leases end, one who lives settles the rest; then count."""
    oracle.end_leases()
    with house.programs(sender(house)):
        oracle.wait_until_sent(addresses, "all letters in the end")
    return oracle.letters_of(house, addresses)


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The pool processes of a Celery worker."""
    return sorted(set(family_of(process.pid)) - {process.pid})


@fault("F01", "a pool child of the Celery worker killed (-9) while the relay holds its letter")
def child_killed(house: House) -> str:
    addresses = oracle.letters_due(60)  # two children have 40 in hand at most
    with house.programs(house.worker()) as (worker,):

        def strike(_message_id: str, _server: SMTP) -> str:
            kill(*children_of(worker))
            return "421 nobody hears it"

        watch = Watch(10, strike)
        with relay_does(house, before=watch), house.programs(house.beat()):
            wait_until(lambda: watch.count >= watch.number, "the tenth letter")
            begun = time.monotonic()
            sent = oracle.deliveries_to(addresses).filter(state=DeliveryState.SENT)
            # What the dead child had claimed waits for the end of its lease; the rest goes on with a new child.
            wait_until(lambda: sent.count() > 9, "the new child")
            took = time.monotonic() - begun
    return f"a new child sent the next letter {took:.1f} s later; {finish(house, addresses)}"


@fault("F02", "the whole Celery worker killed (-9) in the middle of a batch")
def worker_killed(house: House) -> str:
    addresses = oracle.letters_due(40)
    with house.programs(house.worker(), house.beat()) as (worker, _beat):

        def strike(_message_id: str, _server: SMTP) -> None:
            kill(*family_of(worker.pid))

        watch = Watch(15, strike)
        with relay_does(house, after=watch):
            wait_until(lambda: worker.poll() is not None, "the kill")
        states = oracle.deliveries_to(addresses).filter(state=DeliveryState.SENDING).count()
    return f"{states} letters were in its hands; after the lease: {finish(house, addresses)}"


@fault("F03", f"senders killed (-9) at random for {SECONDS_OF_KILLING} s", off="lease and ledger (send, then mark)")
def killed_at_random(house: House) -> str:
    addresses = oracle.letters_due(600)
    chance, kills = random.Random(7), 0  # noqa: S311 - no secret
    with harbour(house) as fleet:
        begun, taken = time.monotonic(), len(house.sink.mails)
        for _place in range(SENDERS):
            fleet.start()
        # On a slow machine they live longer: who is killed before his first letter shows nothing.
        wait_until(lambda: len(house.sink.mails) > taken, "the first letter")
        pace = max(1.0, time.monotonic() - begun)
        end = time.monotonic() + SECONDS_OF_KILLING
        while time.monotonic() < end:
            time.sleep(chance.uniform(0.15, 0.5) * pace)
            fleet.kill_one(chance)
            fleet.start()
            kills += 1
        fleet.kill_all()
    before = oracle.deliveries_to(addresses).filter(state=DeliveryState.SENT).count()
    assert before, f"{kills} kills, and no sender lived for one letter"
    return f"{kills} kills, {before} sent meanwhile; {finish(house, addresses)}"


class Fleet:
    """Senders forked from one loaded process: quickly there, known by their numbers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.pids: list[int] = []

    def start(self, role: str = "both") -> int:
        """One more; gives its number."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{role}\n")
        self.process.stdin.flush()
        self.pids.append(int(self.process.stdout.readline()))
        return self.pids[-1]

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL for one of them."""
        pid = self.pids.pop(chance.randrange(len(self.pids)))
        kill(pid)

    def kill_all(self) -> None:
        """SIGKILL for all of them, and wait until they are gone."""
        kill(*self.pids)
        wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in self.pids), "the senders to be gone")
        self.pids.clear()


@contextmanager
def harbour(house: House, **environment: str) -> Iterator[Fleet]:
    """A fleet of senders; nothing of it is left afterwards."""
    with house.log.open("a") as log:
        process = subprocess.Popen(
            [sys.executable, *sender(house), "fleet"],
            cwd=PROJECT,
            env=house.environment(**environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        with process:
            fleet = Fleet(process)
            try:
                yield fleet
            finally:
                fleet.kill_all()
                kill(process.pid)


@fault("F07", "SIGTERM to the Celery worker while it hands over a letter, and a new one started")
def told_to_stop(house: House) -> str:
    addresses = oracle.letters_due(30)
    with house.programs(house.worker(), house.beat()) as (worker, _beat):
        told: list[float] = []

        def tell(_message_id: str, _server: SMTP) -> None:
            worker.send_signal(signal.SIGTERM)
            told.append(time.monotonic())

        with relay_does(house, before=Watch(10, tell)):
            wait_until(lambda: worker.poll() is not None, "the worker to end")
        took = time.monotonic() - told[0]
        with house.programs(house.worker()):
            oracle.wait_until_sent(addresses, "all letters; no lease had to end")
    assert took < 30, f"it took {took:.0f} s to stop"
    return f"it finished and ended after {took:.1f} s; the next one did the rest: {oracle.letters_of(house, addresses)}"


@fault("F08", "a sender frozen (SIGSTOP) with a letter in hand until after its lease, then thawed")
def frozen(house: House) -> str:
    addresses = oracle.letters_due(10)
    with house.programs(sender(house)) as (sleeper,):

        def freeze(_message_id: str, _server: SMTP) -> str:
            sleeper.send_signal(signal.SIGSTOP)
            return "421 closing: you are slow"

        watch = Watch(3, freeze)
        with relay_does(house, before=watch):
            wait_until(lambda: watch.count >= watch.number, "the third letter")
            wait_until(lambda: is_stopped(sleeper.pid), "the sender to be frozen")
        # In truth: who wakes up looks at his own watch, so it must have gone on, too.
        time.sleep(LEASE.total_seconds() + 1)
        with house.programs(sender(house)):
            oracle.wait_until_sent(addresses, "all letters by another")
            sleeper.send_signal(signal.SIGCONT)
            later = oracle.letters_due(3)
            oracle.wait_until_sent(later, "both to go on")
    assert oracle.deliveries_to(addresses).filter(state=DeliveryState.SENT).count() == len(addresses)
    return f"another settled and sent; the thawed one changed nothing: {oracle.letters_of(house, addresses + later)}"


def is_stopped(pid: int) -> bool:
    """Whether a process is frozen."""
    with suppress(FileNotFoundError), open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "T"
    return False


def went_on(house: House, addresses: list[str], seen: int) -> bool:
    """Whether ten letters more have gone, or all."""
    return len(house.sink.mails) >= seen + 10 or oracle.all_sent(addresses)


@fault("F14", "PostgreSQL killed (immediate) five times while letters go out")
def database_killed(house: House) -> str:
    addresses = oracle.letters_due(200)
    with house.programs(sender(house), sender(house)):
        for _time in range(5):
            wait_until(partial(went_on, house, addresses, len(house.sink.mails)), "letters")
            house.kill_postgres()
    connection.close()
    return f"five times; {finish(house, addresses)}"


@fault("F19", "two beats and two workers at once")
def two_beats(house: House) -> str:
    addresses = oracle.letters_due(60)
    with house.programs(house.worker(), house.worker(), house.beat(), house.beat()):
        oracle.wait_until_sent(addresses, "all letters")
        time.sleep(3)  # time for a second of each
    assert Delivery.objects.filter(state=DeliveryState.SENDING).count() == 0
    return f"ticks twice, {oracle.letters_of(house, addresses)}"
