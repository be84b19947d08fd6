"""What a browser says of itself."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notifications.channels import web
from notifications.webpush.encryption import encrypt
from notifications.webpush.keys import to_bytes
from senkom.lib.forms import ServiceForm

AUTH_LENGTH = 16


class PhoneForm(ServiceForm):
    """The subscription of a browser: where its push service takes messages, and with which keys they are closed."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=30)

    def clean_endpoint(self) -> str:
        """An address that may be asked; where it leads is looked up each time it is."""
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            web.checked(endpoint)
        except web.Forbidden as error:
            raise ValidationError(_("This is not the address of a notification service.")) from error
        return endpoint

    def clean(self) -> None:
        """Keys with which a message can be closed."""
        keys = [self.cleaned_data.get(name, "") for name in ("p256dh", "auth")]
        try:
            point, secret = map(to_bytes, keys)
            encrypt(b"", point, secret)
        except ValueError as error:
            raise ValidationError(_("These are not the keys of a browser.")) from error
        if len(secret) != AUTH_LENGTH:
            raise ValidationError(_("These are not the keys of a browser."))
