"""Processes that end with us, and locks that the system opens when we are gone."""

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def spawn(
    command: Sequence[str | Path],
    *,
    user: tuple[int, int] | None = None,
    output: IO[bytes] | int | None = None,
    ends_with_us: signal.Signals | None = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches only us; it gets a signal when we die.

    Call it from the main thread only: Linux means the thread that started the process when it says parent.
    """
    return subprocess.Popen(  # the death signal can be asked for only between fork and exec
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output if output != subprocess.PIPE else None,
        start_new_session=True,
        preexec_fn=dying_with_parent(ends_with_us) if ends_with_us else None,
        **as_user(user),
        **options,
    )


def as_user(user: tuple[int, int] | None) -> dict[str, Any]:
    """Return the options that start a process as a user and group; none as ourselves."""
    return {"user": user[0], "group": user[1], "extra_groups": []} if user else {}


def dying_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child must do before it becomes the program: ask Linux for a signal when its parent dies."""
    if sys.platform != "linux":
        return None
    parent, prctl = os.getpid(), ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(SET_PARENT_DEATH_SIGNAL, number)
        if os.getppid() != parent:  # died before we asked
            os._exit(1)

    return ask


def stop(process: subprocess.Popen[bytes], *, patience: float, by: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end, wait, and end what is left of its session."""
    if process.poll() is None:
        process.send_signal(by)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ending(process: subprocess.Popen[bytes]) -> str | None:
    """Return in words how a process ended, None while it runs."""
    code = process.poll()
    if code is None:
        return None
    return f"was killed (signal {-code})" if code < 0 else f"ended by itself (exit code {code})"


def is_alive(pid: int) -> bool:
    """Tell whether a process with this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Lock:
    """A lock on a file. The system opens it when its holder is gone, however it went."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[str] | None = None

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock (or change how we hold it); False where somebody else has it and we don't wait."""
        if self.file is None:
            self.file = self.path.open("a+")
        try:
            fcntl.flock(self.file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let others have it."""
        if self.file is not None:
            self.file.close()
            self.file = None

    def is_held(self) -> bool:
        """Tell whether anybody holds it; not to be asked by the holder."""
        try:
            with self.path.open() as probe:
                fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def write(self, word: str) -> None:
        """Leave word beside the lock, for whoever finds it taken."""
        self.path.write_text(word)

    def read(self) -> str:
        """Return the word that the holder left."""
        try:
            return self.path.read_text().strip()
        except FileNotFoundError:
            return ""

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it for a block."""
        self.take()
        try:
            yield
        finally:
            self.release()
