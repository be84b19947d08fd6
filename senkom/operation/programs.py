"""PostgreSQL's own programs, and how they are told where the database is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from senkom.embedded.place import Refusal as NoWheel
from senkom.embedded.postgres import find_binaries, quiet_environment
from senkom.operation.refusal import Refusal

DEBIAN = Path("/usr/lib/postgresql")
FOLDER = "SENKOM_PG_BIN"
"""Names the folder where PostgreSQL's programs are, for who has several."""
TOLD_BY = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class Programs:
    """`pg_dump` and `pg_restore` of one version, new enough for the server and for what is read."""

    def __init__(self, folder: Path, major: int) -> None:
        self.folder, self.major = folder, major

    @classmethod
    def for_major(cls, wanted: int) -> Programs:
        """The oldest that will do. Raises Refusal where there are none."""
        found = [(major, folder) for folder in _folders() if (major := _major_of(folder)) >= wanted]
        if not found:
            raise Refusal(
                f"Needs pg_dump and pg_restore of PostgreSQL {wanted} or newer. Install postgresql-client-{wanted}, "
                f"or name the folder of those programs in {FOLDER}."
            )
        major, folder = min(found, key=lambda pair: pair[0])
        return cls(folder, major)

    def run(self, name: str, *options: str | Path) -> str:
        """What a program prints. Raises Refusal with its last words; the password goes by the environment."""
        done = subprocess.run(
            [self.folder / name, *options],
            env=quiet_environment() | _address(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Refusal(f"{name} failed: {(done.stderr.strip() or 'without a word')[-2000:]}")
        return done.stdout


def server_major() -> int:
    """The major version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _folders() -> Iterator[Path]:
    if chosen := os.environ.get(FOLDER):
        yield Path(chosen)
        return
    yield from sorted(DEBIAN.glob("*/bin"))
    if found := shutil.which("pg_dump"):
        yield Path(found).resolve().parent  # of Debian's wrapper this is a folder without programs
    try:
        yield find_binaries()
    except NoWheel:
        return


def _major_of(folder: Path) -> int:
    """The version of the programs in a folder, 0 where they are not complete."""
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore")):
        return 0
    said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)\.", said)
    return int(version[1]) if version else 0


def _address() -> dict[str, str]:
    """The database of the settings in libpq's words."""
    server = connection.settings_dict
    told = {**server, **server.get("OPTIONS", {})}
    return {name: str(told[key]) for key, name in TOLD_BY.items() if told.get(key)}
