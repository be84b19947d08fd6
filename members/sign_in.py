"""The forms of signing in: one field for four identifiers, then a second factor; and of setting one up."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from members.accounts import username_for
from members.models import User

NO_CREDENTIAL = (TypeError, ValueError, KeyError, AttributeError, IndexError, struct.error, InvalidSignature)
"""What the library says when somebody sends something that no passkey made."""


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


class ConfirmForm(ReauthenticateForm):
    """The password once more, before what protects the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


def first_use(user: User, code: str) -> bool:
    """Whether a code of the app is new. It is right for three steps of time; allauth remembers it for one."""
    digest = hashlib.sha256(normalize_user_code(code).encode()).hexdigest()
    steps = 2 * app_settings.TOTP_TOLERANCE + 1
    return bool(cache.add(f"totp-used:{user.pk}:{digest}", "y", timeout=steps * app_settings.TOTP_PERIOD))


class CodeMixin:
    """A field for a code: digits on the phone's keyboard, filled in by the device where it can."""

    fields: dict[str, forms.Field]
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.label
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 20}

    label: Any = _("Code of the app, or a recovery code")


class OnceMixin(CodeMixin):
    """A code that counts once."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        """Raises ValidationError where the code is wrong or was used."""
        code: str = super().clean_code()  # type: ignore[misc]  # CodeMixin brings no types
        if self.authenticator.type == Authenticator.Type.TOTP and not first_use(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(OnceMixin, AuthenticateForm):
    """The second step of signing in."""


class ConfirmByCodeForm(OnceMixin, ReauthenticateByCodeForm):
    """A code, before what protects the account is changed."""


class CodeAppForm(CodeMixin, ActivateTOTPForm):
    """The first code of an app; it is used up by that."""

    label = _("The 6 digits the app shows now")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        first_use(self.user, code)
        return code


class CredentialMixin:
    """What a passkey answers; anything else is a wrong code and never an error page."""

    def _clean(self, clean: Any) -> Any:
        try:
            return clean()
        except NO_CREDENTIAL as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(CredentialMixin, AddWebAuthnForm):
    """A new passkey, with a name to tell it from others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, to know it again")
        self.fields["name"].max_length = 50
        self.fields["name"].widget.attrs["maxlength"] = 50

    def clean(self) -> Any:
        return self._clean(super().clean)


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name, to know it again"), max_length=50)


class SecondStepByPasskeyForm(CredentialMixin, AuthenticateWebAuthnForm):
    """The second step of signing in, by a passkey."""

    def clean_credential(self) -> Any:
        return self._clean(super().clean_credential)


class ConfirmByPasskeyForm(CredentialMixin, ReauthenticateWebAuthnForm):
    """A passkey, before what protects the account is changed."""

    def clean_credential(self) -> Any:
        return self._clean(super().clean_credential)
