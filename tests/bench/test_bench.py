"""`make bench` at its smallest: it says what it should, ends with 1 where a page fails, and leaves nothing behind."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place
from senkom.embedded.postgres import OWNER
from tests.embedded.stack import clean_environment
from tests.plugins.servers import copy_migrated, make_place
from tools.bench.__main__ import WRITTEN
from tools.bench.server import FOLDER, private_server
from tools.bench.sizes import SIZES

pytestmark = pytest.mark.xdist_group("bench")
ONLY = "(a district|secretary of a city)$|^sign-up"
"""Which pages are measured here, to be quick; the addresses of all of them are made nevertheless."""
IN_THE_ISSUE = ("list", "search", "person", "month of 300 duties", "sign-up", "home", "admin list", "admin search")
GOAL = re.compile(
    r"≤ [\d.]+ B, ×[\d.]+, \d+ q, [\d.]+ kB \| (hit|\*\*MISS\*\*( cost| growth| queries| size| memory|,)+) \|$"
)

RATE, WORD = r"[\d,]+ \w+/s", r"(hit|\*\*MISS\*\*)"


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A data folder in which the bench finds a migrated database: to migrate is not what is tried here."""
    place = make_place()
    place.within(FOLDER).make()
    copy_migrated(place.within(FOLDER))
    yield place
    place.remove()


def bench(place: Place, *options: str) -> subprocess.CompletedProcess[str]:
    """Run it as `make bench` does, on the fewest members."""
    command = [sys.executable, "-m", "tools.bench", "--sizes", "75", "--repeats", "1", *options]
    return subprocess.run(
        command, cwd=PROJECT, env=clean_environment(place), capture_output=True, text=True, check=False
    )


def rows(report: str) -> dict[str, str]:
    """The rows of the table of pages, by page."""
    lines = report[report.index("| page |") :].splitlines()[2:]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines if line.startswith("|")}


def test_the_bench_names_every_page_its_goal_and_whether_it_was_missed_and_ends_badly_only_where_a_page_fails(
    place: Place,
) -> None:
    done = bench(place, "--keep", "--only", ONLY, "--crawl", "2", "--load", "1", "--letters", "0")

    assert done.returncode == 0, done.stderr
    pages = rows(done.stdout.partition("Crawl of")[0])
    for name in IN_THE_ISSUE:
        assert any(page.startswith(name) for page in pages), (name, done.stdout)
    assert [line for line in pages.values() if not GOAL.search(line)] == []
    assert "a worker has" in done.stdout
    assert re.search(r"\| 8 \| \d+ \| [\d,]+ \| .* \| 0 hit \|", done.stdout), done.stdout
    for kind in ("CSV", "XLSX"):
        assert re.search(
            rf"^\| {kind} \| {RATE} \| {RATE} \| \d+% \| ≥ 70% \| {WORD} \|$", done.stdout, re.MULTILINE
        ), kind
    assert not (place.within(FOLDER).data / WRITTEN).exists(), "it would come back after the folder was removed"
    assert (place.data / WRITTEN).read_text() == done.stdout.removesuffix("\n")

    break_one_page(place.within(FOLDER))
    broken = bench(place, "--keep", "--only", "partners items", "--crawl", "0", "--load", "0", "--letters", "0")

    assert broken.returncode == 1, broken.stderr
    assert "| FAILED: " in broken.stdout
    assert "partners_actionitem" in broken.stderr


def test_reminders_stand_beside_their_floors_and_letters_are_marked_by_twenty_and_settled_one_by_one(
    place: Place,
) -> None:
    nothing_else = ("--only", "^none$", "--crawl", "0", "--load", "0")

    done = bench(place, "--keep", *nothing_else, "--reminders", "700", "--letters", "25")

    assert done.returncode == 0, done.stderr
    assert "700 reminders at 75 members" in done.stdout
    for what in ("planning", "claiming alone, 20 at once", "one sender", "three senders together"):
        assert re.search(
            rf"^\| {what} \| {RATE} \| {RATE} \| \d+% \| ≥ \d+% \| {WORD} \|$", done.stdout, re.MULTILINE
        ), what
    for what in ("planning again, nothing new: the house's rules", "the same, a rule with 700 in its window"):
        assert re.search(rf"^\| {what} \| \d+ ms \|  \|  \| ≤ 50 ms \| {WORD} \|$", done.stdout, re.MULTILINE), what
    assert re.search(r"plan a tenth / all of it \| (\d+) / \1 \|  \|  \| equal \| hit \|", done.stdout), done.stdout
    assert "| 25 letters: rows marked / settled in a commit | 20 / 1 (2 and 25 commits) |  |  | 20 / 1 | hit |" in (
        done.stdout
    )


def test_what_the_bench_made_is_gone_afterwards(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "SENKOM_ENV", "SENKOM_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SENKOM_DATA", str(place.data))
    ours = place.within(FOLDER)

    with private_server(keep=False):
        assert ours.data.exists()

    assert [folder for folder in ours.folders if folder.exists()] == []


def break_one_page(place: Place) -> None:
    """Take a table away that one page reads."""
    postgres = SharedPostgres(place)
    with (
        postgres.used(),
        psycopg.connect(host=str(postgres.server.sockets), user=OWNER, dbname=SIZES["75"].database) as connection,
    ):
        connection.execute("ALTER TABLE partners_actionitem RENAME TO gone")
