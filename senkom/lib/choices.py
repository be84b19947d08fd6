"""One row of many in a form: a list to choose from while it is short, a search once nobody would read it."""

from __future__ import annotations

from itertools import islice
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)

FEW = 50
"""A list longer than this is not read; one types a name instead."""
SHOWN = 10
"""Of what a search finds, this many are offered; whoever finds more types more of the name."""


class SearchInput(forms.TextInput):
    """A name is typed; where it fits several rows, they stand below it to choose from. Needs no JavaScript."""

    input_type = "search"
    found: list[tuple[str, str]]
    """Value and label of the rows that fit what was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.found = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """What was typed, and which of the rows it had found was chosen."""
        return str(data.get(name, "")).strip(), str(data.get(f"{name}_found", ""))

    def format_value(self, value: Any) -> str | None:
        return super().format_value(value[0] if isinstance(value, tuple) else value)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        typed = super().render(name, value, attrs, renderer)
        if not self.found:
            return typed
        picked = value[1] if isinstance(value, tuple) else ""
        context = {"name": f"{name}_found", "rows": self.found, "picked": picked}
        return mark_safe(typed + render_to_string("includes/found.html", context))  # noqa: S308 - both are rendered


class RowField(forms.ModelChoiceField[M]):
    """A row that the form offers with `offer`; its queryset has a method `matching(text)`."""

    is_long = False

    def offer(self, rows: QuerySet[M], *, like: RowField[M] | None = None) -> None:
        """Let the field take one of these rows and no other; `like` offers the same and knows how many they are."""
        self.queryset = rows
        self.is_long = like.is_long if like else rows[FEW : FEW + 1].exists()
        if self.is_long:
            self.widget = SearchInput()
            self.help_text = self.help_text or _("Type part of the name.")

    def prepare_value(self, value: Any) -> Any:
        if not self.is_long or isinstance(value, tuple):
            return super().prepare_value(value)
        row = value if isinstance(value, models.Model) else super().to_python(value)
        return str(row) if row else ""

    def to_python(self, value: Any) -> M | None:
        if not self.is_long:
            return super().to_python(value)
        text, picked = value
        if not text:
            return None
        rows: Any = self.queryset
        fitting = rows.matching(text)
        if picked and (chosen := self._chosen(fitting, picked)):
            return chosen
        found: list[M] = list(fitting[: SHOWN + 1])
        same = [row for row in found if str(row).casefold() == text.casefold()]
        if len(found) == 1 or len(same) == 1:
            return (same or found)[0]
        self._offer_found(found)
        raise ValidationError(self._how_many(found), code="several" if found else "nobody")

    def _chosen(self, rows: QuerySet[M], picked: str) -> M | None:
        """The row chosen below, as long as it fits what stands in the field."""
        try:
            return rows.filter(**{self.to_field_name or "pk": picked}).first()
        except (ValueError, ValidationError):
            return None

    def _offer_found(self, found: list[M]) -> None:
        key = self.to_field_name or "pk"
        self.widget.found = [
            (str(row.serializable_value(key)), str(self.label_from_instance(row))) for row in islice(found, SHOWN)
        ]

    @staticmethod
    def _how_many(found: list[M]) -> str:
        if not found:
            return _("Nothing fits. Check the spelling, or type less of the name.")
        if len(found) > SHOWN:
            return _("That fits many. Choose one of these, or type more of the name.")
        return _("That fits several. Choose one of these.")
