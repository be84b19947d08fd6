"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from members.backends import MemberBackend


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Accounts are made by the chapter; allauth's own sign-up, open by default, is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The account behind the credentials; a closed one is answered like a wrong password, without a page apart."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user if MemberBackend().user_can_authenticate(user) else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What "key" means in the limits: an account *and* an address.

        Counted by account alone, five wrong tries from anywhere would keep the right person out.
        """
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"
