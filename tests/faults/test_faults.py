"""The fast faults, as part of `make test`; `make faults` has all of them, and shows that each can be seen."""

from __future__ import annotations

import subprocess
import sys

from senkom.embedded.place import PROJECT, Place
from tests.embedded.stack import clean_environment


def test_the_site_withstands_the_fast_faults() -> None:
    environment = clean_environment(Place.from_environment())
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "fast"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " FAILED " not in done.stdout
