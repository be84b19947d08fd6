"""Appointing people to offices, and ending their terms."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from members.models import Appointment, Member, Unit, User
from members.permissions import is_within, require
from members.services.accounts import end_sessions, forget_doubtful_password
from members.services.people import locked, locked_unit, refuse_oneself
from members.states import Action, MemberState, Office, Role
from senkom.lib.logs import Event, note
from senkom.lib.refusals import refused_in_words


@transaction.atomic
def appoint(
    member: Member,
    unit: Unit,
    office: Office,
    *,
    begins: date,
    ends: date | None,
    by: User,
    decree_number: str = "",
) -> Appointment:
    """Give a member an office for a term (the last day included), in one's own unit or below, never oneself.

    The person signs in anew afterwards: a phone somebody else once signed in on gets no new rights, nor does
    somebody who could have set the password.
    """
    unit = locked_unit(unit.pk)
    member = locked(member)
    require(by, Action.APPOINT, unit)
    refuse_oneself(member, by)
    _refuse_appointment(member, unit, begins, ends)
    term = DateRange(begins, ends and date.fromordinal(ends.toordinal() + 1))
    with refused_in_words():
        appointment: Appointment = Appointment.objects.create(
            member=member, unit=unit, office=office, term=term, decree_number=decree_number, appointed_by=by.member
        )
    note(Event.RIGHTS_BEGIN, by=by, subject=member, unit=unit.pk, what=office)
    end_sessions(member)
    forget_doubtful_password(member, unit, Role(appointment.role))
    return appointment


def _refuse_appointment(member: Member, unit: Unit, begins: date, ends: date | None) -> None:
    if member.state != MemberState.ACTIVE:
        raise ValidationError(_("Only active members hold an office."), code="not_active")
    if not unit.is_active:
        raise ValidationError({"unit": _("There is no chapter here. Open it first.")})
    if not (is_within(member.unit_id, unit.path) or is_within(unit.path, member.unit_id)):
        raise ValidationError({"unit": _("This member belongs to another branch of the organisation.")})
    if ends is not None and ends < begins:
        raise ValidationError({"ends": _("The last day lies before the first.")})


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User, now: datetime | None = None) -> Appointment:
    """End a term now, by whoever may appoint there or by the holder himself; rights end with it."""
    locked(appointment.member)
    row: Appointment = Appointment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=appointment.pk)
    if by.member_id != row.member_id:
        require(by, Action.APPOINT, row.unit)
    today = row.unit.today(now)
    if row.term.isempty or (row.term.upper and row.term.upper <= today):
        raise ValidationError(_("This term is over already."), code="conflict")
    _cut(row, today)
    return row


def end_all_offices(member: Member, now: datetime | None = None) -> None:
    """End every term of somebody who leaves, those that have not begun as well."""
    for row in Appointment.objects.select_for_update(of=("self",)).select_related("unit").filter(member=member):
        today = row.unit.today(now)
        if not row.term.isempty and (row.term.upper is None or row.term.upper > today):
            _cut(row, today)


def _cut(row: Appointment, today: date) -> None:
    """Yesterday becomes the last day; of a term that began today or later nothing is left but its history."""
    row.term = DateRange(row.term.lower, today) if row.term.lower < today else DateRange(empty=True)
    row.save(update_fields=["term"])
    note(Event.RIGHTS_END, subject=row.member, unit=row.unit_id, what=row.office)


def refuse_without_right(member: Member, action: Action, unit: Unit | str) -> None:
    """Raises ValidationError where somebody who is given a task has no office today that lets him do it there."""
    path = unit if isinstance(unit, str) else unit.path
    if not Member.objects.holding(action, path).filter(pk=member.pk).exists():
        sentence = _("%(name)s has no office today that allows this. Choose somebody else, or appoint first.")
        raise ValidationError(sentence % {"name": member.full_name}, code="no_office")
