"""The folder of files, written so that a file is whole under its name or not there at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

HALF = ".half-"
"""How a file begins its life; what still is called so after a day belongs to a process that was killed."""


class WholeFileStorage(FileSystemStorage):
    """Django's folder, but a file gets its name only when all of it is on the disk: temporary name, then rename."""

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        self._make_folder(target.parent)
        descriptor, half = tempfile.mkstemp(prefix=HALF, dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(half, self.file_permissions_mode)
            os.rename(half, target)
        except BaseException:
            os.unlink(half)
            raise
        return name

    def _make_folder(self, folder: Path) -> None:
        """Make it and those above it, each with our permissions; `os.makedirs` gives them to the last one only."""
        if not folder.exists():
            self._make_folder(folder.parent)
            folder.mkdir(mode=self.directory_permissions_mode or 0o777, exist_ok=True)
