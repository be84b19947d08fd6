"""The mail relay of the bench, a process of its own: it writes the Message-ID down and takes whatever comes."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from senkom.embedded.place import PROJECT

HOST = "127.0.0.1"
MESSAGE_ID = re.compile(rb"^Message-ID: *(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Relay:
    """Takes letters; nothing is parsed but the one header, so that it is not what is measured."""

    def __init__(self, ledger: Path) -> None:
        self.lines = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        found = MESSAGE_ID.search(envelope.content or b"")  # type: ignore[arg-type]  # bytes, with decode_data off
        os.write(self.lines, (found[1] if found else b"?") + b"\n")
        return "250 OK"


async def serve(ledger: Path) -> None:
    """Listen on a free port, tell it on a line of its own, and stay until nobody holds our standard input."""
    relay, loop = Relay(ledger), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(relay, hostname=HOST, decode_data=False), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def relay(ledger: Path) -> Iterator[tuple[int, int]]:
    """The relay at work: its port, and its process."""
    command = [sys.executable, "-m", "tools.bench.sink", str(ledger)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline()), process.pid  # type: ignore[union-attr]  # a pipe
        finally:
            process.stdin.close()  # type: ignore[union-attr]  # a pipe


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
