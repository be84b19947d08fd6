"""Checking what people type about action items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Appointment, Member, User
from members.permissions import allows
from members.states import Action
from partners.forms.fields import StepForm
from partners.models import ActionItem, Audience, Contact
from partners.states import ItemState
from senkom.lib.forms import CreateForm, DayField, ServiceForm

MOST_CHOICES = 300


class OwnerField(forms.ChoiceField):
    """A member or a contact: "m:<code>" or "c:<code>"."""

    people: dict[str, Member | Contact]

    def offer(self, members: list[Member], contacts: list[Contact]) -> None:
        """The people to choose from, ours first."""
        ours = {f"m:{member.code}": member for member in members}
        theirs = {f"c:{contact.code}": contact for contact in contacts}
        self.people = {**ours, **theirs}
        self.choices = [
            ("", "—"),
            (_("Senkom"), [(value, str(member)) for value, member in ours.items()]),
            (_("Agencies"), [(value, f"{contact.agency}: {contact}") for value, contact in theirs.items()]),
        ]

    def clean(self, value: Any) -> Member | Contact:
        return self.people[super().clean(value)]


def members_to_choose(audience: Audience, user: User, *, also: Member | None = None) -> list[Member]:
    """Who was there, and who holds an office in the unit or below; others are put on the list of the audience first."""
    unit = audience.unit
    officers = Appointment.objects.on(unit.today()).filter(unit__path__startswith=unit.path).values("member")
    there = audience.attendees.exclude(member=None).values("member")
    seen = Member.objects.visible_to(user).active().filter(pk__in=officers)
    chosen = Q(pk__in=there) | Q(pk__in=seen.values("pk")) | Q(pk=also.pk if also else None)
    return list(Member.objects.filter(chosen).order_by("name_key", "id")[:MOST_CHOICES])


def contacts_to_choose(audience: Audience, user: User) -> list[Contact]:
    """Contacts of this agency first, then of the others one sees."""
    seen = Contact.objects.visible_to(user).current().select_related("agency")
    here = list(seen.filter(agency=audience.agency_id))
    return here + list(seen.exclude(agency=audience.agency_id).order_by("agency__name_key", "id")[:MOST_CHOICES])


class ItemFields(ServiceForm):
    """A promise: what, by whom, until when."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = OwnerField(label=_("Who does it"), help_text=_("Not there? Put the person on the list of attendees first."))
    due_on = DayField(label=_("Until"))

    def __init__(
        self, *args: Any, audience: Audience, user: User, item: ActionItem | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        if not isinstance(field, OwnerField):
            raise TypeError("The owner is chosen from members and contacts.")
        members = members_to_choose(audience, user, also=item.owner_member if item else None)
        contacts = contacts_to_choose(audience, user)
        if item and item.owner_contact and item.owner_contact not in contacts:
            contacts.append(item.owner_contact)
        field.offer(members, contacts)


class ItemForm(CreateForm, ItemFields):
    """A new action item."""


class EditItemForm(ItemFields):
    """What can be corrected of an action item."""


class MoveItemForm(StepForm):
    """How far an action item is."""

    to = forms.ChoiceField(label=_("State"), widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("Result, or how far it is"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("Reason, where it doesn't go on"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def fill(self) -> None:
        item: ActionItem = self.row
        unit = item.audience.unit
        targets = [state for state in ItemState if item.machine.allows(item.state, state)]
        if not allows(self.user, Action.HOLD_AUDIENCES, unit):
            # Whoever promised it can't drop it alone.
            targets = [state for state in targets if ItemState.DROPPED not in (state, item.state)]
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(state.value, state.label) for state in targets]
        self.fields["outcome"].initial = item.outcome

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        target = values.get("to")
        if target and self.row.machine.needs_reason(self.row.state, target) and not values.get("reason"):
            raise ValidationError({"reason": _("Write the reason in a few words.")})
        return values
