"""A place for a `make run` of the tests' own."""

from collections.abc import Iterator

import pytest

from senkom.embedded.place import Place
from tests.plugins.servers import copy_migrated, make_place


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """One place for all tests of a file, with a migrated database (tests/fresh begins with none at all)."""
    place = make_place()
    copy_migrated(place)
    yield place
    place.remove()
    for output in place.data.parent.glob(f"{place.data.name}.*.txt"):
        output.unlink()


@pytest.fixture
def empty_place() -> Iterator[Place]:
    """A place where nothing was ever started."""
    place = make_place()
    yield place
    place.remove()
    for output in place.data.parent.glob(f"{place.data.name}.*.txt"):
        output.unlink()


@pytest.fixture
def no_server_configured(monkeypatch: pytest.MonkeyPatch, empty_place: Place) -> Place:
    """The environment of somebody who has set nothing but SENKOM_DATA."""
    for name in ("DATABASE_URL", "REDIS_URL", "SENKOM_ENV", "SENKOM_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SENKOM_DATA", str(empty_place.data))
    return empty_place
