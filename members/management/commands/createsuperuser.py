"""Make the first account of an empty server: a superuser together with his entry in the roster."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from members import services

VARIABLES = {
    "full_name": "DJANGO_SUPERUSER_FULL_NAME",
    "username": "DJANGO_SUPERUSER_USERNAME",
    "password": "DJANGO_SUPERUSER_PASSWORD",
}


class Command(BaseCommand):
    help = "Makes an account that may do everything, with its member (an applicant of the nation)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username")
        parser.add_argument("--full-name", dest="full_name")
        parser.add_argument(
            "--noinput",
            "--no-input",
            action="store_false",
            dest="interactive",
            help=f"Ask nothing; take what is missing from {', '.join(VARIABLES.values())}.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        answers = {name: options.get(name) or os.environ.get(variable, "") for name, variable in VARIABLES.items()}
        if options["interactive"]:
            answers = self.ask(answers)
        for name, answer in answers.items():
            if not answer:
                raise CommandError(
                    f"{VARIABLES[name]} is not set, and nothing may be asked. Set it, or leave --noinput."
                )
        try:
            account = services.make_first_account(**answers)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{account.username} can sign in now. Next: open a chapter under Anggota, Satuan.")

    def ask(self, answers: dict[str, str]) -> dict[str, str]:
        """What is missing, from the keyboard."""
        questions = {"full_name": "Full name: ", "username": "User name: "}
        for name, question in questions.items():
            answers[name] = answers[name] or input(question).strip()
        if not answers["password"]:
            answers["password"] = getpass.getpass("Password: ")
            if getpass.getpass("Password again: ") != answers["password"]:
                raise CommandError("The two passwords differ. Start again.")
        return answers
