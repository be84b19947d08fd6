"""Finding the person a page is about, and what its reader may know of him."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from members.models import Member, User
from members.permissions import allows, require
from members.states import Action


def person_for(user: User, code: UUID, action: Action | None = None) -> Member:
    """The person with this code: 404 outside the reader's scope, 403 where the office does not allow the action."""
    person = get_object_or_404(Member.objects.visible_to(user).for_person_page(), code=code)
    if action is not None:
        require(user, action, person.unit_id)
    return person


@dataclass(frozen=True)
class Sight:
    """What a reader may know of a person (need to know)."""

    is_self: bool
    keeps_roster: bool
    handles: bool

    @property
    def closed_details(self) -> bool:
        """NIK (masked), birth date, street address, emergency contact."""
        return self.is_self or self.keeps_roster


def sight_of(user: User, person: Member) -> Sight:
    """What this reader may know of this person."""
    return Sight(
        is_self=user.member_id == person.pk,
        keeps_roster=allows(user, Action.KEEP_ROSTER, person.unit_id),
        handles=allows(user, Action.HANDLE_APPLICATIONS, person.unit_id),
    )
