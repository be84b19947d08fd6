"""What people do with letters: write, issue, make void; record what came in, and how it was answered."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Appointment, Unit, User
from members.states import Office
from partners.letters import chair_of, letter_number, letterhead_of
from partners.models import Agency, Audience, IncomingLetter, Letter
from partners.states import IncomingState, LetterState
from senkom.lib.forms import once
from senkom.lib.models import Sequence
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


@transaction.atomic
def write_letter(
    *,
    code: UUID,
    unit: Unit,
    kind: str,
    matter: str,
    recipient: str,
    subject: str,
    body: str,
    agency: Agency | None = None,
    audience: Audience | None = None,
    by: User,
) -> Letter:
    """Begin a letter as a draft. Raises ValidationError in words."""
    if audience is not None:
        unit, agency = audience.unit, audience.agency
    _refuse_foreign(agency, by)

    def make() -> Letter:
        letter = Letter(code=code, unit=unit, kind=kind, matter=matter, agency=agency, audience=audience)
        letter.recipient, letter.subject, letter.body = recipient, subject, body
        letter.written_by = letter.state_by = by.member
        letter.save()
        return letter

    return once(Letter.objects, code, author_field="written_by", author=by.member, make=make)


def _refuse_foreign(agency: Agency | None, by: User) -> None:
    if agency is not None and not Agency.objects.visible_to(by).filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("Choose an agency that works in this area.")})


@transaction.atomic
def change_letter(letter: Letter, *, matter: str, recipient: str, subject: str, body: str, by: User) -> Letter:
    """Correct a draft; the database refuses to change what has been issued."""
    letter = _locked(letter)
    letter.matter, letter.recipient, letter.subject, letter.body = matter, recipient, subject, body
    with refused_in_words():
        letter.save(update_fields=["matter", "recipient", "subject", "body"])
    return letter


@transaction.atomic
def issue_letter(letter: Letter, *, by: User, now: datetime | None = None) -> Letter:
    """Give the letter its number and its date; from now on it doesn't change."""
    letter = _locked(letter)
    today = letter.unit.today(now)
    head = letterhead_of(letter.unit)
    if letter.state == LetterState.DRAFT:
        # Only a step that will succeed may take a number; others wait here until this transaction ends.
        letter.sequence, letter.year = Sequence.take(sequence_name(letter.unit, letter.kind, today.year)), today.year
        letter.number = letter_number(letter.kind, letter.matter, letter.sequence, head.short_name, today)
        letter.issued_on, letter.place = today, head.place
        letter.signed_as, letter.signed_by = chair_of(letter.unit), chair(letter.unit)
    frozen = ["sequence", "year", "number", "issued_on", "place", "signed_as", "signed_by"]
    move(letter, LetterState.ISSUED, by=by, now=now, also=frozen)
    return letter


def sequence_name(unit: Unit, kind: str, year: int) -> str:
    """Each unit counts each series from 1 every year."""
    return f"letter:{unit.path}{kind}:{year}"


def chair(unit: Unit) -> str:
    """The name of the chair of today, who signs; empty where the office is vacant."""
    today = Appointment.objects.on(unit.today()).filter(unit=unit, office=Office.CHAIR)
    return today.values_list("member__full_name", flat=True).first() or ""


@transaction.atomic
def continue_numbering(unit: Unit, kind: str, year: int, *, last: int) -> None:
    """Go on from the paper book: the next letter gets the number after `last`. Only before the first letter."""
    row, _created = Sequence.objects.get_or_create(name=sequence_name(unit, kind, year))
    changed = Sequence.objects.filter(pk=row.pk, last=0).update(last=last)
    if not changed:
        raise ValidationError(_("Letters of this year have numbers already; the counting can't be moved."))


@transaction.atomic
def void_letter(letter: Letter, *, reason: str, by: User) -> Letter:
    """The letter doesn't hold; its number stays taken."""
    letter = _locked(letter)
    move(letter, LetterState.VOID, by=by, reason=reason)
    return letter


@transaction.atomic
def note_delivery(letter: Letter, *, delivery: str, by: User) -> Letter:
    """Write down how the letter was handed over."""
    letter = _locked(letter)
    if letter.state != LetterState.ISSUED:
        raise ValidationError(_("Issue the letter first."), code="conflict")
    letter.delivery = delivery
    letter.save(update_fields=["delivery"])
    return letter


@transaction.atomic
def record_incoming(
    *,
    code: UUID,
    unit: Unit,
    agency: Agency,
    subject: str,
    received_on: date,
    number: str = "",
    answer_by: date | None = None,
    by: User,
) -> IncomingLetter:
    """Write down a letter that came in, and until when it wants an answer."""
    _refuse_foreign(agency, by)
    if received_on > unit.today():
        raise ValidationError({"received_on": _("This day has not come yet.")})

    def make() -> IncomingLetter:
        letter = IncomingLetter(code=code, unit=unit, agency=agency, number=number, subject=subject)
        letter.received_on, letter.answer_by = received_on, answer_by
        letter.recorded_by = letter.state_by = by.member
        letter.save()
        return letter

    return once(IncomingLetter.objects, code, author_field="recorded_by", author=by.member, make=make)


@transaction.atomic
def answer_incoming(incoming: IncomingLetter, *, letter: Letter | None = None, by: User) -> IncomingLetter:
    """It has been answered, with a letter of ours or otherwise."""
    incoming = _locked_incoming(incoming)
    if letter is not None and (letter.unit_id != incoming.unit_id or letter.state != LetterState.ISSUED):
        raise ValidationError({"letter": _("Choose an issued letter of this unit.")})
    incoming.answered_with = letter
    move(incoming, IncomingState.ANSWERED, by=by, also=["answered_with"])
    return incoming


@transaction.atomic
def settle_incoming(incoming: IncomingLetter, *, reason: str, by: User) -> IncomingLetter:
    """It needs no answer; the reason says what became of it."""
    incoming = _locked_incoming(incoming)
    move(incoming, IncomingState.SETTLED, by=by, reason=reason)
    return incoming


def _locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=letter.pk)


def _locked_incoming(letter: IncomingLetter) -> IncomingLetter:
    return IncomingLetter.objects.select_for_update(no_key=True).get(pk=letter.pk)
