"""The servers for one command: `manage.py`, alone or beside `make run`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from senkom.embedded.environment import complete_environment
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import Place, Refusal
from senkom.embedded.valkey import Valkey


@contextmanager
def servers_for_a_command() -> Iterator[None]:
    """Where no database is configured, have the embedded one up for a block and the environment say so.

    Valkey is not started: no command needs it, and where `make run` is up its socket is at the same place.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    place = Place.from_environment()
    postgres = SharedPostgres(place)
    try:
        complete_environment(place)
        with postgres.used():
            os.environ["DATABASE_URL"] = postgres.url
            os.environ.setdefault("REDIS_URL", Valkey(place).url)
            yield
    except Refusal as refusal:
        sys.exit(str(refusal))
