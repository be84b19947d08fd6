"""Bring every NIK under the newest key, while the site runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.models import Member
from members.services import keys
from senkom.lib.crypto import active_key


class Command(BaseCommand):
    """In small batches; it may be stopped and started again."""

    help = "Encrypt every NIK and every secret of a second factor under the first of SENKOM_NIK_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=keys.BATCH, help="rows in one transaction")
        parser.add_argument(
            "--hashes",
            action="store_true",
            help="after SENKOM_NIK_HASH_KEY was changed, with the site stopped: find every NIK by the new key",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        total = Member.objects.filter(nik__isnull=False).count()
        work = keys.rehash if options["hashes"] else keys.rotate
        done = 0
        for done in work(options["batch"]):
            self.stdout.write(f"{done} done; {total} people have a NIK.")
        if not options["hashes"] and (left := keys.old_keys()):
            raise CommandError(
                f"Some NIKs are under {', '.join(left)} again: a server is running that does not know the key "
                f"{active_key()!r} yet. Restart it, then run this once more."
            )
        what = "found by the present hash key" if options["hashes"] else f"under the key {active_key()!r}"
        self.stdout.write(f"Every NIK is {what}; {done} were changed.")
