"""Agencies and their contacts for tests; positions only, no names."""

from __future__ import annotations

import itertools
from typing import Any

from django.utils import timezone

from members.models import Unit
from partners.models import Agency, Contact
from partners.states import AgencyKind
from tests.factories.members import CITY, make_unit

_counter = itertools.count(1)


def make_agency(*areas: Unit | str, **fields: Any) -> Agency:
    """An agency that works in these areas; in the city unless said otherwise."""
    defaults = {"kind": AgencyKind.BPBD, "name": f"Instansi Uji {next(_counter)}"}
    agency: Agency = Agency.objects.create(**{**defaults, **fields})
    agency.areas.add(*[make_unit(area) if isinstance(area, str) else area for area in areas or (CITY,)])
    return agency


def make_contact(agency: Agency | None = None, **fields: Any) -> Contact:
    """A position at an agency, checked today."""
    defaults = {"position": "Petugas Piket", "verified_on": timezone.localdate()}
    contact: Contact = Contact.objects.create(agency=agency or make_agency(), **{**defaults, **fields})
    return contact
