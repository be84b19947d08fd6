"""What people write about an incident."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import VillageField
from incidents.models import Incident, Referral
from incidents.services import Counted
from incidents.states import (
    ANSWERED,
    WRITTEN_BY_HAND,
    EntryKind,
    FigureKind,
    FigureSource,
    Indicator,
    Outcome,
    ReferralChannel,
    ReferralState,
    Sensitivity,
    Severity,
    Situation,
    Status,
    Verification,
    Visibility,
)
from members.models import Member, User
from partners.models import Agency, Contact
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, LocalDateTimeField, ServiceForm
from senkom.lib.wording import AsksAboutWording

NOTE = forms.Textarea(attrs={"rows": 3})
NONE_WORDS = {"0", "nihil", "none", "nil", "tidak ada"}
PENDING_WORDS = {"?", "didata", "masih didata", "pending", "dalam pendataan", "belum"}


class StepForm(ServiceForm):
    """One step of the handling: an outcome when it is resolved, a reason when it is reopened."""

    outcome = forms.ChoiceField(label=_("How it ended"), choices=Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Note"), max_length=1000, widget=NOTE, required=False)

    def __init__(self, *args: Any, incident: Incident, to: Status, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to != Status.RESOLVED:
            del self.fields["outcome"]
        if incident.machine.needs_reason(incident.state, to):
            self.fields["reason"].required = True
            self.fields["reason"].label = _("Reason")


class VerificationForm(ServiceForm):
    """How sure it is."""

    verification = forms.ChoiceField(label=_("How sure it is"), choices=Verification.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("How one knows"),
        max_length=1000,
        widget=NOTE,
        required=False,
        help_text=_("Needed where it is not true: whoever was told before will ask."),
    )


class AssessmentForm(ServiceForm):
    """How grave it is, and who may read it."""

    severity = forms.TypedChoiceField(label=_("Severity"), choices=Severity.choices, coerce=int)
    situation = forms.ChoiceField(label=_("Situation"), choices=Situation.choices)
    sensitivity = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Sensitivity.choices,
        help_text=_("Confidential: the chair and whoever leads it, nobody else."),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, widget=NOTE, required=False)


class LeadForm(ServiceForm):
    """Who leads it."""

    lead = forms.ModelChoiceField(Member.objects.none(), label=_("Lead"), empty_label=None)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.queryset = people


class NoteForm(AsksAboutWording, CreateForm):
    """One line of the timeline."""

    wording_fields = ("text",)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, EntryKind(kind).label) for kind in WRITTEN_BY_HAND])
    text = forms.CharField(label=_("Text"), max_length=2000, widget=NOTE)
    at = LocalDateTimeField(label=_("When"))
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Visibility.choices,
        help_text=_("Lines for partners go into the texts for agencies: no names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = timezone.now

    @property
    def told(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "wording_asked"}


class CountField(forms.CharField):
    """A number, "nihil" or "didata"; empty says nothing."""

    marked = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.widget.attrs |= {"inputmode": "text", "list": "count-words", "autocomplete": "off"}

    def clean(self, value: Any) -> tuple[str, int | None] | None:
        text = str(super().clean(value)).strip().lower()
        if not text:
            return None
        if text in NONE_WORDS:
            return FigureKind.NONE, None
        if text in PENDING_WORDS:
            return FigureKind.PENDING, None
        digits = re.sub(r"[.\s]", "", text)
        if not digits.isascii() or not digits.isdigit() or not 0 < int(digits) < 10**8:
            raise ValidationError(_now("Write a number, “nihil”, or “didata” while it is being counted."))
        return FigureKind.NUMBER, int(digits)


class FiguresForm(ServiceForm):
    """What one source counted in one village at one time."""

    source = forms.ChoiceField(label=_("Who counted"), choices=FigureSource.choices, initial=FigureSource.SENKOM)
    source_name = forms.CharField(
        label=_("Who said it"), max_length=100, required=False, help_text=_("The post, for example Pusdalops.")
    )
    as_of = LocalDateTimeField(label=_("As of"))
    village = VillageField()

    def __init__(self, *args: Any, user: User, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = timezone.now
        village = self.fields["village"]
        assert isinstance(village, VillageField)  # noqa: S101 - declared above
        village.offer(user)
        village.initial = incident.village_id
        for indicator in Indicator:
            self.fields[indicator.value] = CountField(label=indicator.label)

    @property
    def counted(self) -> list[str]:
        """The fields in which one counts."""
        return list(Indicator.values)

    @property
    def counts(self) -> list[Counted]:
        """What was written."""
        village = self.cleaned_data["village"]
        written = [(indicator, self.cleaned_data.get(indicator.value)) for indicator in Indicator]
        return [Counted(indicator, said[0], said[1], village) for indicator, said in written if said]


class ReferForm(CreateForm):
    """What an agency is told."""

    agency = RowField(Agency.objects.none(), label=_("Agency"), empty_label=_("Choose the agency"))
    contact = RowField(Contact.objects.none(), label=_("Contact"), required=False, empty_label=_("Without a contact"))
    channel = forms.ChoiceField(label=_("How it is told"), choices=ReferralChannel.choices)
    message = forms.CharField(
        label=_("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("It stands alone and names nobody. The salutation is added."),
    )
    told_at = LocalDateTimeField(label=_("Told already at"), required=False)

    def __init__(self, *args: Any, user: User, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agencies = Agency.objects.visible_to(user).active().working_in(incident.unit_id)
        agency.offer(agencies)
        contact: Any = self.fields["contact"]
        contacts = Contact.objects.visible_to(user).current().filter(agency__in=agencies)
        contact.offer(contacts.select_related("agency").order_by("agency__name_key", "position"))
        contact.label_from_instance = lambda row: f"{row.agency}: {row.position}"

    @property
    def told(self) -> dict[str, Any]:
        """What the service takes, apart from the agency."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agency"}


class AgencyAnswerForm(ServiceForm):
    """What an agency said, written down by a person."""

    at = LocalDateTimeField(label=_("When"))
    answered_by = forms.CharField(
        label=_("Who answered"), max_length=100, required=False, help_text=_("The post, for example Pusdalops.")
    )
    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=NOTE, required=False)

    def __init__(self, *args: Any, referral: Referral, to: ReferralState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = timezone.now
        self.fields["answered_by"].required = to == ReferralState.ACKNOWLEDGED
        if to not in ANSWERED:
            del self.fields["answered_by"]
        if referral.machine.needs_reason(referral.state, to):
            self.fields["answer"].required = True
            self.fields["answer"].label = _("Reason")
