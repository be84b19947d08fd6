"""`make run` as a test starts it: a real one, over a folder and on a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from senkom.embedded.place import PROJECT, Place

PATIENCE = 90.0  # seconds; a busy machine is slow, a broken start is never done


class Run:
    """One process of `python -m senkom.embedded.run`, and what it says."""

    def __init__(self, place: Place, port: int, **environment: str) -> None:
        self.port = port
        self.output = place.data.with_suffix(f".{port}.txt")
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "senkom.embedded.run"],
                cwd=PROJECT,
                env=clean_environment(place) | {"PORT": str(port)} | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """Everything it has said up to now."""
        return self.output.read_text()

    def wait_for(self, sentence: str) -> None:
        """Wait until it says something; fail with all it said where it ends before."""
        wait_until(lambda: sentence in self.said or self.process.poll() is not None, f"{sentence!r} in {self.said}")
        assert sentence in self.said, self.said

    def wait_for_end(self) -> int:
        """Wait until it ends and return its exit code."""
        return self.process.wait(PATIENCE)


@contextmanager
def running(place: Place, **environment: str) -> Iterator[Run]:
    """Have a `make run` up and answering for a block; afterwards nothing of it is left."""
    run = Run(place, free_port(), **environment)
    try:
        run.wait_for("Ctrl-C stops everything.")
        yield run
    finally:
        family = family_of(run.process.pid)
        if run.process.poll() is None:
            run.process.send_signal(signal.SIGINT)
        run.wait_for_end()
        wait_until(lambda: not alive(family), f"processes {family} to end")


def clean_environment(place: Place) -> dict[str, str]:
    """Our environment without what the test run put into it, as somebody at a terminal has it."""
    ours = ("SENKOM_", "DATABASE_URL", "REDIS_URL", "PYTEST_", "DJANGO_", "CI")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return environment | {"SENKOM_DATA": str(place.data), "PYTHONUNBUFFERED": "1"}


def manage(place: Place, *command: str) -> str:
    """Run a `manage.py` command over a place and return what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=PROJECT,
        env=clean_environment(place),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Look again and again until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}"
        time.sleep(0.05)


def family_of(pid: int) -> dict[int, str]:
    """The process and all that descend from it, with what they run; by number, never by name."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return {member: command_of(member) for member in family}


def command_of(pid: int) -> str:
    """What a process runs, in one line; nothing for one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def alive(family: dict[int, str]) -> dict[int, str]:
    """Those of a family that still run."""
    return {pid: command for pid, command in family.items() if command and command_of(pid) == command}


def one_of(family: dict[int, str], words: str) -> int:
    """The eldest of a family whose command line has these words."""
    return min(pid for pid, command in family.items() if words in command)
