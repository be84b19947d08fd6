"""Measuring one page in a process of its own: app and database CPU, queries, bytes, memory."""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client

from members.models import User
from tools.bench import bare
from tools.bench.pages import Page

ANSWER = re.compile(r"\((?:%s, )+%s\)")
SECONDS_A_PAGE = 20
"""A page that costs more than its share is asked fewer times, but three times at least."""


@dataclass(frozen=True)
class Cost:
    """What one page cost."""

    app: float
    """Milliseconds of CPU of the application; the median of all requests."""
    database: float
    """The same of its own PostgreSQL process."""
    queries: int
    shapes: int
    bytes: int
    zipped: int
    peak: float
    """Megabytes the process came up to."""
    grown: float
    """Megabytes the page added to what the process had before."""
    error: str = ""

    @property
    def total(self) -> float:
        return self.app + self.database


FAILED = Cost(0, 0, 0, 0, 0, 0, 0, 0)


def in_a_child(work: Callable[[], Cost]) -> Cost:
    """Do it in a forked process with a connection of its own; what goes wrong there is told, not raised."""
    connections.close_all()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            said: dict[str, Any] = asdict(work())
        except BaseException:  # noqa: BLE001 - the parent says it
            said = asdict(FAILED) | {"error": traceback.format_exc(limit=-3)}
        with os.fdopen(writer, "w") as out:
            json.dump(said, out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        found = answer.read()
    os.waitpid(child, 0)
    return Cost(**json.loads(found)) if found else Cost(**asdict(FAILED) | {"error": "the process was killed"})


def bare_cost(repeats: int) -> Cost:
    """The unit: the bare view with Django's own middleware."""

    def work() -> Cost:
        settings.ROOT_URLCONF, settings.MIDDLEWARE = "tools.bench.bare", bare.MIDDLEWARE
        return _measured("/bare/", repeats)

    return in_a_child(work)


def page_cost(page: Page, repeats: int) -> Cost:
    """One page of the site."""
    return in_a_child(lambda: _measured_page(page, repeats))


def _measured(address: str, repeats: int) -> Cost:
    return _measured_page(Page("bare", 2, address, None), repeats)  # type: ignore[arg-type]  # the unit has no goal


def _measured_page(page: Page, repeats: int) -> Cost:
    client = Client()
    client.force_login(User.objects.get(member_id=page.who))
    ask = _asker(client, page)
    if page.undo:
        page.undo()
    with counted() as statements:
        body = ask()
    connection.ensure_connection()
    before = resident()
    forget_peak()
    ask()
    peak = peak_memory()
    app, database = _cpu(ask, page, repeats)
    return Cost(
        app=statistics.median(app),
        database=statistics.median(database),
        queries=len(statements),
        shapes=len({ANSWER.sub("(…)", sql) for sql in statements}),
        bytes=len(body),
        zipped=len(gzip.compress(body, 6)),
        peak=peak,
        grown=peak - before,
    )


def _asker(client: Client, page: Page) -> Callable[[], bytes]:
    addresses = page.asked()

    def ask() -> bytes:
        address = next(addresses)
        answer = client.post(address, page.form) if page.form else client.get(address)
        if answer.status_code != page.status:
            raise RuntimeError(f"{address} answered {answer.status_code} instead of {page.status}")
        return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]

    return ask


def _cpu(ask: Callable[[], bytes], page: Page, repeats: int) -> tuple[list[float], list[float]]:
    """Milliseconds of CPU of each request, of us and of our database process."""
    theirs_at = Path(f"/proc/{backend()}/schedstat")
    app, database = [], []
    until = time.monotonic() + SECONDS_A_PAGE
    for done in range(repeats):
        if page.undo and done % len(page.addresses) == 0:
            page.undo()
        ours, theirs = time.process_time_ns(), cpu_of(theirs_at)
        ask()
        app.append((time.process_time_ns() - ours) / 1e6)
        database.append((cpu_of(theirs_at) - theirs) / 1e6)
        if done > 1 and time.monotonic() > until:
            break
    return app, database


def backend() -> int:
    """The process of our connection at the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def cpu_of(schedstat: Path) -> int:
    """Nanoseconds a process has computed."""
    return int(schedstat.read_text().split()[0])


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements of a block."""
    found: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def forget_peak() -> None:
    """Begin to count the peak of our memory anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_memory() -> float:
    """Megabytes we came up to since then."""
    return _status("VmHWM")


def resident() -> float:
    """Megabytes we have now."""
    return _status("VmRSS")


def _status(name: str, process: str = "self") -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def memory_of(pid: int) -> float:
    """Megabytes another process has now."""
    return _status("VmRSS", str(pid))
