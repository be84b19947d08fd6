"""The embedded default: a file for each letter, named by its id. The folder is its own ledger."""

from __future__ import annotations

import os
from pathlib import Path

from notifications.channels.base import Letter, Outcome, Result, Unreachable


class FileSender:
    """Writes a letter beside its place and renames it into it, so that it is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def ledger(self) -> FileSender:
        return self

    def path_of(self, message_id: str) -> Path:
        """Where the letter lies: the part of its id before the '@'."""
        return self.folder / f"{message_id.strip('<>').partition('@')[0]}.eml"

    def accepted(self, message_id: str) -> bool:
        return self.path_of(message_id).exists()

    def connect(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreachable(type(error).__name__) from error

    def send(self, letter: Letter) -> Outcome:
        path = self.path_of(letter.message_id)
        draft = path.with_name(f".{path.name}.part")
        try:
            with draft.open("wb") as file:
                file.write(letter.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:  # a full disk
            return Outcome(Result.NOT_ACCEPTED, type(error).__name__)
        return Outcome(Result.ACCEPTED, "file")

    def close(self) -> None:
        """Nothing is open."""
