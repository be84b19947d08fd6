"""A database in which all migrations have run, made once for each state of the migrations.

Django takes long for them (after each of some hundred constraints and triggers it draws up all models anew), and every
process of every test run would wait for it.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place
from senkom.embedded.process import Lock

SHAPES_THE_DATABASE = ("*/migrations/*.py", "senkom/*/migrations/*.py", "senkom/lib/*.py", "senkom/settings.py")
MADE = "made"


def migrated_data_folder() -> Path:
    """Return the data folder of a PostgreSQL that is not running, ready to be copied."""
    ours = Place.from_environment()
    ours.make()
    all_states = ours.within("test-databases")
    place = all_states.within(state_of_migrations())
    place.make()
    with Lock(place.file("lock")).held():
        if not place.file(MADE).exists():
            migrate(place)
            place.file(MADE).touch()
            for older in set(all_states.servers.iterdir()) - {place.servers}:
                all_states.within(older.name).remove()
    return SharedPostgres(place).server.data


def state_of_migrations() -> str:
    """Name everything that shapes the database: migrations, ours and the libraries', and what ours are built of."""
    digest = hashlib.sha256((PROJECT / "requirements.txt").read_bytes())
    for pattern in SHAPES_THE_DATABASE:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrate(place: Place) -> None:
    """Run all migrations in a new database of this place."""
    postgres = SharedPostgres(place)
    with postgres.used():
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=PROJECT,
            env=os.environ | {"DATABASE_URL": postgres.url},
            check=True,
        )
