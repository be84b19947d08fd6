"""Reserves of a full duty, and the places they are offered when one gets free."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Member, User
from patrols.eligibility import reasons_against, refuse
from patrols.models import Assignment, Duty, Reserve, Slot
from patrols.services.locks import lock_assignment, lock_duty, lock_member, lock_members
from patrols.services.places import take_place
from patrols.states import OFFER_LASTS, AssignmentState, DutyState, Source
from senkom.lib.refusals import refused_in_words
from senkom.lib.registry import job
from senkom.lib.states import move


@transaction.atomic
def join_reserve(duty: Duty, role: str, member: Member, *, by: User) -> Reserve:
    """Note that a member would come if a place of this role got free. Repeating it changes nothing."""
    duty, member = lock_duty(duty), lock_member(member)
    noted = Reserve.objects.filter(duty=duty, member=member).first()
    if noted is not None and noted.role == role:
        return noted
    slots = list(Slot.objects.filter(duty=duty, role=role).select_related("duty__unit", "qualification"))
    if not slots:
        raise ValidationError(_("This duty has no such place. Choose another one."))
    free = Slot.objects.filter(duty=duty, role=role).free().exists()
    if free:
        raise ValidationError(_("There is a free place. Press “I'm ready”."), code="free")
    refuse(reasons_against(member, duty, slots, by=by))
    if noted is not None:
        noted.role = role
        noted.save(update_fields=["role"])
        return noted
    with refused_in_words():
        return Reserve.objects.create(duty=duty, role=role, member=member)


@transaction.atomic
def leave_reserve(duty: Duty, member: Member, *, by: User) -> None:
    """Take a member from the reserves. Repeating it changes nothing."""
    duty = lock_duty(duty)
    Reserve.objects.filter(duty=duty, member=member).delete()


@transaction.atomic
def accept_offer(assignment: Assignment, *, by: User, now: datetime | None = None) -> Assignment:
    """Say yes to an offered place. Repeating it changes nothing."""
    assignment = lock_assignment(assignment, with_member=True)
    if assignment.state == AssignmentState.CONFIRMED:
        return assignment
    duty, member = assignment.duty, assignment.member
    if assignment.state == AssignmentState.OFFERED:
        # The offer itself holds the place, so it is no reason against.
        reasons = reasons_against(member, duty, [assignment.slot], by=by, now=now)
        refuse([reason for reason in reasons if reason.code != "already"])
    move(assignment, AssignmentState.CONFIRMED, by=by, now=now)
    return assignment


@transaction.atomic
def decline_offer(assignment: Assignment, *, by: User, now: datetime | None = None) -> Assignment:
    """Say no to an offered place; the next reserve is asked. Repeating it changes nothing."""
    assignment = lock_assignment(assignment)
    if assignment.state == AssignmentState.DECLINED:
        return assignment
    move(assignment, AssignmentState.DECLINED, by=by, now=now)
    offer_places(assignment.duty, now=now)
    return assignment


def offer_places(duty: Duty, *, now: datetime | None = None) -> int:
    """Offer every free place of an announced duty to the first reserve who can take it. The duty is locked."""
    now = now or timezone.now()
    if duty.state != DutyState.PUBLISHED or now >= duty.starts_at:
        return 0
    waiting = list(Reserve.objects.filter(duty=duty).order_by("at", "pk"))
    if not waiting:
        return 0
    members = lock_members(reserve.member_id for reserve in waiting)
    free = Slot.objects.filter(duty=duty, role__in={reserve.role for reserve in waiting}).free()
    places = list(free.select_related("duty__unit", "qualification").order_by("pk"))
    return sum(_offer(slot, waiting, members, now=now) for slot in places)


def _offer(slot: Slot, waiting: list[Reserve], members: dict[int, Member], *, now: datetime) -> bool:
    """Offer one place to the first of these who can take it, and strike him from the list."""
    for reserve in [reserve for reserve in waiting if reserve.role == slot.role]:
        member = members[reserve.member_id]
        asker = User(member=member)
        if reasons_against(member, slot.duty, [slot], by=asker, now=now):
            continue
        until = min(now + OFFER_LASTS, slot.duty.starts_at)
        take_place(slot, member, by=None, source=Source.RESERVE, state=AssignmentState.OFFERED, offer_until=until)
        reserve.delete()
        waiting.remove(reserve)
        return True
    return False


@job("patrols.offers", every=timedelta(minutes=5), label=gettext_lazy("Offer free places to reserves"))
def offer_free_places(now: datetime | None = None) -> int:
    """End offers nobody answered, and offer what is free to the reserves. Says how many rows changed."""
    now = now or timezone.now()
    stale = Assignment.objects.filter(duty=OuterRef("pk"), state=AssignmentState.OFFERED, offer_until__lte=now)
    waiting = Reserve.objects.filter(duty=OuterRef("pk"))
    due = Duty.objects.filter(Exists(stale)) | Duty.objects.filter(
        Exists(waiting), Exists(Slot.objects.filter(duty=OuterRef("pk")).free()), state=DutyState.PUBLISHED
    )
    return sum(_tidy(pk, now) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tidy(duty_pk: int, now: datetime) -> int:
    duty = lock_duty(duty_pk)
    stale = Assignment.objects.filter(duty=duty, state=AssignmentState.OFFERED, offer_until__lte=now)
    ended = list(stale.select_for_update(no_key=True))
    for offer in ended:
        move(offer, AssignmentState.EXPIRED, by=None, now=now)
    return len(ended) + offer_places(duty, now=now)
