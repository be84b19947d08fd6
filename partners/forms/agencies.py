"""Checking what people type about agencies and contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Unit, User
from members.permissions import paths_for
from members.states import Action
from partners.forms.fields import agencies_for, offer
from partners.models import Agency
from partners.states import AgencyKind
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, MailField, PhoneField, ServiceForm

WITHOUT_BRANCHES = (AgencyKind.BHABINKAMTIBMAS, AgencyKind.BABINSA, AgencyKind.COMMUNITY, AgencyKind.VILLAGE_OFFICE)


def areas_for(user: User) -> Q:
    """Areas somebody may give to an agency: his units and two levels below; more would be a list nobody reads."""
    found = Q(pk__in=[])
    for path in paths_for(user, Action.WRITE_LETTERS):
        found |= Q(path__regex=rf"^{path.replace('.', '[.]')}(\d+[.]){{0,2}}$")
    return found


class AgencyFields(ServiceForm):
    """What is known of an agency."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgencyKind.choices)
    name = forms.CharField(label=_("Name"), max_length=150)
    parent = RowField(label=_("Belongs to"), queryset=Agency.objects.none(), required=False, to_field_name="code")
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Where the agency works. Who serves there, below or above sees it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", agencies_for(user).exclude(kind__in=WITHOUT_BRANCHES))
        offer(self, "areas", Unit.objects.filter(areas_for(user)).order_by("path"))


class AgencyForm(CreateForm, AgencyFields):
    """A new agency."""


class EditAgencyForm(AgencyFields):
    """What can be corrected of an agency."""

    is_active = forms.BooleanField(label=_("The agency still exists"), required=False)


class ContactForm(ServiceForm):
    """Whom one calls; a position is enough."""

    position = forms.CharField(label=_("Position"), max_length=150, help_text=_("For example Kanit Binmas."))
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    rank = forms.CharField(label=_("Rank"), max_length=50, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = MailField(label=_("E-mail"), required=False)


class NewContactForm(CreateForm, ContactForm):
    """A new contact, or the successor of one."""
