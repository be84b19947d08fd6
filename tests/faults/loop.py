"""`python -m tests.faults.loop`: `manage.py dispatch_messages`, with the reminder of the tests beside the real ones."""

from __future__ import annotations

import os

import django
from django.core.management import call_command


def main() -> None:
    """Plan and send until killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    django.setup()
    # Only now can the tables be imported.
    from tests.factories.notifications import registered_reminder

    with registered_reminder():
        call_command("dispatch_messages", every=0.5)


if __name__ == "__main__":
    main()
