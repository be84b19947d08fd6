"""`make run`: the whole of Senkom in one foreground process, from the database to the site."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final, Protocol

from senkom.embedded.environment import complete_environment
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place, Refusal, full_disk
from senkom.embedded.prepare import NO_DEMO
from senkom.embedded.process import Lock, ending, spawn, stop
from senkom.embedded.valkey import Valkey

HOST: Final = "127.0.0.1"
# A clone has no collected static files and needs none; on a machine of their own, many people are root.
FINE_HERE: Final = ("-W", "ignore:No directory at", "-W", "ignore:You're running the worker")
SECONDS_TO_ANSWER: Final = 60
SECONDS_BETWEEN_LOOKS: Final = 0.1
DEMO_PASSWORD: Final = "senkom-demo"  # noqa: S105  (everybody may know it: it opens the demo alone)
DEMO_ACCOUNTS: Final = (
    "admin",
    "ketua.kota",
    "sekretaris.kota",
    "koordinator.kota",
    "koordinator.mayangan",
    "koordinator.kedopok",
    "anggota.mayangan",
    "anggota.kedopok",
)


class AskedToStop(Exception):
    """Somebody pressed Ctrl-C, or sent SIGTERM or SIGHUP."""


class Service(Protocol):
    """Something that runs for as long as `make run` does."""

    @property
    def name(self) -> str:
        """What people call it."""

    def start(self) -> None:
        """Start it; return when others may use it."""

    def stop(self) -> None:
        """Stop it and wait until it is gone."""

    def ending(self) -> str | None:
        """Return how it ended, None while it runs."""


class Program:
    """One of our own programs, run by our own Python."""

    def __init__(self, name: str, command: list[str], *, patience: float) -> None:
        self.name = name
        self.command = [sys.executable, *FINE_HERE, "-m", *command]
        self.patience = patience  # seconds it may take to finish what it is doing
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program."""
        self.process = spawn(self.command, cwd=PROJECT)

    def stop(self) -> None:
        """Stop the program."""
        if self.process:
            stop(self.process, patience=self.patience)

    def ending(self) -> str | None:
        """Return how the program ended, None while it runs."""
        return ending(self.process) if self.process else None


