"""What people type about members; services decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.models import Member, Qualification, Unit
from members.models.rules import MOST_DAYS, MOST_MONTHS
from members.rules import Rule
from members.services import Application, Decision
from members.states import Attesters, Document, Evidence, Livelihood, Office, ProposalState, Sex, Wish
from members.steps import Step
from senkom.lib.forms import CreateForm, DayField, MailField, PhoneField, ReasonForm, ServiceForm
from senkom.lib.uploads.forms import PictureForm


class UnitChoice(forms.ModelChoiceField[Unit]):
    """A unit with the one above it, so that two districts of a name can be told apart."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.name} ({obj.code})"


def _choice(form: forms.Form, name: str) -> forms.ModelChoiceField[Unit]:
    """A field of the form that chooses among units, called what it is."""
    return cast("forms.ModelChoiceField[Unit]", form.fields[name])


class ApplicationForm(CreateForm):
    """The way in, for anybody; no scans, and no more than is needed to begin."""

    full_name = forms.CharField(
        label=_("Full name, as on the identity card"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    birth_date = DayField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    phone = PhoneField(label=_("Mobile number (WhatsApp)"), attrs={"autocomplete": "tel"})
    email = MailField(label=_("E-mail"), required=False)
    unit = UnitChoice(label=_("District where you live"), queryset=Unit.objects.none())
    village = forms.ModelChoiceField(label=_("Village"), queryset=Unit.objects.none(), required=False)
    livelihood = forms.ChoiceField(
        label=_("Job or source of income"),
        choices=[("", "—"), *Livelihood.choices],
        help_text=_("We don't ask how much."),
    )
    occupation = forms.CharField(label=_("What you do"), max_length=150, help_text=_("For example: fruit trader."))
    skills = forms.CharField(
        label=_("What you can do well"),
        max_length=300,
        required=False,
        help_text=_("For example: first aid, radio, driving."),
    )
    nik = forms.CharField(
        label=_("NIK"),
        max_length=25,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("May be left empty and shown later. It is kept encrypted."),
    )
    consent = forms.BooleanField(label=_("I have read the text above and agree."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choice(self, "unit").queryset = units
        cities = {unit.lineage[2] for unit in units if len(unit.lineage) > 2}
        _choice(self, "village").queryset = Unit.objects.villages_of(cities)

    def application(self) -> Application:
        """What was written, for the service."""
        return Application(**{name: value for name, value in self.cleaned_data.items() if name != "consent"})


class OwnDataForm(ServiceForm):
    """How one is reached; the rest of one's data the board changes."""

    phone = PhoneField(label=_("Mobile number (WhatsApp)"), attrs={"autocomplete": "tel"})
    email = MailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=_("Your coordinator does not see it, except in an emergency."),
    )
    emergency_contact = forms.CharField(
        label=_("Emergency contact"),
        max_length=200,
        required=False,
        help_text=_("Name and number of somebody close to you. Opened only in an emergency, and you are told."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(member, name) for name in self.fields}
        self.fields["phone"].required = bool(member.phone)


class StepForm(ServiceForm):
    """A step with a remark; the reason is asked for where the step needs one."""

    reason = forms.CharField(label=_("Remark"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    document = forms.CharField(
        label=_("Number of the decree, the minutes or the letter"),
        max_length=100,
        required=False,
        help_text=_("Where there is one."),
    )

    def __init__(self, *args: Any, needs_reason: bool, with_document: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_document:
            del self.fields["document"]
        if needs_reason:
            self.fields["reason"].label = _("Reason")
            self.fields["reason"].required = True


class ProposalForm(ServiceForm):
    """The answer of the unit above to a proposal, or the proposer's second thought."""

    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed where you refuse."),
    )
    document = forms.CharField(
        label=_("Number of the decree, the minutes or the letter"),
        max_length=100,
        required=False,
        help_text=_("Where there is one."),
    )

    def __init__(self, *args: Any, answers: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["answer"]).choices = answers
        if len(answers) == 1:  # the proposer can do one thing only
            self.fields["answer"].widget = forms.HiddenInput()
            self.fields["answer"].initial = answers[0][0]
            self.fields["reason"].help_text = ""
            del self.fields["document"]

    @property
    def given(self) -> ProposalState:
        """What was answered."""
        return ProposalState(self.cleaned_data["answer"])

    @property
    def told(self) -> dict[str, str]:
        """What was said with it; the paper belongs to what is confirmed."""
        names = ["reason", "document"] if self.given == ProposalState.CONFIRMED else ["reason"]
        return {name: self.cleaned_data[name] for name in names}


class ActivateForm(StepForm):
    """The first day as a member."""

    member_number = forms.CharField(
        label=_("Member number"),
        max_length=40,
        required=False,
        help_text=_("Only where the nation or the province gave one; otherwise the next number is taken."),
    )


class AttestForm(StepForm):
    """A job or income confirmed, and by what."""

    field_order = ["evidence", "reason"]
    evidence = forms.ChoiceField(
        label=_("What was seen"),
        choices=Evidence.choices,
        widget=forms.RadioSelect,
        help_text=_("Look and give back: no copy is kept, and nobody asks how much."),
    )


FORMS_OF_STEPS: dict[str, type[StepForm]] = {"activate": ActivateForm, "attest": AttestForm}


def form_of_step(step: Step, people: Collection[Member], data: Any = None) -> StepForm:
    """The form of one step for one person or several: a number is given to one person only."""
    kind = FORMS_OF_STEPS.get(step.name, StepForm)
    form = kind(
        data,
        needs_reason=any(step.needs_reason(person) for person in people),
        with_document=not (step.attests or step.proposes),
    )
    if len(people) > 1:
        form.fields.pop("member_number", None)
    return form


class DocumentsForm(ServiceForm):
    """What somebody has looked at; nothing is copied."""

    seen = forms.MultipleChoiceField(
        label=_("Seen with my own eyes"),
        choices=Document.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look and give back. Don't take photos of identity cards."),
    )


class LivelihoodForm(ServiceForm):
    """Another job, or its loss."""

    livelihood = forms.ChoiceField(
        label=_("Job or source of income"), choices=Livelihood.choices, help_text=_("We don't ask how much.")
    )
    occupation = forms.CharField(label=_("What he or she does"), max_length=150, required=False)


class WaiverForm(ReasonForm):
    """A membership without an attested income, for a time."""

    until = DayField(label=_("To be reviewed on"))


class NikForm(ServiceForm):
    """The number on the identity card."""

    nik = forms.CharField(
        label=_("NIK"), max_length=25, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )


class PhotoForm(PictureForm):
    """A face, with the consent of whose it is."""

    consent = forms.BooleanField(label=_("I agree that this photo of me is kept for that."))

    def __init__(self, *args: Any, is_self: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_self:
            self.fields["consent"].label = _("The person was asked and has agreed that this photo is kept for that.")


class AppointmentForm(ServiceForm):
    """An office for a term."""

    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none())
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices)
    begins = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"), required=False)
    decree_number = forms.CharField(label=_("Decree number"), max_length=80, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choice(self, "unit").queryset = units


class ChapterForm(ServiceForm):
    """Opening a chapter."""

    with_districts = forms.BooleanField(label=_("Also the units directly below"), required=False, initial=True)


class RuleForm(ServiceForm):
    """The rules of a unit."""

    skips_training = forms.BooleanField(
        label=_("Admit right after the document check"),
        required=False,
        help_text=_("Without interview and basic training."),
    )
    rest_hours = forms.IntegerField(label=_("Hours of rest between duties"), min_value=0, max_value=24)


class RenewalForm(ServiceForm):
    """What a member answers when his card ends soon."""

    wish = forms.ChoiceField(label=_("Your answer"), choices=Wish.choices, widget=forms.RadioSelect)
    livelihood = forms.ChoiceField(
        label=_("Your job or source of income now"),
        choices=[("", "—"), *Livelihood.choices],
        required=False,
        help_text=_("We don't ask how much. Another board member attests it."),
    )
    occupation = forms.CharField(label=_("What you do"), max_length=150, required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"wish": Wish.STAY, "livelihood": member.livelihood, "occupation": member.occupation}


class MembershipRuleForm(CreateForm):
    """A rule from a day on."""

    valid_from = DayField(label=_("Holds from"))
    attesters = forms.ChoiceField(
        label=_("Who attests a job or income"), choices=Attesters.choices, widget=forms.RadioSelect
    )
    exempt = forms.MultipleChoiceField(
        label=_("Exempt from attestation"),
        choices=Livelihood.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Such a job or income needs nobody who attests it; a waiver is written by name."),
    )
    livelihood_grace_days = forms.IntegerField(
        label=_("Days of grace after a lost job"), min_value=0, max_value=MOST_DAYS
    )
    attestation_months = forms.IntegerField(
        label=_("Months an attestation serves for a renewal"), min_value=1, max_value=MOST_MONTHS
    )
    renewal_grace_days = forms.IntegerField(
        label=_("Days of grace after the card has ended"), min_value=0, max_value=MOST_DAYS
    )
    reason = forms.CharField(label=_("Decided by"), max_length=300, help_text=_("The decree or the meeting."))

    def __init__(self, *args: Any, rule: Rule, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "valid_from": today,
            "attesters": rule.attesters,
            "exempt": sorted(rule.exempt),
            "livelihood_grace_days": rule.livelihood_grace.days,
            "attestation_months": rule.attestation_months,
            "renewal_grace_days": rule.renewal_grace.days,
        }

    def decision(self) -> Decision:
        """What was written, for the service."""
        return Decision(**self.cleaned_data)


class SearchForm(forms.Form):
    """The filters of the roster."""

    q = forms.CharField(label=_("Name, number or phone"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = UnitChoice(label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("All"))
    certificate = forms.ModelChoiceField(
        label=_("Certificate"),
        required=False,
        queryset=Qualification.objects.all(),
        to_field_name="slug",
        empty_label=_("All"),
    )
    on = DayField(label=_("Valid on"), required=False)
    ending = forms.BooleanField(label=_("ends within 60 days"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [("", _("on the list")), ("applying", _("applicants")), ("gone", _("former")), ("all", _("everybody"))]
        states = [(state.value, state.label) for state in Member.machine.states]
        cast(forms.ChoiceField, self.fields["state"]).choices = [*groups, *states]
        _choice(self, "unit").queryset = units
