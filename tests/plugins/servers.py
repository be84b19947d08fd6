"""A PostgreSQL of the test run's own, and a Valkey for the tests that ask for one.

The server is up before Django reads its settings, works in a hurry (fsync is off) and is gone after the run. With
DATABASE_URL set, the tests make their databases on that server instead.
"""

import os
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.db import connections

from senkom.embedded.environment import make_keys
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import Place
from senkom.embedded.postgres import DATABASE
from senkom.embedded.valkey import Valkey
from tests.plugins.migrated import migrated_data_folder

MIGRATED = "SENKOM_TEST_MIGRATED"  # where the workers of a parallel run find what was made for all of them


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server for the whole run; workers of a parallel run find it in their environment."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        place = make_place()
        early_config.add_cleanup(place.remove)
        os.environ |= {"SENKOM_ENV": "test", "REDIS_URL": f"unix://{place.data}/none"} | make_keys()
        if not os.environ.get("DATABASE_URL"):
            start_postgres(place, early_config)
        os.environ["SENKOM_DATA"] = str(place.data)
    return (yield)


def start_postgres(place: Place, config: pytest.Config) -> None:
    """Start a private server over a copy of a migrated one, and stop it after the tests."""
    os.environ[MIGRATED] = str(migrated_data_folder())
    copy_migrated(place)
    postgres = SharedPostgres(place, throwaway=True)
    postgres.start()
    config.add_cleanup(postgres.stop)
    os.environ["DATABASE_URL"] = postgres.url


def copy_migrated(place: Place) -> None:
    """Give a place a database in which all migrations have run already, where one was made."""
    if made := os.environ.get(MIGRATED):
        subprocess.run(["cp", "-a", made, SharedPostgres(place).server.data], check=True)


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Let the tests' databases begin as copies of the migrated one: Django's migrations find nothing left to do."""
    if MIGRATED in os.environ:
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = DATABASE


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A Valkey that really runs; its address is `valkey.url`, fit for REDIS_URL."""
    place = make_place()
    server = Valkey(place)
    server.start()
    yield server
    server.stop()
    place.remove()


def make_place() -> Place:
    """Return a new place in the temp folder."""
    place = Place.at(Path(tempfile.mkdtemp(prefix="senkom-test-")))
    place.make()
    return place