class Stack:
    """Everything one `make run` starts: in this order, and stopped in the opposite one."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        self.address = f"http://{HOST}:{port}/"
        self.asked_to_stop = False
        self.running: list[Service] = []
        self.has_demo = not os.environ.get("DATABASE_URL") or os.environ.get("SENKOM_DEMO") == "yes"
        self.web = Program("The web server", web_command(port), patience=10)
        self.worker = Program("The Celery worker", worker_command(), patience=20)
        self.beat = Program("Celery beat", beat_command(place.file("beat-schedule")), patience=10)

    def run(self) -> None:
        """Start everything, tell the address, stay until asked to stop; leave nothing running."""
        try:
            self.start_servers()
            self.prepare_database()
            for program in (self.web, self.worker, self.beat):
                self.start(program)
            self.wait_for_answer()
            self.announce()
            while True:
                self.look()
        except AskedToStop:
            say("Stopping …")
        finally:
            while self.running:
                self.running.pop().stop()
        say("Stopped.")

    def start_servers(self) -> None:
        """Start the embedded servers where the environment names no others."""
        if not os.environ.get("DATABASE_URL"):
            postgres = SharedPostgres(self.place)
            self.start(postgres)
            os.environ["DATABASE_URL"] = postgres.url
        if not os.environ.get("REDIS_URL"):
            valkey = Valkey(self.place)
            self.start(valkey)
            os.environ["REDIS_URL"] = valkey.url

    def start(self, service: Service) -> None:
        """Start one service; from now on it is watched, and stopped in the end."""
        self.running.append(service)
        service.start()
        self.look()

    def prepare_database(self) -> None:
        """Migrate, load the reference data, seed the demo."""
        say("Preparing the database …")
        if not self.has_demo:
            say("DATABASE_URL names a database of your own: it is served as it is (SENKOM_DEMO=yes adds the demo).")
        command = [sys.executable, "-m", "senkom.embedded.prepare", *(["demo"] if self.has_demo else [])]
        process = spawn(command, cwd=PROJECT)
        try:
            while process.poll() is None:
                self.look()
        finally:
            stop(process, patience=10)
        self.has_demo = process.returncode == 0
        os.environ["SENKOM_DEMO"] = "yes" if self.has_demo else "no"
        if process.returncode not in (0, NO_DEMO):
            raise Refusal("The database could not be made ready; see above why.")

    def wait_for_answer(self) -> None:
        """Wait until the site says that it is there."""
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not answers(f"{self.address}healthz"):
            self.look()
            if time.monotonic() > deadline:
                raise Refusal(f"The site did not answer within {SECONDS_TO_ANSWER} seconds; see above why.")

    def announce(self) -> None:
        """Tell where the site is and who may sign in."""
        say(f"\nSenkom answers at {self.address}")
        if self.has_demo:
            say(f"Demo accounts, password {DEMO_PASSWORD}: {', '.join(DEMO_ACCOUNTS)}")
        say("Ctrl-C stops everything.\n")

    def look(self) -> None:
        """Wait a moment; stop where we were asked to, where something has ended, or before the disk is full."""
        if refusal := full_disk(self.place.servers):
            raise refusal
        for service in self.running:
            if how := service.ending():
                raise Refusal(
                    f"{service.name} {how}, so everything was stopped. No data is lost: start again with `make run`."
                )
        if self.asked_to_stop:
            raise AskedToStop
        time.sleep(SECONDS_BETWEEN_LOOKS)

    def on_signal(self, _number: int, _frame: object) -> None:
        """Remember that we were asked to stop."""
        self.asked_to_stop = True


def web_command(port: int) -> list[str]:
    """Return the command line of the web server."""
    options = ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
    return ["gunicorn", "senkom.wsgi:application", *options, "--preload", "--log-level", "warning"]


def worker_command() -> list[str]:
    """Return the command line of the Celery worker."""
    options = ["--concurrency", "2", "--without-mingle", "--without-gossip", "--loglevel", "warning"]
    return ["celery", "--quiet", "--app", "senkom", "worker", *options]


def beat_command(schedule: Path) -> list[str]:
    """Return the command line of Celery's clock."""
    return ["celery", "--quiet", "--app", "senkom", "beat", "--pidfile=", "--schedule", str(schedule), "-l", "warning"]


def read_port() -> int:
    """Return the port that PORT names, if it is a number and free."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refusal(f"PORT is '{text}'; write a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Refusal(f"Port {port} is for root only. Choose one from 1024 on: PORT=8000 make run") from None
        except OSError:
            raise Refusal(
                f"Port {port} is taken by another program. Choose another: PORT={port + 1} make run"
            ) from None
    return port


def answers(address: str) -> bool:
    """Tell whether a page answers."""
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310  (our own address)
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


def say(sentence: str) -> None:
    """Say something to whoever sits at the terminal."""
    print(sentence, flush=True)


def run_alone(place: Place) -> None:
    """Run the stack, but only one at a time over the same data."""
    place.make()
    lock = Lock(place.file("run.lock"))
    if not lock.take(wait=False):
        raise Refusal(
            f"Senkom already runs over {place.data} ({lock.read() or 'it is just starting'}). "
            "Use that one, stop it with Ctrl-C, or give this one a SENKOM_DATA and a PORT of its own."
        )
    stack = Stack(place, read_port())
    complete_environment(place)
    os.environ.setdefault("SENKOM_SITE_URL", stack.address.rstrip("/"))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stack.on_signal)
    lock.write(f"{stack.address}, process {os.getpid()}")
    try:
        stack.run()
    finally:
        lock.write("")
        lock.release()


def main() -> int:
    """Run `make run`; end with one sentence where it can't."""
    try:
        run_alone(Place.from_environment())
    except Refusal as refusal:
        say(f"\n{refusal}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
