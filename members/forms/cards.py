"""What people type about membership cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.forms import UnitChoice
from members.models import Card, Unit
from members.states import CardState
from senkom.lib.forms import ServiceForm

if TYPE_CHECKING:
    from django.http import QueryDict


class ApproveCardForm(ServiceForm):
    """The board vouches for a card."""

    member_number = forms.CharField(
        label=_("Member number"),
        max_length=40,
        required=False,
        help_text=_("Only where the nation or the province gave another one; otherwise the present number stays."),
    )


class CardSearchForm(forms.Form):
    """The filters of the list of cards."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = UnitChoice(label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("All"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [("", _("in the making or in hand")), *CardState.choices, ("all", _("all"))]
        cast(forms.ChoiceField, self.fields["state"]).choices = groups
        cast("forms.ModelChoiceField[Unit]", self.fields["unit"]).queryset = units


class ChosenCardsForm(ServiceForm):
    """Cards that were ticked in the list, and what is to happen with them."""

    card = forms.ModelMultipleChoiceField(
        label=_("Cards"),
        queryset=Card.objects.none(),
        to_field_name="code",
        error_messages={"required": _("Tick the cards first.")},
    )
    do = forms.ChoiceField(label=_("With the ticked cards"))

    def __init__(self, *args: Any, cards: QuerySet[Card], steps: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Card]", self.fields["card"]).queryset = cards
        cast(forms.ChoiceField, self.fields["do"]).choices = steps

    @property
    def ticked(self) -> set[str]:
        """The codes that were ticked, to tick them again."""
        return set(cast("QueryDict", self.data).getlist("card")) if self.is_bound else set()


class NumbersForm(ServiceForm):
    """How new member numbers look."""

    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )
