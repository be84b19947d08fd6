"""A whole server to be broken: durable PostgreSQL, Valkey, a mail relay with a ledger, and our own programs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import LiteralString

import psycopg

from senkom.embedded.environment import make_keys
from senkom.embedded.place import PROJECT
from senkom.embedded.postgres import DATABASE, OWNER, ROLE, Postgres
from senkom.embedded.process import spawn, stop
from senkom.embedded.run import answers
from senkom.embedded.valkey import Valkey
from tests.embedded.stack import family_of, free_port, wait_until
from tests.notifications.sink import Sink, listening
from tests.plugins.migrated import migrated_data_folder
from tests.plugins.servers import MIGRATED, copy_migrated, make_place

UNPROTECTED = "tests.faults.unprotected"


class House:
    """The servers of one run of `make faults`. Everything it starts is its child, and ends with it."""

    def __init__(self) -> None:
        os.environ |= make_keys() | {"SENKOM_ENV": "development"}
        os.environ[MIGRATED] = str(migrated_data_folder())
        self.place = make_place()
        copy_migrated(self.place)
        # Not the hurried one of the tests: what was committed must survive a kill.
        self.postgres, self.valkey = Postgres(self.place), Valkey(self.place)
        self.relay_port = free_port()
        self.sink = Sink(self.place.data / "ledger")
        self.relay = listening(self.sink, self.relay_port)
        self.off = ""
        self.log = self.place.data / "programs.log"

    def start(self) -> None:
        """Start the servers and let this process's Django speak to them."""
        self.postgres.start()
        self.valkey.start()
        self.relay.start()
        os.environ |= {
            "SENKOM_DATA": str(self.place.data),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.relay_port}",
            "SENKOM_MAIL_LEDGER": str(self.sink.ledger),
        }

    def stop(self) -> None:
        """Stop everything; nothing is left."""
        self.relay.stop()
        self.valkey.stop()
        self.postgres.stop()
        self.place.remove()

    def environment(self, **more: str) -> dict[str, str]:
        """What our programs get; without a protection where one is switched off."""
        off = {"DJANGO_SETTINGS_MODULE": UNPROTECTED, "FAULTS_OFF": self.off} if self.off else {}
        return os.environ | off | more

    def program(self, *command: str, folder: Path = PROJECT, **environment: str) -> subprocess.Popen[bytes]:
        """One of our programs, our child; with the code of a folder."""
        with self.log.open("ab") as log:
            return spawn([sys.executable, *command], output=log, cwd=folder, env=self.environment(**environment))

    @contextmanager
    def web(self, folder: Path = PROJECT, **environment: str) -> Iterator[Web]:
        """A gunicorn as `make run` has it, answering."""
        web = Web(self, folder, **environment)
        try:
            wait_until(web.answers, f"the web server; see {self.log}")
            yield web
        finally:
            web.stop()

    @contextmanager
    def programs(
        self, *commands: list[str], folder: Path = PROJECT, **environment: str
    ) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Some programs for a block."""
        with ExitStack() as stack:
            running = []
            for command in commands:
                process = self.program(*command, folder=folder, **environment)
                stack.callback(stop, process, patience=20)
                running.append(process)
            yield running

    def worker(self, app: str = "tests.notifications.celery_app") -> list[str]:
        """A Celery worker with the clock of the tests and their reminder."""
        return ["-m", "celery", "--quiet", "-A", app, "worker", "--concurrency", "2", "-n", f"w{free_port()}@%h"]

    def beat(self, app: str = "tests.notifications.celery_app") -> list[str]:
        """A Celery beat."""
        schedule = str(self.place.data / f"beat{free_port()}")
        return ["-m", "celery", "--quiet", "-A", app, "beat", "--schedule", schedule, "--pidfile", ""]

    def sql(self, text: LiteralString, *values: object, database: str = DATABASE) -> list[tuple[object, ...]]:
        """A statement of somebody with all rights."""
        with psycopg.connect(host=str(self.postgres.sockets), user=OWNER, dbname=database, autocommit=True) as one:
            cursor = one.execute(text, values)
            return cursor.fetchall() if cursor.description else []

    def connect(self) -> psycopg.Connection:
        """Another connection of the application's role."""
        return psycopg.connect(host=str(self.postgres.sockets), user=ROLE, dbname=DATABASE)

    def kill_postgres(self) -> None:
        """`pg_ctl stop -m immediate`: no time to tidy up; then start it again, which recovers from its log."""
        process = self.postgres.process
        assert process
        process.send_signal(signal.SIGQUIT)
        process.wait()
        self.postgres.start()


class Web:
    """One gunicorn on a port of its own."""

    def __init__(self, house: House, folder: Path, **environment: str) -> None:
        self.house, self.port = house, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        options = ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
        command = ["-W", "ignore", "-m", "gunicorn", "senkom.wsgi:application", *options, "--log-level", "warning"]
        self.process = house.program(*command, folder=folder, SENKOM_SITE_URL=self.address, **environment)

    def answers(self) -> bool:
        """Whether the process is up."""
        return answers(f"{self.address}/healthz")

    def stop(self) -> None:
        """End it in order."""
        stop(self.process, patience=10)

    def kill(self) -> None:
        """SIGKILL for all of it."""
        kill(*family_of(self.process.pid))
        self.process.wait()


def kill(*pids: int) -> None:
    """SIGKILL: nobody has time to tidy up."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
