"""`manage.py heartbeat`: whether reminders are planned and sent, by an exit code, for whoever watches processes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications import runs


class Command(BaseCommand):
    """Ends with 0 where planner and sender ran a short while ago, with 1 where they did not."""

    help = "Say whether reminders are planned and sent."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not runs.reminders_are_alive():
            raise CommandError("Reminders are not planned or not sent: neither Celery nor the dispatcher is at work.")
        self.stdout.write("Reminders are planned and sent.")
