"""Forms that hand their input to a service and take its refusal back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from senkom.lib.characters import hides_something, trimmed
from senkom.lib.refusals import refused_in_words
from senkom.lib.times import zone_label, zone_of_request

M = TypeVar("M", bound=models.Model)
UNSEEN = ValidationError(
    _("There is a character here that can't be seen, or a new line. Delete the text and type it anew."), code="unseen"
)


class PlainTexts(forms.BaseForm):
    """A form that takes no characters which can't be seen; they are refused in words, beside the field."""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            field = self.fields.get(name)
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                self._look_at(name, field, value)
        return cleaned

    def _look_at(self, name: str, field: forms.CharField, value: Any) -> None:
        has_lines = isinstance(field.widget, forms.Textarea)
        if isinstance(value, list):
            if any(hides_something(str(line), lines=False) for line in value):
                self.add_error(name, UNSEEN)
        elif isinstance(value, str):
            text = self.cleaned_data[name] = value if has_lines else trimmed(value)
            if hides_something(text, lines=has_lines):
                self.add_error(name, UNSEEN)
            elif field.required and not text:
                self.add_error(name, field.error_messages["required"])


class ServiceForm(PlainTexts, forms.Form):
    """A form whose service may refuse; the sentence stands on the form, and what was typed stays."""

    result: Any = None
    conflict: bool = False

    @property
    def status_code(self) -> int:
        """How the page with this form is answered: 200, 422 refused, 409 a lost race or an old version."""
        if not self.is_bound or not self.errors:
            return 200
        return 409 if self.conflict else 422

    def apply(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Call the service; its answer is `result`. False where it refused in words."""
        try:
            self.result = service(*args, **kwargs)
        except ValidationError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: ValidationError) -> None:
        """Put a service's refusal on the form, beside the field where it names one the form has."""
        self.conflict = self.conflict or getattr(error, "code", None) == "conflict"
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)


class CreateForm(ServiceForm):
    """A form that makes a row: its code comes with the page, so that sending twice makes one row."""

    code = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class MailField(forms.EmailField):
    """An e-mail address, no longer than its column."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)


class PhoneField(PhoneNumberField):
    """A phone number, however it is written; kept in one form. What was typed stays as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "tel", **kwargs.pop("attrs", {})}), **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"^(?:00)?62", "+62", trimmed(value))
        return super().to_python(value)


class ReasonForm(ServiceForm):
    """A step that needs a reason in a few words."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def _zone_hint() -> str:
    return zone_label(timezone.now(), zone_of_request())


zone_hint = lazy(_zone_hint, str)
"""The label of the zone in which times are typed here, found when the page is rendered: WIB."""


YEARS = range(1900, 2100)
"""What a year can be here; far outside them calendars of computers end, and a stored row could not be read again."""


def in_our_time(day: date) -> None:
    """Raises ValidationError where a date or a moment lies so far away that it must be a slip."""
    if day.year not in YEARS:
        raise ValidationError(_("Look at the year again."), code="year")


class DayField(forms.DateField):
    """A date, picked in the browser's own calendar."""

    default_validators = [in_our_time]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class LocalDateTimeField(forms.DateTimeField):
    """A moment in the zone of the person's unit, which is printed beside the field."""

    default_validators = [in_our_time]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=kwargs.pop("widget", widget), help_text=kwargs.pop("help_text", zone_hint()), **kwargs)


def once(rows: Any, code: uuid.UUID, *, author_field: str, author: Any, make: Callable[[], M]) -> M:
    """The row `make` creates with this code, or the one an earlier sending of the same form made.

    Raises ValidationError (code "conflict") where somebody else's row has that code.
    """
    if row := earlier(rows, code, author_field=author_field, author=author):
        return cast(M, row)
    try:
        with refused_in_words():
            return make()
    except IntegrityError:
        # Both sendings at the same moment: the other one has just been written.
        if row := earlier(rows, code, author_field=author_field, author=author):
            return cast(M, row)
        raise


def earlier(rows: Any, code: uuid.UUID, *, author_field: str, author: Any) -> Any:
    """The row an earlier sending of the same form made, or None.

    Raises ValidationError (code "conflict") where somebody else's row has that code.
    """
    row = rows.filter(code=code).first()
    if row is not None and getattr(row, f"{author_field}_id") != author.pk:
        raise ValidationError(_("This form was sent by somebody else already. Open it anew."), code="conflict")
    return row
