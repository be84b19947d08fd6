"""How allauth behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Accounts are made by the chapter; allauth's own sign-up, open by default, is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
