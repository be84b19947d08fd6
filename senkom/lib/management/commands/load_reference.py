"""Bring all reference data up to date: areas, qualifications, categories, holidays."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from senkom.lib.registry import reference_loaders


class Command(BaseCommand):
    help = "Loads areas, qualifications, categories and holidays; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for loader in reference_loaders():
            with transaction.atomic():
                written = loader.load()
            if options["verbosity"]:
                self.stdout.write(f"{loader.name}: {written} rows written")
