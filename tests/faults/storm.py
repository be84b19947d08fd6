"""The storm: thousands of letters while everything that brings them is killed, again and again; each comes once."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import redis
from django.db import connection
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.states import DeliveryState
from senkom.embedded.place import PROJECT
from tests.embedded.stack import family_of, free_port, wait_until
from tests.faults import oracle, tally
from tests.faults.house import House, kill
from tests.faults.register import fault
from tests.faults.relay_keeper import RelayKeeper, disk
from tests.faults.senders import Fleet, children_of, harbour
from tests.faults.tally import Disturbance

WRONG_CLOCK = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
"""Debian's libfaketime, where it is installed."""
STRIKES = ("before", "after", "answered")
APP = "tests.faults.celery_app"


@dataclass(frozen=True)
class Scale:
    """How much of it."""

    letters: int
    waves: int
    seconds: float
    """For the disturbances, if none takes longer than its turn; what waits for a lease comes afterwards."""
    disturbances: Mapping[str, int]
    senders: int = 4
    workers: int = 2
    waits_for_leases: bool = True
    kills: int = 0
    """How many processes have to die, and how many of them senders and pool children."""
    hands: int = 0


WHOLE = Scale(
    letters=10_500,
    kills=500,
    hands=400,
    waves=48,
    seconds=600,
    disturbances={
        **{"sender": 210, "aimed": 200, "child": 50, "planner": 20, "worker": 21, "beat": 21, "relay": 20},
        **{"postgres": 20, "flushall": 20, "redis": 10, "slow": 8, "hang": 4, "refuse": 8, "full": 4, "jump": 20},
    },
)
SMALL = Scale(
    letters=400,
    waves=6,
    seconds=9,
    disturbances={
        "sender": 10,
        "aimed": 16,
        "planner": 4,
        "relay": 2,
        "postgres": 1,
        "refuse": 1,
        "full": 1,
        "jump": 2,
    },
    senders=3,
    workers=0,
    waits_for_leases=False,
)
NAIVE = Scale(letters=400, waves=1, seconds=10, disturbances={"aimed": 12, "sender": 12}, workers=0)


@fault(
    "STORM",
    f"{WHOLE.letters:,} letters while senders, workers, beats, relay, PostgreSQL and Redis are killed for minutes",
    off="lease and ledger (send, then mark)",
)
def storm(house: House) -> str:
    return weather(house, NAIVE if house.off else WHOLE)


@fault("SQUALL", f"{SMALL.letters} letters in a small storm; the ends of leases are not waited for", fast=True)
def squall(house: House) -> str:
    return weather(house, SMALL)


def weather(house: House, scale: Scale) -> str:
    """Letters in waves, disturbances all the time; then quiet, and the count."""
    begun = time.monotonic()
    # Who dies leaves what he wrote with the system; only a power cut needs more, and each start would look for it.
    house.sql("ALTER SYSTEM SET fsync = off")
    house.sql("SELECT pg_reload_conf()")
    with ExitStack() as stack:
        ship = stack.enter_context(sailing(house, scale))
        expected = tally.crowd(scale.letters, scale.waves, scale.seconds)
        ship.sail(scale)
        killing = time.monotonic() - begun
        assert ship.struck() or house.off, "nobody was killed with a letter in hand"
        if not scale.waits_for_leases:
            ship.end_leases()
        try:
            result = tally.settled(expected, ship.relay.ledger, ship.tend)
        except AssertionError as error:
            raise AssertionError(f"{str(error).partition(chr(10))[0]}; {ship.log}") from error
    connection.close()
    seen = tally.seen(expected, ship.relay.folder.parent / "times", ship.disturbances)
    total = time.monotonic() - begun
    hands = ship.hands()
    assert hands >= scale.hands, f"only {hands} senders and pool children were killed"
    assert ship.kills() >= scale.kills, f"only {ship.kills()} were killed"
    assert total < 20 * 60, f"it took {total / 60:.1f} minutes"
    return f"{ship.log}; {result}; {seen}; {killing:.0f} s of killing, {total:.0f} s in all"


class Crew:
    """Processes of one kind out of a fleet; who dies is replaced."""

    def __init__(self, fleet: Fleet, role: str, number: int) -> None:
        self.fleet, self.role, self.number = fleet, role, number
        self.pids: set[int] = set()

    def tend(self) -> None:
        """Replace the dead."""
        for pid in [pid for pid in self.pids if not Path(f"/proc/{pid}").exists()]:
            self.pids.remove(pid)
            self.fleet.pids.remove(pid)
        while len(self.pids) < self.number:
            self.pids.add(self.fleet.start(self.role))


