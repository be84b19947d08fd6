"""What a coordinator writes when he plans a duty."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from members.models import Unit, User
from members.permissions import first_choice
from members.states import Action
from partners.models import Agency
from patrols.models import Duty
from patrols.services import Asked, Place
from patrols.states import DutyKind, Origin, SlotRole
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, LocalDateTimeField, ServiceForm

PLAN_FIELDS = (
    "kind",
    "title",
    "purpose",
    "starts_at",
    "ends_at",
    "meeting_point",
    "route",
    "lead_agency",
    "min_crew",
    "is_exercise",
)
ROLE_FIELDS = {
    SlotRole.LEADER: "leaders",
    SlotRole.RADIO: "radios",
    SlotRole.DRIVER: "drivers",
    SlotRole.MEDIC: "medics",
    SlotRole.MEMBER: "members",
}
PARTNER_ROWS = (1, 2, 3, 4)


def _count(label: Any, initial: int, most: int = 60) -> forms.IntegerField:
    return forms.IntegerField(label=label, initial=initial, min_value=0, max_value=most)


def _unmarked(field: forms.Field) -> forms.Field:
    """A field in a row of which any may stay empty; it does not say so again."""
    setattr(field, "marked", True)  # noqa: B010 - the name the templates ask for; Django's fields have none
    return field


class DutyFields(ServiceForm):
    """What a duty is, when and where, and how many places it has."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DutyKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Without one, its kind and unit are shown.")
    )
    starts_at = LocalDateTimeField(label=_("Begins"))
    ends_at = LocalDateTimeField(label=_("Ends"))
    meeting_point = forms.CharField(label=_("Meeting point"), max_length=200)
    lead_agency = RowField(
        Agency.objects.none(), label=_("Led by the agency"), required=False, help_text=_("A razia always needs one.")
    )
    leaders = _count(_("Team leader"), 1, most=1)
    radios = _count(_("Radio operators"), 0)
    drivers = _count(_("Drivers"), 0)
    medics = _count(_("First aiders"), 0)
    members = _count(_("Crew members"), 3)
    min_crew = forms.IntegerField(label=_("At least (people)"), initial=3, min_value=0, max_value=200)
    route = forms.CharField(label=_("Route"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    purpose = forms.CharField(
        label=_("Purpose and notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What to wear, what to bring. Never names of residents."),
    )
    is_exercise = forms.BooleanField(label=_("This is an exercise; it is not counted."), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = Agency.objects.visible_to(user).active()
        lead: Any = self.fields["lead_agency"]
        lead.offer(self.agencies)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end lies before the begin. Check date and time."))
        if cleaned.get("kind") == DutyKind.RAZIA and not cleaned.get("lead_agency"):
            self.add_error("lead_agency", _("A razia is always led by an agency. Choose the one that leads."))
        if cleaned.get("min_crew", 0) > sum(cleaned.get(name, 0) for name in ROLE_FIELDS.values()):
            self.add_error("min_crew", _("That is more than there are places. Add places, or lower it."))
        return cleaned

    @property
    def role_fields(self) -> list[str]:
        """The names of the fields that count places, for the page."""
        return list(ROLE_FIELDS.values())

    @property
    def plan(self) -> dict[str, Any]:
        """The duty's own fields."""
        return {name: self.cleaned_data[name] for name in PLAN_FIELDS}

    @property
    def places(self) -> list[Place]:
        """How many places of each role."""
        return [Place(role, self.cleaned_data[name]) for role, name in ROLE_FIELDS.items()]


class PlanForm(DutyFields, CreateForm):
    """A new duty with the agencies asked along."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    origin = forms.ChoiceField(
        label=_("Whose idea"),
        choices=Origin.choices,
        help_text=_("An agency that asked for it and leads it counts as confirmed."),
    )
    field_order = ("kind", "unit", "starts_at", "ends_at", "meeting_point", "lead_agency", "origin")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.units().in_reach_of(user, Action.PLAN_DUTIES)
        units.initial = first_choice(user, Action.PLAN_DUTIES)
        units.label_from_instance = lambda unit: f"{unit.name} ({unit.code})"
        for number in PARTNER_ROWS:
            agency = RowField(self.agencies, label=_("Agency asked along"), required=False)
            agency.offer(self.agencies, like=cast("RowField[Agency]", self.fields["lead_agency"]))
            self.fields[f"agency_{number}"] = _unmarked(agency)
            self.fields[f"headcount_{number}"] = _unmarked(
                forms.IntegerField(label=_("How many people"), required=False, min_value=1, max_value=500)
            )

    @property
    def partner_fields(self) -> list[tuple[str, str]]:
        """The pairs of fields for agencies, for the page."""
        return [(f"agency_{number}", f"headcount_{number}") for number in PARTNER_ROWS]

    @property
    def partners(self) -> list[Asked]:
        """The agencies that were named, each once; the one that leads is asked along too."""
        rows = {
            self.cleaned_data[agency]: self.cleaned_data[headcount]
            for agency, headcount in self.partner_fields
            if self.cleaned_data[agency]
        }
        if lead := self.cleaned_data["lead_agency"]:
            rows = {lead: None, **rows}
        return [Asked(agency, headcount) for agency, headcount in rows.items()]


class ChangeForm(DutyFields):
    """Changing a plan: it knows which version was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        counts = dict.fromkeys(ROLE_FIELDS.values(), 0)
        for slot in duty.slots.all():
            counts[ROLE_FIELDS[SlotRole(slot.role)]] += 1
        now = {name: getattr(duty, name) for name in PLAN_FIELDS}
        super().__init__(*args, initial={**now, **counts, "version": duty.version}, **kwargs)

    def take_present_version(self, duty: Duty) -> None:
        """After both values were shown, the next sending is about the present version."""
        version = Duty.objects.values_list("version", flat=True).get(pk=duty.pk)
        self.data = {**self.data.dict(), "version": str(version)} if isinstance(self.data, QueryDict) else self.data
