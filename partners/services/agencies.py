"""What people do with agencies and contacts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Unit, User
from members.permissions import is_within, paths_for
from members.states import Action
from partners.models import Agency, Contact
from senkom.lib.forms import once
from senkom.lib.refusals import refused_in_words


@transaction.atomic
def add_agency(
    *, code: UUID, kind: str, name: str, areas: Collection[Unit], parent: Agency | None = None, by: User
) -> Agency:
    """Put an agency on the list, with the areas it works in. Raises ValidationError in words."""
    if not areas:
        raise ValidationError({"areas": _("Choose at least one area: it says who sees the agency.")})
    _refuse_foreign_areas(areas, by)

    def make() -> Agency:
        agency = Agency(code=code, kind=kind, name=name, parent=parent, created_by=by.member)
        agency.save()
        agency.areas.add(*areas)
        return agency

    return once(Agency.objects, code, author_field="created_by", author=by.member, make=make)


@transaction.atomic
def change_agency(
    agency: Agency,
    *,
    kind: str,
    name: str,
    areas: Collection[Unit],
    parent: Agency | None = None,
    is_active: bool = True,
    by: User,
) -> Agency:
    """Correct an agency. Areas beyond the reach of the one who writes stay as they are."""
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    _refuse_foreign_areas(areas, by)
    _refuse_a_circle(agency, parent)
    kept = [area for area in agency.areas.all() if not _reaches(by, area)]
    if not [*kept, *areas]:
        raise ValidationError({"areas": _("Choose at least one area: it says who sees the agency.")})
    agency.kind, agency.name, agency.parent, agency.is_active = kind, name, parent, is_active
    with refused_in_words():
        agency.save(update_fields=["kind", "name", "parent", "is_active"])
        agency.areas.set([*kept, *areas])
    return agency


def _reaches(user: User, area: Unit) -> bool:
    return any(is_within(area.path, path) for path in paths_for(user, Action.WRITE_LETTERS))


def _refuse_foreign_areas(areas: Collection[Unit], by: User) -> None:
    """Whoever gives an agency an area shows it to the people there, so one stays in one's own units."""
    if foreign := [area.name for area in areas if not _reaches(by, area)]:
        raise ValidationError({"areas": _("Outside your area: %(names)s.") % {"names": ", ".join(foreign)}})


def _refuse_a_circle(agency: Agency, parent: Agency | None) -> None:
    above, seen = parent, {agency.pk}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("An agency doesn't belong to one that belongs to it.")})
        seen.add(above.pk)
        above = above.parent


@transaction.atomic
def add_contact(agency: Agency, *, code: UUID, by: User, today: date | None = None, **fields: Any) -> Contact:
    """Write down whom one calls at an agency; what is written today counts as checked today."""

    def make() -> Contact:
        contact = Contact(agency=agency, code=code, created_by=by.member, **fields)
        contact.verified_on = today or by.member.unit.today()
        contact.save()
        return contact

    return once(Contact.objects, code, author_field="created_by", author=by.member, make=make)


CONTACT_FIELDS = ("name", "rank", "position", "phone", "email")


@transaction.atomic
def change_contact(contact: Contact, *, by: User, **fields: Any) -> Contact:
    """Correct a contact; it counts as checked today."""
    contact = _locked(contact)
    for name in CONTACT_FIELDS:
        setattr(contact, name, fields.get(name, getattr(contact, name)))
    contact.verified_on = by.member.unit.today()
    with refused_in_words():
        contact.save(update_fields=[*CONTACT_FIELDS, "verified_on"])
    return contact


@transaction.atomic
def verify_contact(contact: Contact, *, by: User) -> Contact:
    """Say that a contact is still right: somebody has called."""
    contact = _locked(contact)
    if contact.left_on is None:
        contact.verified_on = by.member.unit.today()
        contact.save(update_fields=["verified_on"])
    return contact


@transaction.atomic
def replace_contact(contact: Contact, *, code: UUID, by: User, **fields: Any) -> Contact:
    """A successor takes the position; the predecessor stays in the history."""
    contact = _locked(contact)
    end_contact(contact, by=by)
    fields.setdefault("position", contact.position)
    return add_contact(contact.agency, code=code, by=by, **fields)


@transaction.atomic
def end_contact(contact: Contact, *, by: User) -> Contact:
    """Somebody has left the position, and nobody is known to follow."""
    contact = _locked(contact)
    if contact.left_on is None:
        contact.left_on = by.member.unit.today()
        contact.save(update_fields=["left_on"])
    return contact


def _locked(contact: Contact) -> Contact:
    return Contact.objects.select_for_update(no_key=True).select_related("agency").get(pk=contact.pk)
