"""The bench's own PostgreSQL: the embedded one with the settings of `make run`, over a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from psycopg import sql

from senkom.embedded.environment import complete_environment
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place
from senkom.embedded.postgres import DATABASE, OWNER, ROLE

FOLDER = "bench"


@contextmanager
def private_server(*, keep: bool) -> Iterator[SharedPostgres]:
    """A server with a migrated database; it is gone afterwards, unless its data are to be kept for the next run."""
    place = Place.from_environment().within(FOLDER)
    place.make()
    complete_environment(place)
    os.environ.pop("REDIS_URL", None)  # nothing measured here rings a bell
    postgres = SharedPostgres(place)
    try:
        with postgres.used():
            yield postgres
    finally:
        if not keep:
            place.remove()


def environment_of(postgres: SharedPostgres, database: str) -> dict[str, str]:
    """The environment of a process that works on one of the databases: the settings of `make run`, DEBUG off."""
    url = f"postgres://{ROLE}@/{quote(str(postgres.server.sockets))}/{database}"
    ours = {"DATABASE_URL": url, "SENKOM_DEBUG": "no", "SENKOM_DEMO": "no", "SENKOM_ENV": "development"}
    return os.environ | ours | {"DJANGO_SETTINGS_MODULE": "senkom.settings", "PYTHONHASHSEED": "0"}


def prepare(postgres: SharedPostgres) -> None:
    """Migrate and load the country's units into the database that the others are copies of.

    A page's own database process does all of its work: what parallel workers did would be counted nowhere.
    """
    with postgres.server.connect(OWNER) as connection:
        role = sql.Identifier(ROLE)
        connection.execute(sql.SQL("ALTER ROLE {} SET max_parallel_workers_per_gather = 0").format(role))
    for command in ("migrate", "load_reference"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity", "0"],
            cwd=PROJECT,
            env=environment_of(postgres, DATABASE),
            check=True,
            stdout=subprocess.DEVNULL,
        )


def has_database(postgres: SharedPostgres, name: str) -> bool:
    """Whether this database is there from an earlier run."""
    with postgres.server.connect(OWNER) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def copy_database(postgres: SharedPostgres, name: str, like: str = DATABASE) -> None:
    """Make a database as a copy of the prepared one, or of another."""
    words = map(sql.Identifier, (name, like, ROLE))
    with postgres.server.connect(OWNER) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY OWNER {}").format(*words))


def drop_database(postgres: SharedPostgres, name: str) -> None:
    """Remove a database, where it is."""
    with postgres.server.connect(OWNER) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
