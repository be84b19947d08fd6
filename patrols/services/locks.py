"""Locks, always in this order: the duty, then members by id, then rows of the crew. So a race is a queue."""

from __future__ import annotations

from collections.abc import Iterable

from members.models import Member
from patrols.models import Assignment, Duty


def lock_duty(duty: Duty | int) -> Duty:
    """The duty as it is now; others who want to change it or its crew wait."""
    key = duty if isinstance(duty, int) else duty.pk
    return Duty.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=key)


def lock_members(keys: Iterable[int]) -> dict[int, Member]:
    """The members as they are now, locked in the order of their ids."""
    rows = Member.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    return {row.pk: row for row in rows.filter(pk__in=list(keys)).order_by("pk")}


def lock_member(member: Member) -> Member:
    """One member as he is now."""
    return lock_members([member.pk])[member.pk]


def lock_assignment(assignment: Assignment, *, with_member: bool = False) -> Assignment:
    """A place as it is now, its duty locked before it, and where asked its member.

    Whoever leaves holds his own row and waits for his places, so a member is never locked after a place of his.
    """
    duty = lock_duty(assignment.duty_id)
    if with_member:
        lock_members([assignment.member_id])
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True).select_related("slot", "member__unit")
    found = rows.get(pk=assignment.pk)
    found.duty = duty
    return found
