"""Who may what: today's offices, the rights table, and one question. No other file compares roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from members.states import ALLOWED, IN_OFFICE, Action, MemberState, Role

if TYPE_CHECKING:
    from members.models import Member, Unit, User

EVERYWHERE = "0."


@dataclass(frozen=True)
class HeldOffice:
    """A role in a unit that somebody holds today."""

    path: str
    role: Role
    begins: date


def lineage(path: str) -> list[str]:
    """A unit's path and those of the units above it, from the top: ['0.', '0.35.', '0.35.74.']."""
    parts = path.rstrip(".").split(".")
    return [".".join(parts[: depth + 1]) + "." for depth in range(len(parts))]


def is_within(path: str, ancestor: str) -> bool:
    """Whether a unit is the other one or lies below it."""
    return path.startswith(ancestor)


def _read_offices(member_id: int, now: datetime) -> list[HeldOffice]:
    rows = apps.get_model("members", "Appointment").objects.filter(member_id=member_id, member__state__in=IN_OFFICE)
    held = rows.values_list("unit_id", "role", "term", "unit__timezone")
    # A term turns at midnight where the unit is.
    return [
        HeldOffice(path, Role(role), term.lower)
        for path, role, term, zone in held
        if now.astimezone(ZoneInfo(zone)).date() in term
    ]


def offices_of(user: User, now: datetime | None = None) -> list[HeldOffice]:
    """The offices an account holds today; asked once a request."""
    if user.offices_this_request is not None and now is None:
        return user.offices_this_request
    held = _read_offices(user.member_id, now or timezone.now())
    if user.is_of_a_request and now is None:
        user.offices_this_request = held
    return held


def paths_for(user: User | AnonymousUser, action: Action) -> list[str]:
    """The units in and below which the account may do it, by an office of today; without those inside others."""
    if not user.is_authenticated or not user.is_active:
        return []
    if user.is_superuser:
        return [EVERYWHERE]
    return outermost(held.path for held in offices_of(user) if action in ALLOWED[held.role])


def first_choice(user: User | AnonymousUser, action: Action) -> str | None:
    """The unit that a form begins with: where the account may do it, by its office, not where the person lives."""
    return next(iter(paths_for(user, action)), None)


def rights_over_others_since(user: User) -> date | None:
    """The day on which an office of today, or being superuser, gave rights over others; None without any."""
    days = [held.begins for held in offices_of(user) if held.role != Role.MEMBER]
    if user.is_superuser:
        days.append(user.date_joined.astimezone(user.member.unit.zone).date())
    return min(days, default=None)


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths that lie in no other of them."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(is_within(path, outer) for outer in kept):
            kept.append(path)
    return kept


def belongs_to(member: Member, path: str) -> bool:
    """Whether an active member belongs to the unit: it is his own, or one above his own."""
    return member.state == MemberState.ACTIVE and is_within(member.unit_id, path)


def allows(user: User | AnonymousUser, action: Action, unit: Unit | str) -> bool:
    """Whether the account may do this in this unit."""
    path = unit if isinstance(unit, str) else unit.path
    if any(is_within(path, outer) for outer in paths_for(user, action)):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return action in ALLOWED[Role.MEMBER] and belongs_to(user.member, path)


def allows_from_above(user: User | AnonymousUser, action: Action, unit: Unit | str) -> bool:
    """Whether the account may do this by an office in a unit above this one: the second person of a hard step.

    Nothing lies above the nation: there it is another person with the same office, so its deputy.
    """
    path = unit if isinstance(unit, str) else unit.path
    if user.is_authenticated and user.is_superuser:
        return user.is_active
    if path == EVERYWHERE:
        return EVERYWHERE in paths_for(user, action)
    return any(path != outer and is_within(path, outer) for outer in paths_for(user, action))


def nearest_office(user: User, action: Action, path: str) -> str | None:
    """The lowest unit at or above this one whose office of today allows it; a superuser acts for the unit itself."""
    held = [office.path for office in offices_of(user) if action in ALLOWED[office.role]]
    near = [office for office in held if is_within(path, office)]
    return max(near, key=len) if near else path if user.is_active and user.is_superuser else None


def allows_anywhere(user: User | AnonymousUser, action: Action) -> bool:
    """Whether the account may do this in some unit; for menus, never instead of `require`."""
    if paths_for(user, action):
        return True
    return user.is_authenticated and action in ALLOWED[Role.MEMBER] and user.member.state == MemberState.ACTIVE


def require(user: User | AnonymousUser, action: Action, unit: Unit | str) -> None:
    """Raises PermissionDenied, in words, where the office does not allow it."""
    if not allows(user, action, unit):
        raise PermissionDenied(_("Your office does not allow this here. Ask the chair of your unit."))


def require_from_above(user: User | AnonymousUser, action: Action, unit: Unit | str) -> None:
    """Raises PermissionDenied where no office in a unit above allows it."""
    if not allows_from_above(user, action, unit):
        raise PermissionDenied(_("This is decided by the chair of the unit above. Ask that chair."))


def require_somewhere(user: User | AnonymousUser, action: Action) -> None:
    """Raises PermissionDenied where the account may do this in no unit at all."""
    if not allows_anywhere(user, action):
        raise PermissionDenied(_("Your office does not allow this here. Ask the chair of your unit."))
