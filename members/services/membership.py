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
from members.services.livelihood import exempt_where_ruled
from members.services.offices import end_all_offices
from members.services.people import locked, refuse_oneself, take_step
from members.services.photos import destroy_photo
from members.services.renewals import revoke_renewal_links
from members.states import RENEWED_FROM, Action, MemberState, ProposalState
from senkom.lib.logs import Event, note
from senkom.lib.registry import leaving_steps
from senkom.lib.states import move, move_all


def _refuse_recording(member: Member, by: User) -> None:
    """A board records steps like these about somebody else."""
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)


@transaction.atomic
def record_leave(member: Member, *, by: User, reason: str, document: str = "") -> Member:
    """The member is away for a time; what he had agreed to is released, and he is not asked for more."""
    member = locked(member)
    _refuse_recording(member, by)
    take_step(member, MemberState.ON_LEAVE, by=by, reason=reason, document=document)
    _end_elsewhere(member, by=by, reason=reason, away=True)
    return member


@transaction.atomic
def record_return(
    member: Member, *, by: User, reason: str = "", document: str = "", now: datetime | None = None
) -> Member:
    """The member is back from a leave."""
    member = locked(member)
    if member.state != MemberState.ON_LEAVE:
        raise ValidationError(_("This member is not on leave."), code="conflict")
    _refuse_recording(member, by)
    today = member.unit.today(now)
    if against := eligibility.reasons_against_activation(member, today):
        raise ValidationError(against)
    also = exempt_where_ruled(member, by=by, today=today, until=member.valid_until or today)
    take_step(member, MemberState.ACTIVE, by=by, reason=reason, document=document, also=also)
    return member


def rest_membership(member: Member, *, by: User, reason: str, now: datetime, document: str = "") -> Member:
    """Suspend a member who is locked, as was just confirmed; duties are released, rights of offices rest."""
    take_step(member, MemberState.SUSPENDED, by=by, reason=reason, document=document, now=now)
    note(Event.MEMBERSHIP, by=by, subject=member, unit=member.unit_id, what=member.state)
    _end_elsewhere(member, by=by, reason=reason, away=True)
    return member


@transaction.atomic
def lift_suspension(
    member: Member, *, by: User, reason: str = "", document: str = "", now: datetime | None = None
) -> Member:
    """Let a suspended member back in, decided by the chair of a unit above."""
    member = locked(member)
    if member.state != MemberState.SUSPENDED:
        raise ValidationError(_("This member is not suspended."), code="conflict")
    require_from_above(by, Action.SUSPEND, member.unit)
    refuse_oneself(member, by)
    today = member.unit.today(now)
    also = exempt_where_ruled(member, by=by, today=today, until=member.valid_until or today)
    take_step(member, MemberState.ACTIVE, by=by, reason=reason, document=document, also=also)
    note(Event.MEMBERSHIP, by=by, subject=member, unit=member.unit_id, what=member.state)
    return member


@transaction.atomic
def record_resignation(member: Member, *, by: User, reason: str, document: str = "") -> Member:
    """The member has said that he leaves."""
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    return leave_for_good(member, MemberState.RESIGNED, by=by, reason=reason, document=document)


@transaction.atomic
def record_death(member: Member, *, by: User, reason: str = "", document: str = "") -> Member:
    """The member has died."""
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    return leave_for_good(member, MemberState.DECEASED, by=by, reason=reason, document=document)


def leave_for_good(
    member: Member, to: str, *, by: User, reason: str, document: str = "", now: datetime | None = None
) -> Member:
    """End everything a member has: offices, the account, what lies ahead; in one transaction."""
    refuse_oneself(member, by)
    member = locked(member)
    take_step(member, to, by=by, reason=reason, document=document, now=now)
    note(Event.MEMBERSHIP, by=by, subject=member, unit=member.unit_id, what=to)
    end_all_offices(member)
    close_account(member, by=by)
    destroy_photo(member)
    revoke_renewal_links(member)
    _end_elsewhere(member, by=by, reason=reason)
    for proposal in Proposal.objects.select_for_update().waiting().filter(member=member):
        move(proposal, ProposalState.WITHDRAWN, by=by, reason=_("The member has left."))
    return member


def _end_elsewhere(member: Member, *, by: User, reason: str, away: bool = False) -> None:
    for end in leaving_steps(away=away):
        end(member, by=by, reason=reason)


@transaction.atomic
def renew(member: Member, *, by: User, reason: str = "", document: str = "", now: datetime | None = None) -> Member:
    """Five more years, from today or from the end of the present term; the job or income is attested anew before."""
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    today = member.unit.today(now)
    if member.state not in RENEWED_FROM:
        raise ValidationError(_("Only an active or a lapsed membership is renewed."), code="conflict")
    if eligibility.is_renewed_too_early(member, today):
        raise ValidationError(
            _("This card is valid for long still. It is renewed in its last 60 days."), code="conflict"
        )
    if against := eligibility.reasons_against_renewal(member, today):
        raise ValidationError(against)
    member.valid_until = years_later(max(today, member.valid_until or today), TERM_IN_YEARS)
    also = ["valid_until", *exempt_where_ruled(member, by=by, today=today, until=member.valid_until)]
    if member.state == MemberState.LAPSED:
        take_step(member, MemberState.ACTIVE, by=by, reason=reason, document=document, also=also)
    else:
        member.state_document = document.strip()
        member.save(update_fields=["state_document", *also])
    return member


def lapse_memberships(now: datetime | None = None) -> int:
    """Let memberships lapse whose last day is over where the member's unit is, time of grace included."""
    lapsed = 0
    moment = now or timezone.now()
    for zone in Unit.objects.order_by().values_list("timezone", flat=True).distinct():
        today = moment.astimezone(ZoneInfo(zone)).date()
        over = Member.objects.run_out(today).filter(unit__timezone=zone)
        lapsed += move_all(over, MemberState.LAPSED, source=MemberState.ACTIVE, now=now, state_document="")
    return lapsed
