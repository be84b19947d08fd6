"""A mail relay as a program of its own: `python -m tests.faults.relay PORT FOLDER`, until it is killed.

Its ledger lies on the disk and is written before it answers, so another one goes on where this one died. A line that
it reads is a mood for the letters to come: "strike before|after|answered" kills (-9) who brings the next one, "slow N",
"hang N" and "refuse N" treat the next N badly, "calm" ends all that. What it killed, it says on its output.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.embedded.stack import family_of
from tests.notifications.sink import listening

SLOW, HANGING = 3.0, 25.0
"""Seconds before an answer; a sender waits for 20."""
AT_ONCE = 20
"""Letters in a batch of ours."""
MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)
FULL = "452 4.3.1 Insufficient system storage"


class Relay:
    """Takes letters into its ledger; as many as were asked for, it treats badly."""

    def __init__(self, folder: Path) -> None:
        self.ledger = os.open(folder / "ledger", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.times = (folder.parent / "times").open("a")
        self.moods: Counter[str] = Counter()
        self.brought: Counter[int] = Counter()
        self.strikes: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name aiosmtpd calls
        found = MESSAGE_ID.search(envelope.original_content or b"")
        message_id = found[1].decode() if found else "<none>"
        if self.is_in_mood("refuse"):
            return "451 4.7.1 come back later"
        strike = self.strikes.pop() if self.strikes and self.is_far_on(session) else ""
        if strike == "before":
            self.strike(session)
            return "421 nobody hears it"
        if not self.write(message_id):
            return FULL
        if strike == "after":
            self.strike(session)
        if strike == "answered":  # he hears the 250, and dies somewhere on the way to the table
            asyncio.get_running_loop().call_later(0.002, self.strike, session)
        await asyncio.sleep(SLOW * self.is_in_mood("slow") + HANGING * self.is_in_mood("hang"))
        return "250 OK"

    def is_far_on(self, session: Session) -> bool:
        """Whether who brings this letter has already brought some: he is in the middle of a batch. Not all of them."""
        self.brought[id(session)] += 1
        return self.brought[id(session)] % AT_ONCE >= AT_ONCE // 3 and random.random() < 1 / 3  # noqa: S311 - no secret

    def is_in_mood(self, mood: str) -> bool:
        """Whether this letter is one of those to be treated so."""
        if not self.moods[mood]:
            return False
        self.moods[mood] -= 1
        return True

    def write(self, message_id: str) -> bool:
        """Into the ledger, whole or not at all; False where the disk is full."""
        line, end = f"{message_id}\n".encode(), os.fstat(self.ledger).st_size
        try:
            if os.write(self.ledger, line) < len(line):
                os.ftruncate(self.ledger, end)
                return False
        except OSError:
            say("full")
            return False
        self.times.write(f"{message_id} {time.time():.3f}\n")
        self.times.flush()
        return True

    def strike(self, session: Session) -> None:
        """SIGKILL for who brings this letter: the process of ours whose connection it is."""
        with suppress(OSError, TypeError):
            peer: Any = session.peer
            if pid := holder_of(peer[1]):
                os.kill(pid, signal.SIGKILL)
                say(f"killed {pid}")
            else:
                say("nobody")


def holder_of(port: int) -> int | None:
    """Which of our processes speaks from a port of loopback."""
    wanted = f":{port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    socket = next((f"socket:[{fields[9]}]" for fields in map(str.split, lines) if fields[1].endswith(wanted)), None)
    for pid in set(family_of(os.getppid())) - {os.getpid(), os.getppid()}:
        with suppress(OSError):
            if any(os.readlink(link) == socket for link in Path(f"/proc/{pid}/fd").iterdir()):
                return pid
    return None


def say(line: str) -> None:
    """A line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def listen(relay: Relay) -> None:
    """Take moods from the input."""
    for line in sys.stdin:
        mood, _space, what = line.strip().partition(" ")
        if mood == "calm":
            relay.moods.clear()
            relay.strikes.clear()
        elif mood == "strike":
            relay.strikes.append(what)
        else:
            relay.moods[mood] += int(what)


def main(port: str, folder: str) -> None:
    """Serve until killed, or until who asks is gone."""
    relay = Relay(Path(folder))
    server = listening(relay, int(port))
    server.start()
    say("ready")
    moods = threading.Thread(target=listen, args=[relay])
    moods.start()
    moods.join()
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