class Ship:
    """Everything that brings letters, and the hand that sinks it."""

    def __init__(self, house: House, relay: RelayKeeper, ballast: Path | None) -> None:
        self.house, self.relay, self.ballast = house, relay, ballast
        self.chance = random.Random(4)  # noqa: S311 - no secret
        self.crews: list[Crew] = []
        self.programs: dict[str, tuple[list[str], dict[str, str]]] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.clock = house.place.data / "clock"
        self.done: Counter[str] = Counter()
        self.disturbances: list[Disturbance] = []

    def tend(self) -> None:
        """Start again what died, as a service manager does."""
        if self.relay.tend():  # a new one does not know what the former was asked
            for _time in range(self.done["aimed"] - self.struck()):
                self.do_aimed()
        for crew in self.crews:
            crew.tend()
        for name, (command, environment) in self.programs.items():
            if name not in self.running or self.running[name].poll() is not None:
                self.running[name] = self.house.program(*command, folder=PROJECT, **environment)

    def sail(self, scale: Scale) -> None:
        """Disturb everything, in a mixed order at an even pace, until all that was planned has been done."""
        begun = time.monotonic()
        self.tend()
        wait_until(lambda: bool(self.relay.ledger.read_text()), "the first letter")
        # On a slow machine everybody lives longer: who is killed before his first letter shows nothing.
        seconds = scale.seconds if scale.waits_for_leases else max(scale.seconds, time.monotonic() - begun)
        kinds = [kind for kind, number in scale.disturbances.items() for _time in range(number)]
        kinds = [kind for kind in kinds if self.can(kind)]
        self.chance.shuffle(kinds)
        begun, pace, at = time.monotonic(), seconds / len(kinds), 0
        while kinds:
            time.sleep(max(0.3, begun + at * pace - time.monotonic()))
            kind = kinds.pop(0)
            if getattr(self, f"do_{kind}")():
                self.done[kind] += 1
                self.disturbances.append(Disturbance(kind, time.time()))
            else:  # nobody there to be hurt; later
                kinds.insert(min(len(kinds), 10), kind)
                assert time.monotonic() < begun + 3 * scale.seconds + 60, f"no chance for {Counter(kinds)}"
            at += 1
            self.tend()
        self.relay.ask("calm")

    def can(self, kind: str) -> bool:
        """Whether this machine lets us do it."""
        return {"full": bool(self.ballast), "jump": bool(WRONG_CLOCK)}.get(kind, True)

    def struck(self) -> int:
        """How many were killed with a letter in hand."""
        return sum(line.startswith("killed") for line in list(self.relay.said))

    def hands(self) -> int:
        """How many senders and pool children were killed."""
        return self.done["sender"] + self.done["child"] + self.struck()

    def kills(self) -> int:
        """How many of those who plan, send and ring were killed."""
        return self.hands() + self.done["planner"] + self.done["worker"] + self.done["beat"]

    @property
    def log(self) -> str:
        """What was done to it."""
        done, hands = self.done, self.hands()
        parts = [
            f"kill -9: {self.kills()}",
            f"of senders and pool children {hands} ({self.struck()} with a letter in hand)",
            f"planners {done['planner']}, whole workers {done['worker']}, beats {done['beat']}",
            f"besides: mail relay {done['relay']}, PostgreSQL immediate restarts {done['postgres']}",
            f"FLUSHALL {done['flushall']}, Redis restarts {done['redis']}",
            f"letters answered late {done['slow'] * 10}, never {done['hang'] * 5}, refused {done['refuse'] * 10}",
            f"full disk {done['full']}" if self.ballast else "full disk NOT RUN (only root may mount a small one)",
            f"clocks 2 h wrong, jumped {done['jump']}" if WRONG_CLOCK else "wrong clocks NOT RUN (no libfaketime)",
        ]
        return ", ".join(parts)

    def one(self, crews: Callable[[Crew], bool]) -> int | None:
        """Somebody of these crews who is alive."""
        pids = [pid for crew in self.crews if crews(crew) for pid in sorted(crew.pids)]
        pids = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        return self.chance.choice(pids) if pids else None

    def do_sender(self) -> bool:
        pid = self.one(lambda crew: crew.role != "plan")
        kill(*[pid] if pid else [])
        return bool(pid)

    def do_planner(self) -> bool:
        pid = self.one(lambda crew: crew.role == "plan")
        kill(*[pid] if pid else [])
        return bool(pid)

    def do_aimed(self) -> bool:
        self.relay.ask(f"strike {self.chance.choice(STRIKES)}")
        return True

    def workers_at_work(self) -> list[subprocess.Popen[bytes]]:
        """Those whose pool is there."""
        workers = [process for name, process in self.running.items() if name.startswith("worker")]
        return [worker for worker in workers if worker.poll() is None and len(children_of(worker)) > 1]

    def do_child(self) -> bool:
        workers = self.workers_at_work()
        if workers:
            kill(self.chance.choice(children_of(self.chance.choice(workers))))
        return bool(workers)

    def do_worker(self) -> bool:
        workers = self.workers_at_work()
        if workers:
            sink(self.chance.choice(workers))
        return bool(workers)

    def do_beat(self) -> bool:
        beats = [process for name, process in self.running.items() if name.startswith("beat")]
        sink(self.chance.choice(beats))
        return True

    def do_relay(self) -> bool:
        self.relay.kill()
        time.sleep(self.chance.uniform(0, 1.5))
        return True

    def do_postgres(self) -> bool:
        self.house.kill_postgres()
        return True

    def do_flushall(self) -> bool:
        with suppress(redis.RedisError), redis.Redis(unix_socket_path=str(self.house.valkey.socket)) as client:
            client.flushall()
            return True
        return False

    def do_redis(self) -> bool:
        self.house.valkey.stop()
        time.sleep(self.chance.uniform(0, 1))
        self.house.valkey.start()
        return True

    def do_slow(self) -> bool:
        self.relay.ask("slow 10")
        return True

    def do_hang(self) -> bool:
        self.relay.ask("hang 5")
        return True

    def do_refuse(self) -> bool:
        self.relay.ask("refuse 10")
        return True

    def do_full(self) -> bool:
        assert self.ballast
        with suppress(OSError), self.ballast.open("wb") as file:
            while True:
                file.write(bytes(512))
                file.flush()
        time.sleep(3)
        self.ballast.unlink()
        return True

    def do_jump(self) -> bool:
        self.clock.write_text(f"{self.chance.choice('+-')}{self.chance.randrange(10_000)}s\n")
        return True

    def go_down(self) -> None:
        """End every program."""
        for process in self.running.values():
            sink(process)

    def end_leases(self) -> None:
        """Nobody lives any more; then two minutes later, without waiting for them."""
        for crew in self.crews:
            kill(*crew.pids)
        self.go_down()
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for c in self.crews for pid in c.pids), "their end")
        connection.close()
        oracle.end_leases()
        Delivery.objects.filter(state=DeliveryState.QUEUED).update(next_try_at=Now())


