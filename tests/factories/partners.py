"""Agencies, meetings and letters for tests; contacts are positions only, no names."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from members.models import Member, Unit
from partners.models import ActionItem, Agency, Audience, Contact, IncomingLetter, Letter, Minutes
from partners.states import TAKEN_PLACE, WITH_TIME, AgencyKind, AudienceState, LetterState
from tests.factories.members import CITY, make_member, make_unit

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


def make_audience(unit: Unit | str = CITY, **fields: Any) -> Audience:
    """An audience of a unit, planned by one of its members; a draft unless said otherwise."""
    home = make_unit(unit) if isinstance(unit, str) else unit
    state = fields.get("state", AudienceState.DRAFT)
    defaults: dict[str, Any] = {
        "agency": fields.get("agency") or make_agency(home),
        "purpose": "jalur laporan awal",
        "place": "ruang rapat" if state in WITH_TIME else "",
        "starts_at": None,
        "planned_by": fields.get("planned_by") or make_member(home),
    }
    if state == AudienceState.CONFIRMED:
        defaults["starts_at"] = timezone.now() + timedelta(days=9)
    elif state in TAKEN_PLACE:
        defaults["starts_at"] = timezone.now() - timedelta(days=2)
    audience: Audience = Audience.objects.create(unit=home, **{**defaults, **fields})
    return audience


def make_minutes(audience: Audience | None = None, **fields: Any) -> Minutes:
    """Version 1 of the minutes of an audience; a draft unless said otherwise."""
    held = audience or make_audience(state=AudienceState.HELD)
    defaults: dict[str, Any] = {"body": "Dibahas jalur laporan awal.", "written_by": held.planned_by}
    minutes: Minutes = Minutes.objects.create(audience=held, **{**defaults, **fields})
    return minutes


def make_item(audience: Audience | None = None, owner: Member | Contact | None = None, **fields: Any) -> ActionItem:
    """An open action item, due in a week, promised by a member unless said otherwise."""
    held = audience or make_audience(state=AudienceState.HELD)
    owner = owner or held.planned_by
    defaults: dict[str, Any] = {
        "number": held.items.count() + 1,
        "title": "Daftar anggota ber-P3K",
        "owner_member": owner if isinstance(owner, Member) else None,
        "owner_contact": owner if isinstance(owner, Contact) else None,
        "due_on": timezone.localdate() + timedelta(days=7),
        "created_by": held.planned_by,
    }
    item: ActionItem = ActionItem.objects.create(audience=held, **{**defaults, **fields})
    return item


def make_letter(unit: Unit | str = CITY, **fields: Any) -> Letter:
    """A letter of a unit; a draft unless said otherwise."""
    home = make_unit(unit) if isinstance(unit, str) else unit
    defaults: dict[str, Any] = {
        "recipient": "Kepala Dinas",
        "subject": "Permohonan audiensi",
        "body": "Dengan hormat, kami memohon waktu.",
        "written_by": fields.get("written_by") or make_member(home),
    }
    if fields.get("state") == LetterState.ISSUED:
        number = next(_counter)
        day = timezone.localdate()
        defaults |= {"number": f"B-{number:03}/UJI", "year": day.year, "sequence": number, "issued_on": day}
    letter: Letter = Letter.objects.create(unit=home, **{**defaults, **fields})
    return letter


def make_incoming(unit: Unit | str = CITY, **fields: Any) -> IncomingLetter:
    """A letter that came in today and waits for an answer."""
    home = make_unit(unit) if isinstance(unit, str) else unit
    defaults: dict[str, Any] = {
        "agency": fields.get("agency") or make_agency(home),
        "subject": "Permintaan laporan keberadaan",
        "received_on": timezone.localdate(),
        "recorded_by": fields.get("recorded_by") or make_member(home),
    }
    letter: IncomingLetter = IncomingLetter.objects.create(unit=home, **{**defaults, **fields})
    return letter
