"""The sign-in form: one field for four identifiers."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _

from members.accounts import username_for


class SignInForm(LoginForm):
    """Takes a user name, member number, phone number or e-mail, where exactly one account has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Mobile number or member number")
        self.fields["password"].label = _("Password")
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        return username_for(super().clean_login())
