"""Who is on a duty: people take places, are put down, give them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.models import Member, User
from patrols.eligibility import fitting, near_places, reasons_against, refuse
from patrols.models import Assignment, Duty, Reserve, Slot
from patrols.models.crews import ENDED
from patrols.services.locks import lock_assignment, lock_duty, lock_member
from patrols.services.places import take_place
from patrols.services.reserves import accept_offer, offer_places
from patrols.states import AssignmentState, Source
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


@transaction.atomic
def sign_up(duty: Duty, role: str, member: Member, *, by: User, now: datetime | None = None) -> Assignment:
    """Take any free place of a role. Raises ValidationError in words; code "conflict" where it is full.

    Repeating it gives the place one has; an offered place is accepted by it.
    """
    duty, member = lock_duty(duty), lock_member(member)
    near = near_places(member, duty)
    held = _place_on(duty, near)
    if held is not None and held.slot.role == role:
        return accept_offer(held, by=by, now=now) if held.state == AssignmentState.OFFERED else held
    slots = Slot.objects.filter(duty=duty, role=role).free().select_related("qualification")
    free = _of(duty, slots.order_by("qualification", "sequence"))
    refuse(reasons_against(member, duty, free, by=by, near=near, now=now))
    source = Source.SELF if by.member_id == member.pk else Source.ASSIGNED
    taken = take_place(fitting(member, free)[0], member, by=by, source=source, savepoint=False)
    Reserve.objects.filter(duty=duty, member=member).delete()
    return taken


@transaction.atomic
def assign_member(slot: Slot, member: Member, *, by: User, now: datetime | None = None) -> Assignment:
    """Put a member down for one place. Raises ValidationError in words (see `eligibility.reasons_against`)."""
    duty, member = lock_duty(slot.duty_id), lock_member(member)
    near = near_places(member, duty)
    held = _place_on(duty, near)
    if held is not None and held.slot_id == slot.pk:
        return accept_offer(held, by=by, now=now) if held.state == AssignmentState.OFFERED else held
    free = _of(duty, Slot.objects.filter(pk=slot.pk).free().select_related("qualification"))
    if not free:
        raise ValidationError(_("This place was just taken. Choose another."), code="conflict")
    refuse(reasons_against(member, duty, free, by=by, near=near, now=now))
    taken = take_place(free[0], member, by=by, source=Source.ASSIGNED, savepoint=False)
    Reserve.objects.filter(duty=duty, member=member).delete()
    return taken


def _place_on(duty: Duty, near: Iterable[Assignment]) -> Assignment | None:
    return next((place for place in near if place.duty_id == duty.pk), None)


def _of(duty: Duty, slots: QuerySet[Slot]) -> list[Slot]:
    """Places that know the locked duty instead of asking for it again."""
    found = list(slots)
    for slot in found:
        slot.duty = duty
    return found


@transaction.atomic
def withdraw(assignment: Assignment, *, by: User, reason: str = "", now: datetime | None = None) -> Assignment:
    """Give a place back; the reason may stay unsaid. The next reserve is offered the place.

    Once the duty has ended nobody can have given back what he promised: then he stayed away, and may be excused.
    """
    assignment = lock_assignment(assignment)
    if assignment.state == AssignmentState.WITHDRAWN:
        return assignment
    duty = assignment.duty
    if assignment.state == AssignmentState.CONFIRMED and (not duty.is_open or duty.is_over(now)):
        raise ValidationError(ENDED, code="conflict")
    if assignment.state == AssignmentState.OFFERED:
        move(assignment, AssignmentState.DECLINED, by=by, reason=reason, now=now)
    else:
        move(assignment, AssignmentState.WITHDRAWN, by=by, reason=reason.strip() or _("without a reason"), now=now)
    offer_places(assignment.duty, now=now)
    return assignment


@transaction.atomic
def release(assignment: Assignment, *, by: User | None, reason: str = "", now: datetime | None = None) -> Assignment:
    """Take somebody from a duty, as its coordinator; the next reserve is offered the place."""
    assignment = lock_assignment(assignment)
    if assignment.state in (AssignmentState.RELEASED, AssignmentState.EXPIRED):
        return assignment
    let_go(assignment, by=by, reason=reason, now=now)
    offer_places(assignment.duty, now=now)
    return assignment


def let_go(assignment: Assignment, *, by: User | None, reason: str = "", now: datetime | None = None) -> None:
    """End a coming place: an offer expires, a promise is released. The row is locked by the caller."""
    offered = assignment.state == AssignmentState.OFFERED
    move(
        assignment,
        AssignmentState.EXPIRED if offered else AssignmentState.RELEASED,
        by=by,
        reason=reason,
        now=now,
    )


@transaction.atomic
def waive_rest(assignment: Assignment, *, rest: timedelta, reason: str, by: User) -> Assignment:
    """Allow a shorter rest after one duty, by name and with a reason; it stands on the earlier of two duties."""
    assignment = lock_assignment(assignment, with_member=True)
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason in a few words.")})
    if not timedelta(0) <= rest < assignment.rest_due:
        sentence = _("Between 0 and less than %(hours)g hours.")
        raise ValidationError({"rest": sentence % {"hours": assignment.rest_due / timedelta(hours=1)}})
    assignment.rest = rest
    assignment.rest_waived_by = by.member
    assignment.rest_waiver_reason = reason.strip()
    with refused_in_words():
        assignment.save(update_fields=["rest", "rest_waived_by", "rest_waiver_reason"])
    return assignment
