"""`manage.py restore DIR`: a backup, back in an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from senkom.operation.refusal import Refusal
from senkom.operation.restore import Restored, Wish, restore


class Command(BaseCommand):
    """Restores one backup and says done only when all was counted."""

    help = "Restore one backup (…/senkom-<date>) into an empty database, and compare what came back."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of one backup")
        parser.add_argument(
            "--keys", type=Path, metavar="DIR", help="where --keys-into has put the keys, or their file"
        )
        parser.add_argument("--replace", action="store_true", help="remove all that the database holds now")
        parser.add_argument("--lost-keys", action="store_true", help="the keys are lost for ever: restore the rest")

    def handle(self, *args: Any, **options: Any) -> None:
        wish = Wish.of(options["folder"], options["keys"], replace=options["replace"], lost_keys=options["lost_keys"])
        try:
            self.report(restore(wish))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def report(self, done: Restored) -> None:
        """Say what came back, and loudly what did not."""
        self.stdout.write(
            f"Restored in {done.seconds:.1f} s: {done.rows:,} rows in {done.tables} tables, as many as were saved; "
            f"{done.files:,} files; {done.niks_read} NIKs read as a sample."
        )
        if done.missing:
            self.stderr.write(f"{done.missing} files were missing already when the backup was made.")
        if done.keys_installed:
            self.stdout.write("The keys of the backup are in use now.")
        if done.keys_differ:
            self.stderr.write("This server has OTHER KEYS than the backup: set those of keys.json before you start it.")
        if done.niks_lost:
            self.stderr.write(f"THE KEY IS LOST: of {done.niks_lost} NIKs tried none can be read again. Ask for them.")
