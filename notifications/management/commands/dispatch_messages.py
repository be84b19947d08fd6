"""Plan and send without Celery and Redis: a third caller of the same two functions, for a service of its own."""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.translation import gettext_lazy as _

from notifications import dispatcher, planner

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = str(_("Plans and sends messages, again and again. Harmless beside Celery and beside others of its kind."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="plan and send once, then end")
        parser.add_argument("--every", type=float, default=10.0, metavar="SECONDS", help="how long to rest between")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            try:
                planned, sent = planner.tick(), dispatcher.run_once()
            except OperationalError:
                # The database is away; it comes back.
                if options["once"]:
                    raise
                log.exception("the database does not answer")
            else:
                if options["once"] or options["verbosity"] > 1:
                    self.stdout.write(f"planned {planned}, sent {sent}")
            if options["once"]:
                return
            close_old_connections()
            time.sleep(options["every"])
