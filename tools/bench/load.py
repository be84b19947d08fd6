"""A real gunicorn, as `make run` starts it: its memory after every page was read, then eight clients at once."""

from __future__ import annotations

import http.client
import json
import random
import re
import socket
import statistics
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import django

from senkom.embedded.place import PROJECT
from senkom.embedded.process import spawn, stop
from senkom.embedded.run import FINE_HERE, HOST, answers, web_command

TOKEN = "b" * 32
"""The CSRF token of all clients: a cookie and a field that agree."""
CLIENTS = 8
A_ROUTE = 3
"""So many addresses of one route are read, the first ones found."""
LINK = re.compile(r'<a[^>]+href="([^"#]+)')
SECONDS_TO_ANSWER = 60
Form = dict[str, str] | None


@dataclass
class Found:
    """What one client saw."""

    times: list[float] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    errors: list[str] = field(default_factory=list)


def main(database: str, most: int | None, seconds: int, out: Path) -> None:
    """Run as `python -m tools.bench.load`; only `tools.bench` calls this."""
    django.setup()
    from tools.bench.visits import Visitors

    visitors = Visitors()
    with web_server() as (port, master):
        crawl = crawl_all(port, master, visitors, most)
        load = load_for(port, seconds, visitors) if seconds else {}
        load["memory"] = [round(megabytes) for megabytes in worker_memory(master)]
    out.write_text(json.dumps({"database": database, "crawl": crawl, "load": load}))


@contextmanager
def web_server() -> Iterator[tuple[int, int]]:
    """The web server of `make run` on a free port: the port, and its first process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    server = spawn([sys.executable, *FINE_HERE, "-m", *web_command(port)], cwd=PROJECT)
    try:
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not answers(f"http://{HOST}:{port}/healthz"):
            if time.monotonic() > until:
                raise SystemExit("The web server did not answer.")
            time.sleep(0.1)
        yield port, server.pid
    finally:
        stop(server, patience=15)


def ask(port: int, session: str, address: str, form: Form = None) -> tuple[int, str]:
    """One request on a connection of its own: status and body, or where it leads."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "Accept-Encoding": "gzip"}
    try:
        if form is None:
            connection.request("GET", address, headers=headers)
        else:
            body = urlencode(form | {"csrfmiddlewaretoken": TOKEN})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or answer.read().decode(errors="replace")
    finally:
        connection.close()


def crawl_all(port: int, master: int, visitors: Any, most: int | None) -> dict[str, Any]:
    """Read every page that links lead to, as each kind of visitor, and look how the workers grow."""
    before, routes, steps = max(worker_memory(master)), Counter[str](), []
    failed: list[str] = []
    for who, session in visitors.sessions.items():
        seen: Counter[str] = Counter()
        for address in islice(found_by_links(port, session, seen, failed), most):
            steps.append((max(worker_memory(master)), address))
        routes.update(seen)
        print(f"  {who}: {sum(seen.values())} pages of {len(seen)} routes", file=sys.stderr, flush=True)
    grown = [(now - former, address) for (former, _), (now, address) in zip(steps, steps[1:], strict=False)]
    return {
        "before": before,
        "after": worker_memory(master),
        "pages": sum(routes.values()),
        "routes": len(routes),
        "most": max(grown, default=(0.0, "")),
        "failed": failed,
    }


def found_by_links(port: int, session: str, seen: Counter[str], failed: list[str]) -> Iterator[str]:
    """Follow the links from the first page; a few addresses of each route."""
    from tools.bench.visits import route_of

    waiting, known = deque(["/", "/admin/"]), set()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if address in known or route is None or seen[route] >= A_ROUTE:
            continue
        known.add(address)
        seen[route] += 1
        status, body = ask(port, session, address)
        if status >= 500:
            failed.append(f"{status} {address}")
        links = [unescape(link) for link in LINK.findall(body)] if status == 200 else []
        waiting.extend(urljoin(address, link) for link in links if not urlsplit(link).netloc)
        yield address


def worker_memory(master: int) -> list[float]:
    """Megabytes of each worker."""
    from tools.bench.measure import memory_of

    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [memory_of(int(pid)) for pid in children]


def load_for(port: int, seconds: int, visitors: Any) -> dict[str, Any]:
    """Eight clients, each asking as fast as it is answered."""
    until = time.monotonic() + seconds
    found = [Found() for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=_client, args=(port, until, visitors, one, number)) for number, one in enumerate(found)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    times = sorted(moment for one in found for moment in one.times)
    cut = statistics.quantiles(times, n=100)
    kinds = sum((one.by_kind for one in found), Counter[str]())
    return {
        "seconds": took,
        "requests": len(times),
        "rate": len(times) / took,
        "p50": cut[49],
        "p95": cut[94],
        "p99": cut[98],
        "kinds": dict(kinds),
        "refused": sum(one.refused for one in found),
        "errors": [error for one in found for error in one.errors],
    }


def _client(port: int, until: float, visitors: Any, found: Found, number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - the same visits in every run
    while time.monotonic() < until:
        visit = visitors.choose(dice)
        began = time.monotonic()
        try:
            status, body = ask(port, visit.session, visit.address, visit.form)
        except OSError as error:
            found.errors.append(f"{visit.address}: {error!r}")
            continue
        found.times.append((time.monotonic() - began) * 1000)
        found.by_kind[visit.kind] += 1
        if status in (409, 422) and visit.form is not None:
            found.refused += 1
        elif status not in (200, 302):
            found.errors.append(f"{status} {visit.address}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if sys.argv[2] else None, int(sys.argv[3]), Path(sys.argv[4]))
