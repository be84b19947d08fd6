"""Which account a request belongs to."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from members.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's sign-in; an account of somebody who has left is closed the same minute."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, User) and user.is_active and user.member.may_have_account

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("member__unit").filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.is_of_a_request = True
        return user
