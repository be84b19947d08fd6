"""Checking what people type about letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Unit, User
from members.states import Action
from partners.forms.fields import StepForm, agencies_for, offer, units_for
from partners.models import Agency, Letter
from partners.states import LetterKind, LetterMatter, LetterState
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, DayField, ServiceForm

MOST_LETTERS = 50


class EditLetterForm(ServiceForm):
    """What can be corrected of a draft."""

    matter = forms.ChoiceField(label=_("Matter"), choices=LetterMatter.choices, help_text=_("It stands in the number."))
    recipient = forms.CharField(label=_("To"), max_length=200)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))


class AudienceLetterForm(CreateForm, EditLetterForm):
    """The letter that asks for an audience: unit and agency are the audience's."""


class LetterForm(CreateForm, EditLetterForm):
    """A new letter."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=LetterKind.choices)
    agency = RowField(label=_("Agency"), queryset=Agency.objects.none(), required=False, to_field_name="code")

    field_order = ["unit", "kind", "matter", "agency", "recipient", "subject", "body"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_for(user, Action.WRITE_LETTERS))
        offer(self, "agency", agencies_for(user))


class DeliveryForm(StepForm):
    """How a letter was handed over."""

    delivery = forms.CharField(
        label=_("Delivery"), max_length=200, help_text=_("For example: handed over on 24 November, receipt kept.")
    )

    def fill(self) -> None:
        self.fields["delivery"].initial = self.row.delivery


class IncomingForm(CreateForm):
    """A letter that came in."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    agency = RowField(label=_("From"), queryset=Agency.objects.none(), to_field_name="code")
    number = forms.CharField(label=_("Their number"), max_length=80, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    received_on = DayField(label=_("Received on"))
    answer_by = DayField(label=_("Answer by"), required=False)

    field_order = ["unit", "agency", "number", "subject", "received_on", "answer_by"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_for(user, Action.WRITE_LETTERS))
        offer(self, "agency", agencies_for(user))


class AnswerForm(StepForm):
    """With what a letter was answered."""

    letter = forms.ModelChoiceField(
        label=_("Our letter"),
        queryset=Letter.objects.none(),
        required=False,
        to_field_name="code",
        help_text=_("Leave it empty where you answered by phone or in person."),
    )

    def fill(self) -> None:
        issued = Letter.objects.visible_to(self.user).filter(unit=self.row.unit_id, state=LetterState.ISSUED)
        latest = issued.order_by("-created_at", "-id").values("pk")[:MOST_LETTERS]
        offer(self, "letter", Letter.objects.filter(pk__in=latest))
