"""Web servers and releases: one of two killed, the next release's migration under load, the former release's code."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from notifications.states import DeliveryState
from senkom.embedded.place import PROJECT
from tests.embedded.stack import family_of, wait_until
from tests.faults import oracle
from tests.faults.house import House, kill
from tests.faults.people import Careful, Load
from tests.faults.register import fault

LEASE_AND_A_BIT = 240.0
EXPANDS = "ALTER TABLE incidents_incidentreport ADD COLUMN uji text NOT NULL DEFAULT ''"
BREAKS = "ALTER TABLE incidents_incidentreport ALTER COLUMN uji DROP DEFAULT"
BACK = "ALTER TABLE incidents_incidentreport DROP COLUMN IF EXISTS uji"


@fault(
    "2+2", "two web servers, two workers, two beats; one of each killed (-9) under load", off="a client that asks again"
)
def one_of_two(house: House) -> str:
    addresses = oracle.letters_due(60)
    commands = [house.worker(), house.beat(), house.worker(), house.beat()]
    with house.web() as first, house.web() as second, house.programs(*commands) as (worker, beat, *_others):
        people = oracle.visitors(first, second) if house.off else oracle.visitors(first, second, kind=Careful)
        load = Load(people)
        with load.pressing():
            wait_until(lambda: len(load.seen) > 60, "some load")
            killed = time.monotonic()
            first.kill()
            kill(*family_of(worker.pid), *family_of(beat.pid))
            wait_until(lambda: load.number_since(killed) > 150, "some load afterwards")
        bad = load.bad()
        assert not bad, f"{len(bad)} of {len(load.seen)} requests failed"
        kept = oracle.reports_of(load)
        # The dead worker's letters come back by themselves when their lease ends.
        sent = oracle.deliveries_to(addresses).filter(state=DeliveryState.SENT)
        while sent.count() < len(addresses) and time.monotonic() < killed + LEASE_AND_A_BIT:
            time.sleep(1)
        took = time.monotonic() - killed
    letters = oracle.letters_of(house, addresses)
    return (
        f"0 of {len(load.seen)} requests failed for who asks once more; {kept}; {letters}, the last {took:.0f} s later"
    )


@fault(
    "F38", "the next release's migration runs while this release serves", off="expand first (a column no old row has)"
)
def migrated_under_load(house: House) -> str:
    with house.web() as web:
        load = Load(oracle.visitors(web, kind=Careful))
        try:
            with load.pressing():
                wait_until(lambda: len(load.seen) > 40, "some load")
                with house.connect() as other:
                    other.execute("SET lock_timeout = '5s'")
                    other.execute(EXPANDS)
                    if house.off:
                        other.execute(BREAKS)
                migrated = time.monotonic()
                wait_until(lambda: load.number_since(migrated) > 60, "some load afterwards")
            assert not load.bad(), f"{len(load.bad())} of {len(load.seen)} requests failed"
            kept = oracle.reports_of(load)
        finally:
            house.sql(BACK)
    return f"a column with a default added under load: 0 of {len(load.seen)} requests failed; {kept}"


@fault("UP", "the former release's code on today's tables, then today's migrations undone and done again")
def former_release(house: House) -> str:
    if not (former := commit_before_newest_migration()):
        return "NOT RUN: no migration since the first release, so there is no former one with other tables"
    commit, undo = former
    with checked_out(commit, house.place.data / "former") as folder:
        seen = serve(house, folder)
        connection.close()
        for app, before in undo.items():
            manage(house, "migrate", app, before)
        undone = serve(house, folder)
        manage(house, "migrate")
    forward = serve(house, PROJECT)
    steps = ", ".join(f"{app} back to {before}" for app, before in undo.items())
    return f"{commit[:7]} on today's tables: {seen}; {steps}: {undone}; forward again, today's code: {forward}"


def serve(house: House, folder: Path) -> str:
    """Pages, reports and letters with the code of a folder."""
    addresses = oracle.letters_due(5)
    with house.web(folder) as web, house.programs(house.worker(), house.beat(), folder=folder):
        load = Load(oracle.visitors(web, number=2))
        with load.pressing():
            wait_until(lambda: len(load.seen) > 30, "some load")
        assert not load.bad(), f"{len(load.bad())} of {len(load.seen)} requests failed"
        kept = oracle.reports_of(load)
        oracle.wait_until_sent(addresses, "letters")
    return f"{len(load.seen)} requests good, {kept}, {oracle.letters_of(house, addresses)}"


def git(*words: str | Path) -> str:
    """What git says; nothing where this is no clone."""
    done = subprocess.run(["git", "-C", PROJECT, *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit_before_newest_migration() -> tuple[str, dict[str, str]] | None:
    """The last commit with other tables than today's, and for each app the migration to go back to from here."""
    added = git("log", "-1", "--diff-filter=A", "--format=%H", "--", ":(glob)**/migrations/000[2-9]*.py")
    if not added or not (before := git("rev-parse", f"{added}^")):
        return None
    names = git("diff", "--diff-filter=A", "--name-only", before, "HEAD", "--", ":(glob)**/migrations/0*.py")
    undo = {}
    for path in map(Path, names.splitlines()):
        app = path.parent.parent
        known = git("ls-tree", "--name-only", before, f"{app}/migrations/").splitlines()
        numbered = sorted(Path(name).stem for name in known if Path(name).stem[:4].isdigit())
        undo[app.name] = numbered[-1] if numbered else "zero"
    return before, undo


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """The code of a commit in a folder of its own."""
    git("worktree", "add", "--detach", folder, commit)
    try:
        yield folder
    finally:
        git("worktree", "remove", "--force", folder)


def manage(house: House, *words: str) -> None:
    """A command of today's code, which must succeed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words, "--verbosity", "0"],
        cwd=PROJECT,
        env=house.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr[-300:]}"
