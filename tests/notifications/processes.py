"""Planners and senders as processes of their own, quickly made: `python -m tests.notifications.processes`.

It loads the site once, then forks a process for each line it reads ("plan" or "send") and answers with its number.
They know the test's reminder and nothing else that is due, and run until they are killed.
"""

from __future__ import annotations

import os
import signal
import sys
import time

import django

PAUSE = 0.05


def main() -> None:
    """Fork what is asked for, until nobody asks any more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    django.setup()
    # Only now can the tables be imported.
    from notifications import dispatcher, planner
    from tests.factories.notifications import registered_reminder

    runs = {"plan": planner.run_once, "send": dispatcher.run_once}
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who dies is gone at once
    with registered_reminder():
        for line in sys.stdin:
            pid = os.fork()
            while pid == 0:
                runs[line.strip()]()
                time.sleep(PAUSE)
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
