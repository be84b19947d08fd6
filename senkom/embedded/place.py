"""Where the embedded servers keep their things, and the one exception they end with."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROJECT = Path(__file__).resolve().parents[2]
ROOTS_SERVERS = Path("/var/lib/senkom")
AS_ROOT = os.geteuid() == 0
ROOM_TO_START = 300 * 1024 * 1024  # an empty PostgreSQL takes 45 MB, its first log file 16 MB, the demo some more
ROOM_TO_LIVE = 40 * 1024 * 1024
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may have 107 bytes


class Refusal(Exception):
    """Why the servers can't run: one sentence, with what to do."""


@dataclass(frozen=True)
class Place:
    """The folders of one installation."""

    data: Path  # SENKOM_DATA: what belongs to the application
    servers: Path  # what belongs to the embedded servers

    @classmethod
    def from_environment(cls) -> Self:
        """Return the place that SENKOM_DATA names, by default `.data` of this clone."""
        return cls.at(Path(os.environ.get("SENKOM_DATA") or PROJECT / ".data"))

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Return the place of a data folder.

        PostgreSQL refuses to run as root. Then it runs as `nobody`, who could not enter a clone in root's home.
        """
        data = folder.expanduser().resolve()
        key = hashlib.sha256(str(data).encode()).hexdigest()[:10]
        return cls(data, ROOTS_SERVERS / key if AS_ROOT else data)

    @property
    def folders(self) -> tuple[Path, Path]:
        """Return both folders, as the constructor takes them."""
        return self.data, self.servers

    def within(self, name: str) -> Self:
        """Return a place inside this one; it goes when this one goes."""
        return type(self)(self.data / name, self.servers / name)

    def make(self) -> None:
        """Make the folders, and leave word where the servers' folder is."""
        where = self.data / "WHERE"
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            self.servers.mkdir(parents=True, exist_ok=True)
            if AS_ROOT:
                for folder in (ROOTS_SERVERS, self.servers):
                    folder.chmod(0o755)
            where.write_text(f"{self.servers}\n")
        except PermissionError as error:
            raise Refusal(
                f"Cannot write to {error.filename}: it belongs to another user. "
                "Give SENKOM_DATA the path of a folder of your own."
            ) from error
        except OSError as error:
            raise full_disk(self.data) or Refusal(f"Cannot use {self.data}: {error.strerror}.") from error

    def file(self, name: str) -> Path:
        """Return the path of a small file among the servers' things."""
        return self.servers / name

    def log(self, name: str) -> Path:
        """Return the path of a server's log, in a folder that exists."""
        folder = self.servers / "log"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.log"

    def sockets(self, name: str) -> Path:
        """Return a server's folder for its socket; a path too long for a socket gives way to the temp folder."""
        folder = self.servers / "run" / name
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        key = hashlib.sha256(str(self.servers).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"senkom-{os.geteuid()}-{key}" / name

    def remove(self) -> None:
        """Remove everything that was ever kept here."""
        for folder in (self.sockets("any").parent, self.servers, self.data):
            shutil.rmtree(folder, ignore_errors=True)


def private_folder(folder: Path, owner: tuple[int, int] | None = None) -> Path:
    """Make a folder that one user alone may enter, and make sure that nobody else laid it there before."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.parent.is_symlink() or folder.parent.stat().st_uid not in (os.geteuid(), 0):
        raise Refusal(f"{folder.parent} belongs to another user. Remove it, or give SENKOM_DATA a shorter path.")
    folder.mkdir(mode=0o700, exist_ok=True)
    if owner:
        os.chown(folder, *owner)
    folder.chmod(0o700)
    return folder


def full_disk(folder: Path, room: int = ROOM_TO_LIVE) -> Refusal | None:
    """Return the refusal of a disk with less room than this, None where there is enough."""
    free = shutil.disk_usage(folder).free
    if free >= room:
        return None
    return Refusal(
        f"The disk that holds {folder} is full ({free // 2**20} MB left). "
        f"Free at least {room // 2**20} MB, then start again; what was saved is safe."
    )
