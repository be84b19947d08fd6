"""Writing down that somebody holds a place; the database has the last word."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError

from members.models import Member, User
from patrols.eligibility import FULL
from patrols.models import Assignment, Slot
from patrols.states import AssignmentState, Source
from senkom.lib.refusals import refused_in_words

LOST_RACES = ("assignment_one_per_slot",)


def take_place(
    slot: Slot,
    member: Member,
    *,
    by: User | None,
    source: Source,
    state: AssignmentState = AssignmentState.CONFIRMED,
    offer_until: datetime | None = None,
    savepoint: bool = True,
) -> Assignment:
    """Write one place. Raises ValidationError in words, with code "conflict" where somebody was faster.

    Without a savepoint, a refusal ends the caller's transaction as well.
    """
    duty = slot.duty
    try:
        with refused_in_words(savepoint=savepoint):
            return Assignment.objects.create(
                duty=duty,
                slot=slot,
                member=member,
                state=state,
                source=source,
                offer_until=offer_until,
                starts_at=duty.starts_at,
                ends_at=duty.ends_at,
                rest=duty.unit.rest,
                rest_due=duty.unit.rest,
                state_by=by.member if by else None,
            )
    except ValidationError as error:
        if error.code in LOST_RACES:
            raise ValidationError(FULL, code="conflict") from error
        raise
