"""Keep PostgreSQL up for as long as somebody uses it: the first in starts it, the last one out stops it.

`make run`, each `manage.py` command and each test run are users. A user holds a shared lock on one file. The keeper, a
small process and PostgreSQL's parent, wants that lock for itself: it gets it when the last user is gone, even if that
one was killed, and stops the server.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from senkom.embedded.place import PROJECT, Place, Refusal
from senkom.embedded.postgres import READY, Postgres
from senkom.embedded.process import Lock, spawn

SECONDS_BETWEEN_LOOKS = 0.1


class SharedPostgres:
    """The one PostgreSQL of a place, shared by all who use it at the moment."""

    name = "PostgreSQL"

    def __init__(self, place: Place, *, throwaway: bool = False) -> None:
        self.server = Postgres(place, throwaway=throwaway)
        self.place = place
        self.users = Lock(place.file("postgresql.users"))
        self.gate = Lock(place.file("postgresql.gate"))
        self.keeper_lock = Lock(place.file("postgresql.keeper"))
        self.keeper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address for DATABASE_URL."""
        return self.server.url

    def start(self) -> None:
        """Join the server that runs, or start it."""
        self.place.make()
        self.users.take(shared=True)  # waits for a keeper that is just stopping its server
        try:
            with self.gate.held():
                if not self.is_up():
                    self.start_keeper()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop using the server; the last one out stops it and waits until it is gone."""
        if self.users.take(wait=False):
            while self.keeper_lock.is_held():
                self.tell_keeper_to_stop()
                time.sleep(0.02)
            if self.keeper:
                self.keeper.wait()
        self.users.release()

    def tell_keeper_to_stop(self) -> None:
        """Ask the keeper to stop its server; to ask twice is harmless."""
        pid = self.keeper_lock.read()  # empty while the keeper has only just begun, or is about to end
        if pid:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGTERM)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have the server up for a block."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def ending(self) -> str | None:
        """Return how the server ended, None while it runs."""
        return None if self.is_up() else "ended by itself"

    def is_up(self) -> bool:
        """Tell whether the server runs, and with it the keeper that will stop it."""
        return self.keeper_lock.is_held() and self.server.is_ready()

    def start_keeper(self) -> None:
        """Start the keeper and wait for its word: ready, or why not."""
        options = ["throwaway"] if self.server.throwaway else []
        self.keeper = keeper = spawn(
            [sys.executable, "-m", "senkom.embedded.keeper", *map(str, self.place.folders), *options],
            output=subprocess.PIPE,
            ends_with_us=None,  # it outlives us while others use the server
            cwd=PROJECT,
        )
        said = read_all(keeper)
        if said != READY:
            keeper.wait()
            raise Refusal(said or f"PostgreSQL's keeper ended without a word (exit code {keeper.returncode}).")


class Keeper:
    """PostgreSQL's parent: starts it, waits for the last user to go, stops it."""

    def __init__(self, place: Place, *, throwaway: bool) -> None:
        self.place = place
        self.server = Postgres(place, throwaway=throwaway)
        self.users = Lock(place.file("postgresql.users"))
        self.lock = Lock(place.file("postgresql.keeper"))
        self.told_to_stop = False

    def run(self) -> None:
        """Live as long as the server has users, and the server lives."""
        self.lock.take()  # waits for a former keeper to finish
        signal.signal(signal.SIGTERM, self.on_signal)
        self.lock.write(str(os.getpid()))
        try:
            self.server.start()
            tell(READY)
            while not self.has_reason_to_stop():
                time.sleep(SECONDS_BETWEEN_LOOKS)
        finally:
            self.server.stop()
            self.lock.write("")
            if self.server.throwaway:
                self.place.remove()

    def has_reason_to_stop(self) -> bool:
        """Tell whether we were told to, the server is gone, or nobody uses it."""
        server_is_gone = self.server.process is None or self.server.process.poll() is not None
        return self.told_to_stop or server_is_gone or self.users.take(wait=False)

    def on_signal(self, _number: int, _frame: object) -> None:
        """Remember that we were told to stop."""
        self.told_to_stop = True


def read_all(process: subprocess.Popen[bytes]) -> str:
    """Return what a process says until it closes its line."""
    if process.stdout is None:
        return ""
    with process.stdout as words:
        return words.read().decode(errors="replace").strip()


def tell(word: str) -> None:
    """Say one word to whoever started us, and close the line; later words go to nobody."""
    sys.stdout.write(word)
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)


def main() -> int:
    """Run as `python -m senkom.embedded.keeper DATA SERVERS [throwaway]`; only `SharedPostgres` calls this."""
    data, servers, *options = sys.argv[1:]
    try:
        Keeper(Place(Path(data), Path(servers)), throwaway=options == ["throwaway"]).run()
    except Refusal as refusal:
        tell(str(refusal))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
