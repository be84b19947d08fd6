"""Fields several forms share: what happened, and in which village."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Category
from members.models import Unit, User
from members.permissions import lineage


class _ByGroup(forms.models.ModelChoiceIterator):
    """The categories under the names of their groups."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield ("", self.field.empty_label or "")
        rows = self.queryset.select_related("parent").order_by("parent__position", "parent__id", "position", "name")
        for group, kinds in groupby(rows, key=lambda row: row.parent):
            yield (group.name if group else "", [self.choice(kind) for kind in kinds])


class CategoryField(forms.ModelChoiceField[Category]):
    """One category of those in use."""

    iterator = _ByGroup

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What"))
        super().__init__(
            Category.objects.choosable(), to_field_name="slug", empty_label=_("Choose what it is"), **kwargs
        )


class VillageField(forms.ModelChoiceField[Unit]):
    """One village of the city, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Unit.objects.none(),
            label=kwargs.pop("label", _("Village (kelurahan)")),
            required=False,
            empty_label=_("Choose the village"),
            **kwargs,
        )

    def offer(self, user: User) -> None:
        """Offer the villages of the city the person belongs to."""
        city = lineage(user.member.unit_id)[:3][-1]
        self.queryset = Unit.objects.villages_of([city])
