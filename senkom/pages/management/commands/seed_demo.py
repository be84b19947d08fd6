"""`manage.py seed_demo`: the demo, into an empty database or one that carries its mark."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from senkom.pages.demo.seed import NotOurs, seed


class Command(BaseCommand):
    """Adds what is missing of the demo; rows that people changed are left alone."""

    help = "Add what is missing of the demo; rows that people changed are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_first = seed()
        except NotOurs:
            self.stdout.write(
                "This database has rows of its own and no mark of the demo: it is served as it is, without the demo."
            )
            return
        self.stdout.write("The demo was added." if is_first else "The demo is up to date.")
