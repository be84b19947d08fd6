"""From an application to the first day as a member."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import eligibility
from members.duplicates import likely_duplicates
from members.models import Consent, Member, Unit, User
from members.nik import parse_nik
from members.numbers import pattern_for
from members.permissions import require
from members.services.accounts import close_account
from members.services.livelihood import ATTESTATION, WAIVER, exempt_where_ruled
from members.services.people import locked, locked_unit, refuse_oneself, take_step
from members.services.photos import destroy_photo
from members.states import Action, Document, MemberState
from senkom.lib.crypto import keyed_hash
from senkom.lib.locks import one_at_a_time
from senkom.lib.models import Sequence
from senkom.lib.refusals import refused_in_words

CONSENT_VERSION = "2026-11"
TERM_IN_YEARS = 5


@dataclass(frozen=True)
class Application:
    """What a person writes on the form; the code comes with the page, so that sending twice makes one row."""

    code: UUID
    unit: Unit
    full_name: str
    birth_date: date
    livelihood: str
    occupation: str
    phone: Any
    sex: str = ""
    email: str = ""
    village: Unit | None = None
    address: str = ""
    skills: str = ""
    nik: str = ""


@transaction.atomic
def apply_for_membership(application: Application, *, by: User | None = None, now: datetime | None = None) -> Member:
    """Put an application on the list; by the person (`by=None`), or written down by a board member.

    Who is on the list already gets the same answer as anybody, so that a stranger learns nothing; the coordinator
    finds the likely duplicate on the application. Raises ValidationError: too young, no income, no chapter there.
    """
    if by is not None:
        require(by, Action.HANDLE_APPLICATIONS, application.unit)
    one_at_a_time("members.apply")
    if known := Member.objects.filter(code=application.code).first():
        return _sent_before(known, application)
    today = application.unit.today(now)
    _refuse_application(application, today)
    member = _enter(application, today)
    member.livelihood_recorded_by = by.member if by else member
    member.save(update_fields=["livelihood_recorded_by"])
    method = "paper" if by else "form"
    Consent.objects.create(member=member, purpose="membership", text_version=CONSENT_VERSION, method=method)
    return member


def _sent_before(known: Member, application: Application) -> Member:
    """The row an earlier sending made. Raises ValidationError where the code belongs to somebody else's."""
    if (known.full_name, known.birth_date) == (" ".join(application.full_name.split()), application.birth_date):
        return known
    raise ValidationError(_("This form was sent by somebody else already. Open it anew."), code="conflict")


def _refuse_application(application: Application, today: date) -> None:
    if not application.unit.is_active or application.unit.is_village:
        raise ValidationError({"unit": _("There is no chapter here. Choose another one.")})
    against = eligibility.reasons_against_applying(
        application.birth_date, application.livelihood, application.unit, today
    )
    if against:
        raise ValidationError(dict(against))


def _enter(application: Application, today: date) -> Member:
    nik = parse_nik(application.nik, today).number if application.nik else None
    # The oldest entry: the one that the others repeat.
    same = likely_duplicates(
        full_name=application.full_name,
        nik_hash=keyed_hash(nik) if nik else None,
        birth_date=application.birth_date,
        phone=application.phone,
        village=application.village.path if application.village else None,
    ).first()
    if nik and Member.objects.filter(nik_hash=keyed_hash(nik)).exists():
        nik = None  # it stands with the other entry, and each stands once
    with refused_in_words():
        return Member.objects.create(
            code=application.code,
            unit=application.unit,
            likely_same_as=same,
            full_name=" ".join(application.full_name.split()),
            birth_date=application.birth_date,
            sex=application.sex,
            phone=application.phone,
            email=application.email,
            village=application.village,
            address=application.address,
            occupation=application.occupation,
            livelihood=application.livelihood,
            skills=application.skills,
            nik=nik,
            nik_hash=keyed_hash(nik) if nik else None,
        )


def _step(
    member: Member, to: str, *, by: User, reason: str = "", document: str = "", also: Collection[str] = ()
) -> Member:
    """Take one step of an application for a person who is locked already."""
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    take_step(member, to, by=by, reason=reason, document=document, also=also)
    return member


@transaction.atomic
def begin_document_check(member: Member, *, by: User, reason: str = "", document: str = "") -> Member:
    """Somebody takes care of the application."""
    return _step(locked(member), MemberState.DOCUMENT_CHECK, by=by, reason=reason, document=document)


