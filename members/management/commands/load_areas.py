"""Load the country's units: nation, provinces, regencies, districts, and the villages of 35.74."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from members.reference import load_areas


class Command(BaseCommand):
    help = "Loads 7,838 units and the villages of Kota Probolinggo; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            written = load_areas()
        self.stdout.write(f"areas: {written} rows written")
