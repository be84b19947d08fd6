"""Make the database ready to be served: tables, reference data, the demo. One process, for a quick start.

Its exit status says what is served: 0 the demo, `NO_DEMO` a database of somebody's own.
"""

import os
import sys

import django
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError

NO_DEMO = 10


def main() -> int:
    """Run as `python -m senkom.embedded.prepare [demo]`; only `make run` calls this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    django.setup()
    wanted = ["load_reference", "seed_demo"] if sys.argv[1:] == ["demo"] else ["load_reference"]
    try:
        call_command("migrate", interactive=False, verbosity=0)
        for command in wanted:
            call_command(command)
    except OperationalError as error:
        first_line = str(error).strip().partition("\n")[0]
        print(f"The database does not answer: {first_line} Is DATABASE_URL right, and the server up?", file=sys.stderr)
        return 1
    return 0 if carries_demo() else NO_DEMO


def carries_demo() -> bool:
    """Tell whether the database carries the demo's mark; the models can be imported only now."""
    mark = apps.get_model("pages", "DemoMark")
    return bool(mark.objects.exists())


if __name__ == "__main__":
    sys.exit(main())
