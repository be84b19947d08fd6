"""The embedded PostgreSQL: shared by its users, gone with the last of them."""

import os
import signal
import stat
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from senkom.embedded.command import servers_for_a_command
from senkom.embedded.environment import complete_environment
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place, Refusal, full_disk
from senkom.embedded.postgres import EXTENSIONS
from senkom.embedded.reset import reset
from tests.embedded.stack import clean_environment, wait_until

pytestmark = pytest.mark.xdist_group("embedded")

USE_IT = """
from pathlib import Path
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import Place
with SharedPostgres(Place.from_environment()).used():
    print("in", flush=True)
    input()
"""


@pytest.fixture
def postgres(empty_place: Place) -> SharedPostgres:
    """The server of a new place; nobody uses it yet."""
    return SharedPostgres(empty_place)


def connect(postgres: SharedPostgres, user: str = "senkom") -> psycopg.Connection:
    """Connect as a role."""
    return psycopg.connect(host=str(postgres.server.sockets), user=user, dbname="senkom")


def test_the_first_user_starts_the_server_and_the_last_one_out_stops_it(
    postgres: SharedPostgres, empty_place: Place
) -> None:
    second = SharedPostgres(empty_place)
    postgres.start()
    with second.used():
        postgres.stop()
        assert second.is_up()
    assert not second.is_up()
    assert postgres.keeper
    assert postgres.keeper.wait(10) == 0
    assert not (empty_place.servers / "postgresql-18" / "postmaster.pid").exists()


def test_the_server_stops_when_its_only_user_is_killed(postgres: SharedPostgres, empty_place: Place) -> None:
    user = subprocess.Popen(
        [sys.executable, "-c", USE_IT],
        cwd=PROJECT,
        env=clean_environment(empty_place),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with user:
        assert user.stdout
        assert user.stdout.readline() == b"in\n"
        assert postgres.is_up()
        user.send_signal(signal.SIGKILL)
    wait_until(lambda: not postgres.is_up(), "PostgreSQL to stop")


def test_the_role_of_the_site_is_no_superuser_and_finds_its_extensions(postgres: SharedPostgres) -> None:
    with postgres.used(), connect(postgres) as connection:
        assert connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() == (False,)
        for extension in EXTENSIONS:  # made by the superuser; asking for them again is allowed and changes nothing
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE ROLE accomplice SUPERUSER")


def test_what_was_committed_is_there_after_a_new_start(postgres: SharedPostgres) -> None:
    with postgres.used(), connect(postgres) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Kasumbé' AS word")
    with postgres.used(), connect(postgres) as connection:
        assert connection.execute("SELECT upper(word) FROM kept").fetchone() == ("KASUMBÉ",)


def test_a_command_without_a_configured_database_gets_the_embedded_one(no_server_configured: Place) -> None:
    with servers_for_a_command():
        url = os.environ["DATABASE_URL"]
        assert url == SharedPostgres(no_server_configured).url
        assert SharedPostgres(no_server_configured).is_up()
    assert not SharedPostgres(no_server_configured).is_up()


def test_a_command_with_a_configured_database_starts_nothing(
    no_server_configured: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/senkom")
    with servers_for_a_command():
        assert not SharedPostgres(no_server_configured).is_up()
        assert "SENKOM_ENV" not in os.environ


def test_keys_are_made_once_and_for_their_owner_alone(
    no_server_configured: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete_environment(no_server_configured)
    first = os.environ["SENKOM_SECRET_KEY"]
    monkeypatch.delenv("SENKOM_SECRET_KEY")
    complete_environment(no_server_configured)
    assert os.environ["SENKOM_SECRET_KEY"] == first
    assert stat.S_IMODE(no_server_configured.file("keys.json").stat().st_mode) == 0o600


def test_production_gets_no_keys_from_us(no_server_configured: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENKOM_ENV", "production")
    complete_environment(no_server_configured)
    assert "SENKOM_SECRET_KEY" not in os.environ


def test_a_path_too_long_for_a_socket_is_no_obstacle(empty_place: Place) -> None:
    deep = Place.at(empty_place.data / ("so-deep-a-folder/" * 8))
    try:
        with SharedPostgres(deep).used(), connect(SharedPostgres(deep)):
            pass
    finally:
        deep.remove()


def test_reset_refuses_what_runs_and_what_was_never_ours(postgres: SharedPostgres, empty_place: Place) -> None:
    with postgres.used(), pytest.raises(Refusal, match="still runs"):
        reset(empty_place)
    reset(empty_place)
    assert not empty_place.data.exists()
    empty_place.data.mkdir()
    with pytest.raises(Refusal, match="was not made by Senkom"):
        reset(empty_place)


def test_a_disk_without_room_is_named_with_what_to_free(empty_place: Place) -> None:
    refusal = full_disk(empty_place.data, room=2**60)
    assert refusal
    assert f"The disk that holds {empty_place.data} is full" in str(refusal)
    assert full_disk(empty_place.data, room=0) is None
