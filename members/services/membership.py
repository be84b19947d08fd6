"""What happens to members: leave, return, renewal, suspension, farewell."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import eligibility
from members.models import Member, Proposal, Unit, User
from members.permissions import require, require_from_above
from members.services.accounts import close_account
from members.services.applications import TERM_IN_YEARS, years_later
from members.services.offices import end_all_offices
from members.services.people import locked, refuse_oneself
from members.services.photos import destroy_photo
from members.states import Action, MemberState, ProposalState
from senkom.lib.logs import Event, note
from senkom.lib.registry import leaving_steps
from senkom.lib.states import move, move_all


def _record(member: Member, to: str, *, by: User, reason: str = "") -> Member:
    """Take a step that a board records about somebody else."""
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    move(member, to, by=by, reason=reason)
    return member


@transaction.atomic
def record_leave(member: Member, *, by: User, reason: str) -> Member:
    """The member is away for a time; what he had agreed to is released, and he is not asked for more."""
    member = _record(member, MemberState.ON_LEAVE, by=by, reason=reason)
    _end_elsewhere(member, by=by, reason=reason, away=True)
    return member


@transaction.atomic
def record_return(member: Member, *, by: User, reason: str = "", now: datetime | None = None) -> Member:
    """The member is back from a leave."""
    member = locked(member)
    if member.state != MemberState.ON_LEAVE:
        raise ValidationError(_("This member is not on leave."), code="conflict")
    if against := eligibility.reasons_against_activation(member, member.unit.today(now)):
        raise ValidationError(against)
    return _record(member, MemberState.ACTIVE, by=by, reason=reason)


def rest_membership(member: Member, *, by: User, reason: str, now: datetime) -> Member:
    """Suspend a member who is locked, as was just confirmed; duties are released, rights of offices rest."""
    move(member, MemberState.SUSPENDED, by=by, reason=reason, now=now)
    note(Event.MEMBERSHIP, by=by, subject=member, unit=member.unit_id, what=member.state)
    _end_elsewhere(member, by=by, reason=reason, away=True)
    return member


@transaction.atomic
def lift_suspension(member: Member, *, by: User, reason: str = "") -> Member:
    """Let a suspended member back in, decided by the chair of a unit above."""
    member = locked(member)
    if member.state != MemberState.SUSPENDED:
        raise ValidationError(_("This member is not suspended."), code="conflict")
    require_from_above(by, Action.SUSPEND, member.unit)
    refuse_oneself(member, by)
    move(member, MemberState.ACTIVE, by=by, reason=reason)
    note(Event.MEMBERSHIP, by=by, subject=member, unit=member.unit_id, what=member.state)
    return member


@transaction.atomic
def record_resignation(member: Member, *, by: User, reason: str) -> Member:
    """The member has said that he leaves."""
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    return leave_for_good(member, MemberState.RESIGNED, by=by, reason=reason)


@transaction.atomic
def record_death(member: Member, *, by: User, reason: str = "") -> Member:
    """The member has died."""
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    return leave_for_good(member, MemberState.DECEASED, by=by, reason=reason)


def leave_for_good(member: Member, to: str, *, by: User, reason: str, now: datetime | None = None) -> Member:
    """End everything a member has: offices, the account, what lies ahead; in one transaction."""
    refuse_oneself(member, by)
    member = locked(member)
    move(member, to, by=by, reason=reason, now=now)
    note(Event.MEMBERSHIP, by=by, subject=member, unit=member.unit_id, what=to)
    end_all_offices(member)
    close_account(member, by=by)
    destroy_photo(member)
    _end_elsewhere(member, by=by, reason=reason)
    for proposal in Proposal.objects.select_for_update().waiting().filter(member=member):
        move(proposal, ProposalState.WITHDRAWN, by=by, reason=_("The member has left."))
    return member


def _end_elsewhere(member: Member, *, by: User, reason: str, away: bool = False) -> None:
    for end in leaving_steps(away=away):
        end(member, by=by, reason=reason)


@transaction.atomic
def renew(member: Member, *, by: User, reason: str = "", now: datetime | None = None) -> Member:
    """Five more years, from today or from the end of the present term."""
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    today = member.unit.today(now)
    if member.state not in (MemberState.ACTIVE, MemberState.LAPSED):
        raise ValidationError(_("Only an active or a lapsed membership is renewed."), code="conflict")
    if against := eligibility.reasons_against_activation(member, today):
        raise ValidationError(against)
    member.valid_until = years_later(max(today, member.valid_until or today), TERM_IN_YEARS)
    if member.state == MemberState.LAPSED:
        move(member, MemberState.ACTIVE, by=by, reason=reason, also=["valid_until"])
    else:
        member.save(update_fields=["valid_until"])
    return member


def lapse_memberships(now: datetime | None = None) -> int:
    """Let memberships lapse whose last day is over where the member's unit is, time of grace included."""
    lapsed = 0
    moment = now or timezone.now()
    for zone in Unit.objects.order_by().values_list("timezone", flat=True).distinct():
        today = moment.astimezone(ZoneInfo(zone)).date()
        over = Member.objects.run_out(today).filter(unit__timezone=zone)
        lapsed += move_all(over, MemberState.LAPSED, source=MemberState.ACTIVE, now=now)
    return lapsed
