"""Pictures from people, drawn anew in a process apart (see `decoder`), so that nothing but pixels is kept."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from senkom.lib.uploads import decoder

LARGEST_FILE = 8 * 1024 * 1024
PATIENCE = 20
"""Seconds for a picture, and for waiting for one's turn."""
ONE_AT_A_TIME = threading.BoundedSemaphore(1)
"""A process of the site decodes one picture at a time: the others wait, the memory is counted once."""

REFUSALS: dict[str, Any] = {
    "too_large": _("This file is larger than 8 MB. Choose a smaller picture, or take it anew with a lower resolution."),
    "unknown_type": _("This is no picture we can keep. Send a JPEG, PNG or WebP; a screenshot of it works too."),
    "too_many_pixels": _("This picture has too many pixels. Choose a smaller one; a screenshot of it works too."),
    "unreadable": _("This picture can't be read; the file may be damaged. Choose another one, or take it anew."),
    "busy": _("Many pictures came at the same moment. Send yours again in a minute."),
}
_BY_EXIT_CODE = {
    decoder.UNKNOWN: "unknown_type",
    decoder.TOO_MANY_PIXELS: "too_many_pixels",
    decoder.UNREADABLE: "unreadable",
}


@dataclass(frozen=True)
class Picture:
    """A picture that was drawn by us and holds nothing but pixels."""

    content: bytes
    content_type = "image/jpeg"
    suffix = ".jpg"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def refusal(code: str) -> ValidationError:
    """The sentence for a picture that is not taken."""
    return ValidationError(REFUSALS[code], code=code)


def drawn_anew(file: IO[bytes], *, size: int, longest: int) -> Picture:
    """The picture, upright and at most `longest` pixels wide and high.

    Raises ValidationError: too_large, unknown_type, too_many_pixels, unreadable, busy.
    """
    if size > LARGEST_FILE:
        raise refusal("too_large")
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise refusal("busy")
    try:
        done = _decoded(file.read(), longest)
    except subprocess.TimeoutExpired as error:
        raise refusal("unreadable") from error
    finally:
        ONE_AT_A_TIME.release()
    if done.returncode:
        # Killed by the system for time or memory, it has no code of ours.
        raise refusal(_BY_EXIT_CODE.get(done.returncode, "too_many_pixels"))
    return Picture(done.stdout)


def _decoded(raw: bytes, longest: int) -> subprocess.CompletedProcess[bytes]:
    """The decoder's answer; it gets no environment, so no secret of ours."""
    command = [sys.executable, "-I", str(Path(decoder.__file__)), str(longest)]
    return subprocess.run(
        command,
        input=raw,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        timeout=PATIENCE,
        check=False,
    )
