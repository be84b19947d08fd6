"""Reads the services out of docker-compose.yml and runs them as processes, on embedded servers of their own."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import yaml

from senkom.embedded.place import PROJECT, Place
from senkom.embedded.postgres import Postgres
from senkom.embedded.process import spawn, stop
from senkom.embedded.valkey import Valkey
from tests.embedded.stack import clean_environment, free_port
from tests.plugins.servers import copy_migrated, make_place

HOST = "senkom.example"
KEYS = "/run/keys"
"""Where the services find the folder with the keys."""
VARIABLE = re.compile(r"\$\{(\w+)(?::\?([^}]*))?\}")


def compose() -> dict[str, Any]:
    """The file as Docker reads it."""
    found: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    return found


def image_command() -> list[str]:
    """What the image runs where a service says nothing else."""
    lines = [line for line in (PROJECT / "Dockerfile").read_text().splitlines() if line.startswith("CMD ")]
    command: list[str] = yaml.safe_load(lines[-1].removeprefix("CMD "))
    return command


def env_file() -> dict[str, str]:
    """What an administrator writes into `.env`."""
    return {
        "SENKOM_DB_PASSWORD": secrets.token_hex(16),
        "SENKOM_REDIS_PASSWORD": secrets.token_hex(16),
        "SENKOM_SECRET_KEY": secrets.token_urlsafe(50),
        "SENKOM_SITE_URL": f"https://{HOST}",
        "SENKOM_HOSTS": HOST,
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "SENKOM_MAIL_FROM": f"Senkom <senkom@{HOST}>",
    }


def write_keys(folder: Path) -> None:
    """The two files of keys, each with one key of its own."""
    folder.mkdir()
    for file, name in (("nik", "k1"), ("nik-hash", "h1"), ("push", "p1")):
        (folder / file).write_text(f"{name}:{b64encode(secrets.token_bytes(32)).decode()}\n")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables; KeyError where `.env` lacks one."""
    return VARIABLE.sub(lambda found: values[found[1]], text)


class Server:
    """PostgreSQL and Valkey, and what the services of the file need to run beside them."""

    def __init__(self, place: Place) -> None:
        self.place, self.port = place, free_port()
        self.postgres, self.valkey = Postgres(place), Valkey(place)
        self.log = place.data / "services.log"
        self.values = env_file()
        self.keys = place.data / "keys"
        write_keys(self.keys)

    def environment(self, service: str) -> dict[str, str]:
        """The environment of a service; only where things lie is our own."""
        named = compose()["services"][service]["environment"]
        there = {name: str(value).replace(KEYS, str(self.keys)) for name, value in named.items()}
        given = {name: filled(value, self.values) for name, value in there.items()}
        ours = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "SENKOM_STATIC_ROOT": str(self.place.data / "static"),
            "PYTHONWARNINGS": "ignore",
        }
        return clean_environment(self.place) | given | ours

    def command(self, service: str) -> list[str]:
        """The command of a service, with the programs of this environment and a port of ours."""
        words = compose()["services"][service].get("command") or image_command()
        ports = {"0.0.0.0:8000": f"127.0.0.1:{self.port}", "/tmp/beat": str(self.place.data / "beat")}  # noqa: S104, S108
        program = str(Path(sys.executable).parent / words[0])
        return [program if Path(program).exists() else words[0], *(ports.get(word, word) for word in words[1:])]

    def run(self, service: str) -> None:
        """A service that ends by itself, to its end."""
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = self.environment(service) | {"PATH": path}
        subprocess.run(self.command(service), cwd=PROJECT, env=environment, check=True, capture_output=True)

    def script(self, code: str) -> str:
        """The output of a piece of Python in the application of the service `web`."""
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environment("web"), check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def services(self, *names: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Some services for a block."""
        with ExitStack() as stack, self.log.open("ab") as log:
            running = []
            for name in names:
                process = spawn(self.command(name), output=log, cwd=PROJECT, env=self.environment(name))
                stack.callback(stop, process, patience=20)
                running.append(process)
            yield running

    def status(self, path: str) -> int:
        """What the web server itself answers to somebody beside it."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request("GET", path, headers={"Host": HOST})
                return connection.getresponse().status
            except OSError:
                return 0


@contextmanager
def server() -> Iterator[Server]:
    """A server with the files collected as the image has them."""
    place = make_place()
    copy_migrated(place)
    made = Server(place)
    with ExitStack() as stack:
        stack.callback(place.remove)
        made.postgres.start()
        stack.callback(made.postgres.stop)
        made.valkey.start()
        stack.callback(made.valkey.stop)
        collect = shlex.split("manage.py collectstatic --noinput")
        environment = made.environment("web")
        subprocess.run([sys.executable, *collect], cwd=PROJECT, env=environment, check=True, capture_output=True)
        yield made
