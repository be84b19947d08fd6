"""`manage.py backup DIR`: the database, the files and, apart from both, the keys."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from senkom.operation.backup import write_backup
from senkom.operation.refusal import Refusal


class Command(BaseCommand):
    """Writes a backup of this server; the site may run meanwhile."""

    help = "Write a backup into a folder: database and files, checked; the keys in a folder of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups lie; each gets a folder of its own in it")
        parser.add_argument("--keys-into", type=Path, metavar="DIR", help="where the keys go (beside the backup)")
        parser.add_argument("--without-keys", action="store_true", help="write no keys: they are kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        keys_into = None if options["without_keys"] else options["keys_into"] or folder
        try:
            done = write_backup(folder, keys_into)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{done.folder}: {done.rows:,} rows, {done.files:,} files, {done.size / 1e6:,.1f} MB, "
            f"{done.seconds:.1f} s; read again and whole."
        )
        if done.keys:
            self.stdout.write(f"{done.keys}: the keys. Keep them elsewhere: who has both can read every NIK.")
        if done.missing:
            self.stderr.write(f"{done.missing} files are named by rows and not there; manifest.json lists them.")
