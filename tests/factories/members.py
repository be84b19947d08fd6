"""Units, people, accounts and offices for tests: plain functions, names invented."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.range import DateRange

from members import services
from members.models import Appointment, Grant, Member, MembershipRule, Proposal, Qualification, Unit, User
from members.states import APPLYING, Livelihood, MemberState, Office, ProposalKind

PASSWORD = "kata-sandi-uji"
NATION, PROVINCE, CITY = "0.", "0.35.", "0.35.74."
MAYANGAN, KEDOPOK = "0.35.74.03.", "0.35.74.05."
OTHER_CITY, OTHER_DISTRICT = "0.35.78.", "0.35.78.01."
_NAMES = {
    NATION: "Indonesia",
    PROVINCE: "Jawa Timur",
    CITY: "Kota Probolinggo",
    MAYANGAN: "Mayangan",
    KEDOPOK: "Kedopok",
    OTHER_CITY: "Kota Surabaya",
    OTHER_DISTRICT: "Karang Pilang",
}
_counter = itertools.count(1)


def make_unit(path: str = MAYANGAN, **fields: Any) -> Unit:
    """A unit with a chapter, and the units above it."""
    unit = Unit(path=path)
    for above in unit.lineage[:-1]:
        Unit.objects.get_or_create(path=above, defaults={"name": _NAMES.get(above, above), "is_active": True})
    defaults = {"name": _NAMES.get(path, path), "is_active": not unit.is_village, **fields}
    found: Unit = Unit.objects.get_or_create(path=path, defaults=defaults)[0]
    return found


def make_member(unit: Unit | str = MAYANGAN, **fields: Any) -> Member:
    """A member, active unless said otherwise, with an attested livelihood."""
    home = make_unit(unit) if isinstance(unit, str) else unit
    number = next(_counter)
    state = fields.get("state", MemberState.ACTIVE)
    recorder, attester = _attesters(home)
    defaults: dict[str, Any] = {
        "full_name": f"Anggota Uji {number}",
        "phone": f"+62870{number:08d}",
        "occupation": "pedagang",
        "livelihood": Livelihood.SELF_EMPLOYED,
        "livelihood_recorded_by": recorder,
        "livelihood_verified_by": attester,
        "livelihood_verified_on": timezone.localdate() - timedelta(days=100),
        "state": state,
    }
    if state not in APPLYING:
        defaults |= {
            "member_number": f"3574.99.{number:04d}",
            "joined_on": date(2020, 1, 1),
            "valid_until": date(2035, 1, 1),
        }
    member: Member = Member.objects.create(unit=home, **{**defaults, **fields})
    return member


def make_crowd(number: int = 2_000) -> None:
    """So many people that the database has a choice; applicants, for they need nothing but a name. One is Prasojo."""
    names = ["Wulan Prasojo", *(f"Anggota Wulan {place}" for place in range(number))]
    unit = make_unit(MAYANGAN)
    Member.objects.bulk_create([Member(unit=unit, full_name=name, phone="+6287000000001") for name in names])
    with connection.cursor() as cursor:
        # What autovacuum does in time: new rows wait in a list before the index takes them in.
        cursor.execute("SELECT gin_clean_pending_list('member_name_search')")
        cursor.execute("ANALYZE members_member")


def _attesters(unit: Unit) -> list[Member]:
    """Two people, one to record and one to attest; applicants, so that they need nobody themselves."""
    names = ["Pencatat Uji", "Pemasti Uji"]
    found = {m.full_name: m for m in Member.objects.filter(full_name__in=names)}
    return [found.get(name) or Member.objects.create(unit=unit, full_name=name) for name in names]


def make_user(member: Member | None = None, username: str = "", **fields: Any) -> User:
    """An account with the password PASSWORD."""
    member = member or make_member()
    user = User(member=member, username=username or f"akun{member.pk}", **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_appointment(member: Member, unit: Unit | str, office: Office, **fields: Any) -> Appointment:
    """An office held since a year ago, for four more."""
    today = timezone.localdate()
    term = fields.pop("term", DateRange(today - timedelta(days=365), today + timedelta(days=4 * 365)))
    where = make_unit(unit) if isinstance(unit, str) else unit
    found: Appointment = Appointment.objects.create(member=member, unit=where, office=office, term=term, **fields)
    return found


def make_officer(office: Office, unit: Unit | str = CITY, home: Unit | str | None = None, **fields: Any) -> User:
    """An account whose member holds an office."""
    member = make_member(home or unit, **fields)
    make_appointment(member, unit, office)
    return make_user(member)


def make_proposal(member: Member, kind: ProposalKind = ProposalKind.SUSPEND, **fields: Any) -> Proposal:
    """A proposal that waits, made by the chair of the member's city."""
    proposer = fields.pop("proposed_by", None) or make_member(CITY)
    defaults = {"unit_id": CITY, "kind": kind, "proposed_by": proposer, "reason": "Pelanggaran kode etik"}
    found: Proposal = Proposal.objects.create(member=member, **{**defaults, **fields})
    return found


def suspend(member: Member, reason: str = "Pemeriksaan kode etik") -> None:
    """Suspend a member in the two steps this takes."""
    proposal = services.propose_suspension(member, by=make_officer(Office.CHAIR, member.unit), reason=reason)
    services.confirm_proposal(proposal, by=make_officer(Office.VICE_CHAIR, PROVINCE))


def make_rule(unit: Unit | str = CITY, valid_from: date | None = None, **fields: Any) -> MembershipRule:
    """A membership rule that holds since a month ago, decided by somebody of that unit."""
    home = make_unit(unit) if isinstance(unit, str) else unit
    begins = valid_from or timezone.localdate() - timedelta(days=30)
    defaults: dict[str, Any] = {"reason": "Rapat pleno", "made_by": fields.pop("made_by", None) or make_member(home)}
    found: MembershipRule = MembershipRule.objects.create(unit=home, valid_from=begins, **{**defaults, **fields})
    return found


def make_grant(member: Member, slug: str = "first-aid", until: date | None = None, **fields: Any) -> Grant:
    """A certificate that is valid for two more years, or until a day (not included)."""
    today = timezone.localdate()
    names = {"first-aid": "P3K dasar"}
    qualification, _created = Qualification.objects.get_or_create(slug=slug, defaults={"name": names.get(slug, slug)})
    period = DateRange(today - timedelta(days=200), until or today + timedelta(days=730))
    found: Grant = Grant.objects.create(member=member, qualification=qualification, period=period, **fields)
    return found
