#!/usr/bin/env python
"""Django's commands; where no database is configured, on the embedded one."""

import os
import sys

from django.core.management import execute_from_command_line

from senkom.embedded.command import servers_for_a_command


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    with servers_for_a_command():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
