"""A PostgreSQL of the test run's own, and a Valkey for the tests that ask for one.

The server is up before Django reads its settings, forgets nothing to disk in time (fsync is off) and is gone after the
run. With DATABASE_URL set, the tests make their databases on that server instead.
"""

import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from senkom.embedded.environment import make_keys
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import Place
from senkom.embedded.valkey import Valkey


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server for the whole run; workers of a parallel run find it in their environment."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        place = make_place()
        os.environ |= {"SENKOM_ENV": "test", "SENKOM_DATA": str(place.data), "REDIS_URL": f"unix://{place.data}/none"}
        os.environ |= make_keys()
        early_config.add_cleanup(place.remove)
        if not os.environ.get("DATABASE_URL"):
            postgres = SharedPostgres(place, throwaway=True)
            postgres.start()
            early_config.add_cleanup(postgres.stop)
            os.environ["DATABASE_URL"] = postgres.url
    return (yield)


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
