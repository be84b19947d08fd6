"""What is typed about a crew and about agencies on a duty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Member, User
from partners.models import Agency
from patrols.eligibility import candidates
from patrols.models import DutyPartner, Slot
from patrols.states import PartnerState, SlotRole, Via
from senkom.lib.choices import RowField
from senkom.lib.forms import ServiceForm


class RoleForm(ServiceForm):
    """Which role somebody would take."""

    role = forms.ChoiceField(label=_("Role"), choices=SlotRole.choices)


class WithdrawForm(ServiceForm):
    """Giving a place back; nobody has to say why."""

    reason = forms.CharField(
        label=_("Short reason (may stay empty)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The label says itself that it may stay empty.
        setattr(self.fields["reason"], "marked", True)  # noqa: B010 - Django's field has no such name


class AssignForm(ServiceForm):
    """Whom to put down for a place: one of those who could take it."""

    member = forms.ModelChoiceField(Member.objects.none(), to_field_name="code")

    people: list[Member]

    def __init__(self, *args: Any, slot: Slot, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot, self.user = slot, user
        # Who is chosen must only be visible; why not, the service says in words.
        chosen: Any = self.fields["member"]
        chosen.queryset = Member.objects.visible_to(user)

    def find_people(self, search: str) -> None:
        """Those who could take the place, for the page."""
        self.people = list(candidates(self.slot, by=self.user, search=search))


class WaiveForm(ServiceForm):
    """A shorter rest after one duty, by name and with a reason."""

    hours = forms.DecimalField(
        label=_("Hours of rest instead"), min_value=0, max_value=23, max_digits=4, decimal_places=1
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def rest(self) -> timedelta:
        """The shorter rest."""
        return timedelta(hours=float(self.cleaned_data["hours"]))


class AskForm(ServiceForm):
    """One more agency to ask along."""

    agency = RowField(Agency.objects.none(), label=_("Agency"))
    headcount = forms.IntegerField(label=_("With how many people"), required=False, min_value=1, max_value=500)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies: Any = self.fields["agency"]
        agencies.offer(Agency.objects.visible_to(user).active())


class AnswerForm(ServiceForm):
    """What an agency answered, or whether it came."""

    state = forms.ChoiceField(label=_("What is known"), widget=forms.RadioSelect)
    via = forms.ChoiceField(label=_("How we know"), choices=[("", "–"), *Via.choices], required=False)
    headcount = forms.IntegerField(label=_("Number of people"), required=False, min_value=0, max_value=500)

    def __init__(self, *args: Any, partner: DutyPartner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [to for to in PartnerState if partner.machine.allows(partner.state, to)]
        if partner.state == PartnerState.ATTENDED:
            steps.append(PartnerState.ATTENDED)
        state: Any = self.fields["state"]
        state.choices = [(step.value, step.label) for step in steps]
        self.fields["headcount"].initial = partner.headcount_actual or partner.headcount_planned

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == PartnerState.CONFIRMED and not cleaned.get("via"):
            self.add_error("via", _("Choose how the agency answered."))
        if cleaned.get("state") == PartnerState.ATTENDED and cleaned.get("headcount") is None:
            self.add_error("headcount", _("Write down how many people of the agency came."))
        return cleaned