@transaction.atomic
def tick_documents(member: Member, seen: Collection[str], *, by: User) -> Member:
    """Record which documents somebody has looked at; no copies are kept."""
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    if member.state != MemberState.DOCUMENT_CHECK:
        raise ValidationError(_("Documents are ticked during the document check."), code="conflict")
    member.documents_seen = [document.value for document in Document if document in seen]
    member.save(update_fields=["documents_seen"])
    return member


@transaction.atomic
def invite_to_interview(member: Member, *, by: User, reason: str = "", document: str = "") -> Member:
    """All documents were seen; next is a talk."""
    member = locked(member)
    if member.state == MemberState.DOCUMENT_CHECK and (against := eligibility.reasons_against_interview(member)):
        raise ValidationError(against)
    return _step(member, MemberState.INTERVIEW, by=by, reason=reason, document=document)


@transaction.atomic
def admit_to_training(member: Member, *, by: User, reason: str = "", document: str = "") -> Member:
    """The talk went well; next is the basic training."""
    return _step(locked(member), MemberState.TRAINING, by=by, reason=reason, document=document)


@transaction.atomic
def activate(
    member: Member,
    *,
    by: User,
    reason: str = "",
    document: str = "",
    member_number: str = "",
    now: datetime | None = None,
) -> Member:
    """The applicant becomes a member: number, first day, term of five years.

    A number that the nation or the province gave can be entered; otherwise the next of the city and year is taken.
    """
    home = locked_unit(member.unit_id)
    member = locked(member)
    today = member.unit.today(now)
    _refuse_activation(member, home, today)
    member.member_number = member_number.strip() or member.member_number or next_member_number(member.unit, today)
    member.joined_on = member.joined_on or today
    member.inaugurated_on = today
    member.valid_until = years_later(today, TERM_IN_YEARS)
    also = ["member_number", "joined_on", "inaugurated_on", "valid_until"]
    also += exempt_where_ruled(member, by=by, today=today, until=member.valid_until)
    return _step(member, MemberState.ACTIVE, by=by, reason=reason, document=document, also=also)


def _refuse_activation(member: Member, home: Unit, today: date) -> None:
    if member.state not in (MemberState.DOCUMENT_CHECK, MemberState.TRAINING):
        raise ValidationError(_("Only who has finished the way in can be activated."), code="conflict")
    if member.unit_id != home.pk:
        raise ValidationError(_("This person has just changed units. Look again."), code="conflict")
    if not home.is_active:
        raise ValidationError(_("There is no chapter here. Open it first."), code="closed")
    against = eligibility.reasons_against_activation(member, today)
    if member.state == MemberState.DOCUMENT_CHECK:
        against += eligibility.reasons_against_training_skipped(member)
    if against:
        raise ValidationError(against)


def next_member_number(unit: Unit, today: date) -> str:
    """The next number by the unit's pattern, such as 3574.26.0001; numbers given by hand are passed over."""
    pattern = pattern_for(unit, today)
    while True:
        number = pattern.numbered(Sequence.take(pattern.counter))
        if not Member.objects.filter(member_number=number).exists():
            return number


def years_later(day: date, years: int) -> date:
    """The same day in another year; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def reject(member: Member, *, by: User, reason: str, document: str = "") -> Member:
    """The applicant is not admitted now, and may apply again."""
    member = _step(locked(member), MemberState.REJECTED, by=by, reason=reason, document=document)
    close_account(member, by=by)
    destroy_photo(member)
    return member


@transaction.atomic
def reapply(member: Member, *, by: User, reason: str = "", document: str = "") -> Member:
    """Somebody who was not admitted, or who had left, begins anew; what was attested then is attested again."""
    member = locked(member)
    member.documents_seen = []
    member.livelihood_verified_by = member.livelihood_verified_on = None
    member.livelihood_evidence = ""
    member.livelihood_waiver_by = member.livelihood_waiver_until = None
    member.livelihood_waiver_reason = ""
    also = ["documents_seen", *ATTESTATION, *WAIVER]
    return _step(member, MemberState.APPLICANT, by=by, reason=reason, document=document, also=also)


def waiting_since(member: Member, now: datetime | None = None) -> int:
    """For how many days an application has lain in its present state."""
    return ((now or timezone.now()) - member.state_at).days
