"""Make the database ready to be served: tables, reference data, the demo. One process, for a quick start."""

import os
import sys

import django
from django.core.management import call_command, get_commands
from django.db import OperationalError


def main() -> int:
    """Run as `python -m senkom.embedded.prepare [demo]`; only `make run` calls this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    django.setup()
    known = get_commands()
    wanted = ["load_reference", "seed_demo"] if sys.argv[1:] == ["demo"] else ["load_reference"]
    try:
        call_command("migrate", interactive=False, verbosity=0)
        for command in wanted:
            if command in known:
                call_command(command)
    except OperationalError as error:
        first_line = str(error).strip().partition("\n")[0]
        print(f"The database does not answer: {first_line} Is DATABASE_URL right, and the server up?", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
