"""Processes that work on the test's database: Celery's worker and beat, really running."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from senkom.embedded.place import PROJECT
from senkom.embedded.valkey import Valkey


def environment(**ours: str) -> dict[str, str]:
    """What a process needs to work on the test's database."""
    server = connection.settings_dict
    who = ":".join(quote(server[name], safe="") for name in ("USER", "PASSWORD") if server[name])
    where = f"{quote(server['HOST'], safe='')}:{server['PORT'] or 5432}"
    return os.environ | {"DATABASE_URL": f"postgres://{who}@{where}/{server['NAME']}"} | ours


@contextmanager
def celery_at_work(folder: Path, valkey: Valkey, app: str = "tests.notifications.fast_clock") -> Iterator[Path]:
    """Celery's worker and beat on the test's database, with the folder's `mail` to write to; gives their log."""
    log = folder / "celery.log"
    ours = environment(REDIS_URL=valkey.url, EMAIL_URL="", SENKOM_DATA=str(folder))
    celery = [sys.executable, "-m", "celery", "-A", app]
    parts = [
        ["worker", "--concurrency", "2", "--loglevel", "WARNING"],
        ["beat", "--schedule", str(folder / "beat"), "--pidfile", ""],
    ]
    with log.open("ab") as file, ExitStack() as processes:
        for part in parts:
            process = subprocess.Popen([*celery, *part], cwd=PROJECT, env=ours, stdout=file, stderr=file)
            processes.callback(end, process)
        yield log


def end(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM, and SIGKILL for who doesn't hear it."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
