"""Take away the second factor of an account from the server's console."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from members.models import User
from members.services.second_factor import take_away
from senkom.lib.logs import Event, note


class Command(BaseCommand):
    """For the last superuser who lost his phone and his recovery codes; everybody else asks the unit above."""

    help = "Take away the second factor of an account; it signs in with its password and sets up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        account = User.objects.select_for_update().filter(username=options["username"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['username']!r}. Write the user name.")
        if not take_away(account):
            raise CommandError("This account has no second factor.")
        note(Event.FACTOR_RESET, subject=account.member, what="console")
        self.stdout.write("Taken away. The account signs in with its password and sets up a new one.")
