"""Keeps the mail relay of the storm: starts it again on its port, with its ledger on a disk that can be full."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from senkom.embedded.place import PROJECT
from tests.embedded.stack import free_port
from tests.faults.house import House


class RelayKeeper:
    """The mail relay as a program on one port; it dies, and another goes on with its ledger."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder, self.port = house, folder, free_port()
        self.ledger = folder / "ledger"
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def tend(self) -> bool:
        """Start it, where it doesn't run; whether it is a new one."""
        if self.process and self.process.poll() is None:
            return False
        with self.house.log.open("a") as log:
            command = [sys.executable, "-m", "tests.faults.relay", str(self.port), str(self.folder)]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=log, text=True)
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n", f"the relay did not start; see {self.house.log}"
        Thread(target=self.listen, args=[self.process], daemon=True).start()
        return True

    def listen(self, process: subprocess.Popen[str]) -> None:
        """Hear whom it killed."""
        assert process.stdout
        self.said.extend(line.strip() for line in process.stdout)

    def ask(self, mood: str) -> None:
        """Put it into a mood."""
        assert self.process
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{mood}\n")
            self.process.stdin.flush()

    def kill(self) -> None:
        """SIGKILL."""
        if self.process:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError, ValueError):
                    assert pipe
                    pipe.close()


@contextmanager
def disk(beside: Path) -> Iterator[tuple[Path, Path | None]]:
    """A disk for the relay's ledger, and the file that fills it; where only root may, a folder and none."""
    folder = beside / "disk"
    folder.mkdir(parents=True)
    if os.geteuid():
        yield folder, None
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    try:
        yield folder, folder / "ballast"
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
