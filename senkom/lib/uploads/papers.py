"""Papers from people, a PDF or a picture of one: bound anew in a process apart (see `binder`), or drawn anew."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from senkom.lib.uploads import binder, pictures
from senkom.lib.uploads.pictures import LARGEST_FILE, ONE_AT_A_TIME, PATIENCE, Picture, drawn_anew

MOST_PAGES = 40
"""Of one paper."""
MOST_BOUND = 400
"""Of a bundle of them."""
LONGEST = 2200
"""Pixels of a photographed paper's longer side: 190 dots an inch on A4, so that small print is read."""

REFUSALS: dict[str, Any] = {
    "too_large": _("This file is larger than 8 MB. Scan the paper anew in grey, or with 150 dots an inch."),
    "unknown_type": _("This is no paper we can keep. Send a PDF, or a photo of it as JPEG, PNG or WebP."),
    "too_many_pages": _("This paper has more than 40 pages. Send the pages that matter."),
    "locked": _("This PDF asks for a password. Save it without one, or send a photo of the paper."),
    "unreadable": _("This PDF can't be read; the file may be damaged. Save it anew, or send a photo of the paper."),
}
_BY_EXIT_CODE = {
    binder.UNKNOWN: "unknown_type",
    binder.TOO_MANY_PAGES: "too_many_pages",
    binder.LOCKED: "locked",
}
BEGINS = b"%PDF-"


@dataclass(frozen=True)
class Paper:
    """A PDF that was bound by us and holds nothing but its pages."""

    content: bytes
    content_type = "application/pdf"
    suffix = ".pdf"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def refusal(code: str) -> ValidationError:
    """The sentence for a paper that is not taken."""
    return ValidationError(REFUSALS[code], code=code)


def kept(file: IO[bytes], *, size: int) -> Paper | Picture:
    """A paper as we keep it: its pages, or the picture of it.

    Raises ValidationError: too_large, unknown_type, too_many_pages, locked, unreadable, too_many_pixels, busy.
    """
    if size > LARGEST_FILE:
        raise refusal("too_large")
    begins = file.read(1024)
    file.seek(0)
    if BEGINS in begins:
        return Paper(bound([file.read()], most_pages=MOST_PAGES))
    try:
        return drawn_anew(file, size=size, longest=LONGEST)
    except ValidationError as error:
        raise refusal("unknown_type") if error.code == "unknown_type" else error from error


def bound(parts: Sequence[bytes], *, most_pages: int = MOST_BOUND) -> bytes:
    """One PDF of all pages of several. Raises ValidationError."""
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise pictures.refusal("busy")
    try:
        done = _bound_apart(parts, most_pages)
    except subprocess.TimeoutExpired as error:
        raise refusal("unreadable") from error
    finally:
        ONE_AT_A_TIME.release()
    if done.returncode:
        # Killed by the system for time or memory, it has no code of ours.
        raise refusal(_BY_EXIT_CODE.get(done.returncode, "unreadable"))
    return done.stdout


def _bound_apart(parts: Sequence[bytes], most_pages: int) -> subprocess.CompletedProcess[bytes]:
    """The binder's answer; it gets no environment, so no secret of ours."""
    command = [sys.executable, "-I", str(Path(binder.__file__)), str(most_pages)]
    return subprocess.run(
        command,
        input=b"".join(struct.pack("!I", len(part)) + part for part in parts),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        timeout=PATIENCE,
        check=False,
    )