def sink(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for a program and all that descend from it."""
    kill(*family_of(process.pid))
    process.wait()


@contextmanager
def sailing(house: House, scale: Scale) -> Iterator[Ship]:
    """Relay, senders, planners, workers and beats, some of them with a wrong clock; nothing is left of them."""
    with ExitStack() as stack:
        folder, ballast = stack.enter_context(disk(house.place.data / f"relay{free_port()}"))
        relay = RelayKeeper(house, folder)
        stack.callback(relay.kill)
        relay.tend()
        ship = Ship(house, relay, ballast)
        ours = {"EMAIL_URL": f"smtp://127.0.0.1:{relay.port}", "SENKOM_MAIL_LEDGER": str(relay.ledger)}
        ship.clock.write_text("+0s\n")
        how = "both" if house.off else "send"
        right = stack.enter_context(harbour(house, **ours))
        ship.crews = [Crew(right, how, scale.senders), *([] if house.off else [Crew(right, "plan", 1)])]
        if WRONG_CLOCK and not house.off:
            jumping = {"FAKETIME_TIMESTAMP_FILE": str(ship.clock), "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1"}
            wrong = stack.enter_context(harbour(house, **ours, **jumping, LD_PRELOAD=str(WRONG_CLOCK)))
            ship.crews += [Crew(wrong, "send", 2), Crew(wrong, "plan", 1)]
        for number in range(scale.workers):
            ship.programs[f"worker {number}"] = (house.worker(APP), ours)
            ship.programs[f"beat {number}"] = (house.beat(APP), ours)
        if WRONG_CLOCK and scale.workers > 1:
            for hours, name, command in (
                ("+2h", "worker ahead", house.worker(APP)),
                ("-2h", "beat behind", house.beat(APP)),
            ):
                ship.programs[name] = (command, {**ours, "LD_PRELOAD": str(WRONG_CLOCK), "FAKETIME": hours})
        stack.callback(ship.go_down)
        yield ship
