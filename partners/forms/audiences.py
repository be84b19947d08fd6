"""Checking what people type about audiences and their minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Unit, User
from members.states import Action
from partners.forms.fields import LinesField, StepForm, agencies_for, offer, units_for
from partners.models import Agency, Attendee
from partners.states import AudienceKind, MinutesState
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, LocalDateTimeField, ServiceForm


class AudienceFields(ServiceForm):
    """What an audience is about."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AudienceKind.choices)
    host = forms.CharField(
        label=_("Who receives us"),
        max_length=150,
        required=False,
        help_text=_("The position, for example the Kapolres."),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    topics = LinesField(label=_("Topics"), help_text=_("One topic a line."))


class AudienceForm(CreateForm, AudienceFields):
    """A new audience."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    agency = RowField(label=_("Agency"), queryset=Agency.objects.none(), to_field_name="code")
    starts_at = LocalDateTimeField(label=_("Day and hour we would like"), required=False)

    field_order = ["unit", "agency", "kind", "host", "purpose", "topics", "starts_at", "place"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_for(user, Action.HOLD_AUDIENCES))
        offer(self, "agency", agencies_for(user))


class EditAudienceForm(AudienceFields):
    """What can be corrected of an audience."""

    field_order = ["kind", "host", "purpose", "topics", "place"]


class ConfirmForm(StepForm):
    """The agency agreed on a day."""

    starts_at = LocalDateTimeField(label=_("Day and hour"))
    place = forms.CharField(label=_("Place"), max_length=200)

    def fill(self) -> None:
        self.fields["starts_at"].initial = self.row.starts_at
        self.fields["place"].initial = self.row.place


class HoldForm(StepForm):
    """It took place: who was there."""

    present = forms.ModelMultipleChoiceField(
        label=_("Who was there"),
        queryset=Attendee.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def fill(self) -> None:
        attendees = self.row.attendees.with_names()
        if not attendees:
            del self.fields["present"]
            return
        offer(self, "present", attendees)
        self.fields["present"].initial = [attendee.pk for attendee in attendees]


class AttendeeForm(ServiceForm):
    """Put somebody on the list or take him off it."""

    member = forms.UUIDField(required=False, widget=forms.HiddenInput)
    contact = forms.UUIDField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("member")) == bool(values.get("contact")):
            raise ValidationError(_("Choose one person of the list."))
        return values


class MinutesForm(ServiceForm):
    """The draft of the minutes."""

    body = forms.CharField(
        label=_("What was discussed"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 14}), strip=True
    )
    decisions = forms.CharField(
        label=_("Decisions"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One decision a line."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class FinaliseForm(StepForm):
    """The draft as somebody has read it."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def fill(self) -> None:
        draft = self.row.minutes.filter(state=MinutesState.DRAFT).first()
        self.fields["edition"].initial = draft.edition if draft else 0
