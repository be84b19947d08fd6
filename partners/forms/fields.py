"""Fields and forms that several pages of the partners use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from members.models import Unit, User
from members.states import Action
from partners.models import Agency
from senkom.lib.choices import RowField
from senkom.lib.forms import ReasonForm, ServiceForm


class LinesField(forms.CharField):
    """Several texts, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=6000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class StepForm(ServiceForm):
    """One step of one row; its fields are what the service of that step asks for."""

    def __init__(self, data: Any = None, *, row: Any, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.row = row
        self.user = user
        self.fill()

    def fill(self) -> None:
        """Offer what the row has: choices and what stands in the fields at first."""


class ReasonStepForm(StepForm, ReasonForm):
    """A step that needs nothing but a reason."""


def units_for(user: User, action: Action) -> QuerySet[Unit]:
    """Units in which somebody may do this, for a choice."""
    return Unit.objects.in_reach_of(user, action).order_by("path")


def agencies_for(user: User) -> QuerySet[Agency]:
    """Agencies somebody sees, for a choice."""
    return Agency.objects.visible_to(user).active()


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a choice offer these rows and no others."""
    field = form.fields[name]
    if isinstance(field, RowField):
        field.offer(rows)
        return
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - the form's own field, said for the type checker
    field.queryset = rows
