"""`make run`, really run: it starts, refuses in a sentence, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from senkom.embedded.place import AS_ROOT, Place
from senkom.embedded.postgres import find_binaries
from senkom.embedded.run import DEMO_ACCOUNTS, DEMO_PASSWORD
from senkom.pages.demo import people
from tests.embedded.stack import Run, alive, family_of, free_port, manage, one_of, running, wait_until

pytestmark = [
    pytest.mark.xdist_group("embedded"),  # one after the other: each start keeps both processors busy
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="follows processes in /proc, which only Linux has"),
]
THE_SERVER_OF_OUR_CONNECTION = """
from django.db import connection
from pathlib import Path
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()")
    print(Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()[1])
"""


def test_everything_starts_is_shared_and_stops_with_ctrl_c(place: Place) -> None:
    with running(place) as run:
        assert f"Senkom answers at http://127.0.0.1:{run.port}/" in run.said
        assert "koordinator.mayangan" in run.said
        with urllib.request.urlopen(f"http://127.0.0.1:{run.port}/healthz") as answer:
            assert answer.status == 200
        family = family_of(run.process.pid)
        for program in ("gunicorn", "worker", "beat", "bin/postgres", "valkey-server"):
            assert one_of(family, program)

        # a command joins the running server; a second `make run` is refused
        assert int(manage(place, "shell", "-v0", "-c", THE_SERVER_OF_OUR_CONNECTION)) == one_of(family, "bin/postgres")
        second = Run(place, free_port())
        assert second.wait_for_end() == 1
        assert (
            f"already runs over {place.data} (http://127.0.0.1:{run.port}/, process {run.process.pid})" in second.said
        )

        run.process.send_signal(signal.SIGINT)
        assert run.wait_for_end() == 0
        assert run.said.endswith("Stopped.\n")
        assert alive(family) == {}
    assert state_of_database(place) == "shut down"


def test_a_killed_child_stops_everything_with_one_sentence(place: Place) -> None:
    with running(place) as run:
        family = family_of(run.process.pid)
        os.kill(one_of(family, "bin/postgres"), signal.SIGKILL)
        assert run.wait_for_end() == 1
        assert "PostgreSQL ended by itself, so everything was stopped. No data is lost: start again" in run.said
        wait_until(lambda: not alive(family), "all processes to end")


def test_a_killed_make_run_leaves_no_process_and_no_damage(place: Place) -> None:
    with running(place) as run:
        family = family_of(run.process.pid)
        run.process.kill()
        wait_until(lambda: not alive(family), "all processes to end")
    assert state_of_database(place) == "shut down"


def test_a_taken_port_is_refused_before_anything_starts(empty_place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = Run(empty_place, port)
        assert run.wait_for_end() == 1
    assert f"Port {port} is taken by another program. Choose another: PORT={port + 1} make run" in run.said
    assert not (empty_place.servers / "postgresql-18").exists()


def test_a_port_that_is_no_number_is_refused_with_what_to_write(empty_place: Place) -> None:
    run = Run(empty_place, free_port(), PORT="http")
    assert run.wait_for_end() == 1
    assert "PORT is 'http'; write a number from 1 to 65535." in run.said


@pytest.mark.skipif(not AS_ROOT, reason="only root may mount a small disk")
def test_a_full_disk_is_refused_with_one_sentence(empty_place: Place) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", empty_place.servers], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        run = Run(empty_place, free_port())
        assert run.wait_for_end() == 1
        assert f"The disk that holds {empty_place.servers} is full (" in run.said
        assert "Free at least 300 MB, then start again" in run.said
        assert "Traceback" not in run.said
    finally:
        subprocess.run(["umount", empty_place.servers], check=True)


def test_the_accounts_that_are_announced_are_those_of_the_demo() -> None:
    assert list(DEMO_ACCOUNTS) == list(people.ACCOUNTS)
    assert people.PASSWORD == DEMO_PASSWORD


def state_of_database(place: Place) -> str:
    """What PostgreSQL has noted about its last end."""
    control = subprocess.run(
        [find_binaries() / "pg_controldata", "-D", place.servers / "postgresql-18"],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C"},
    )
    return control.stdout.split("Database cluster state:")[1].splitlines()[0].strip()
