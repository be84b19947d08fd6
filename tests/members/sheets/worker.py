"""A worker of the clock as a process of its own, to be killed: `python -m tests.members.sheets.worker`."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Work on what was ordered until nothing is left."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    django.setup()
    # Only now can the tables be imported.
    from senkom.lib import long_work

    long_work.run_waiting(3_600)


if __name__ == "__main__":
    main()
