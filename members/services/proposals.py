"""Suspension and expulsion in two steps: the chair of a unit proposes, a chair of a unit above decides."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Proposal, User
from members.permissions import nearest_office, require, require_from_above
from members.services.membership import leave_for_good, rest_membership
from members.services.people import locked, refuse_oneself
from members.states import MEMBERSHIP, Action, MemberState, ProposalKind, ProposalState
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


def propose_suspension(member: Member, *, by: User, reason: str) -> Proposal:
    """Ask the unit above to rest a membership."""
    return _propose(member, ProposalKind.SUSPEND, by=by, reason=reason)


def propose_expulsion(member: Member, *, by: User, reason: str) -> Proposal:
    """Ask the unit above to end a membership against the member's will."""
    return _propose(member, ProposalKind.EXPEL, by=by, reason=reason)


@transaction.atomic
def _propose(member: Member, kind: ProposalKind, *, by: User, reason: str) -> Proposal:
    member = locked(member)
    require(by, Action.SUSPEND, member.unit)
    unit = nearest_office(by, Action.SUSPEND, member.unit_id) or member.unit_id
    refuse_oneself(member, by)
    if not MEMBERSHIP.allows(member.state, kind):
        raise ValidationError(_("This can't be proposed in the member's present state."), code="conflict")
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason in a few words.")}, code="reason")
    if Proposal.objects.waiting().filter(member=member).exists():
        raise ValidationError(_("A proposal about this member waits already. It is decided first."), code="conflict")
    with refused_in_words():
        proposal: Proposal = Proposal.objects.create(
            member=member,
            unit_id=unit,
            kind=kind,
            proposed_by=by.member,
            reason=reason.strip(),
        )
    return proposal


@transaction.atomic
def confirm_proposal(proposal: Proposal, *, by: User, reason: str = "", document: str = "") -> Member:
    """Let what was proposed happen, decided by the chair of a unit above; the proposer's reason is kept with it."""
    member = locked(proposal.member)
    proposal = _to_decide(proposal, member, by)
    now = timezone.now()
    move(proposal, ProposalState.CONFIRMED, by=by, reason=reason, now=now)
    if proposal.kind == ProposalKind.SUSPEND:
        return rest_membership(member, by=by, reason=proposal.reason, document=document, now=now)
    left = MemberState.EXPELLED
    return leave_for_good(member, left, by=by, reason=proposal.reason, document=document, now=now)


@transaction.atomic
def refuse_proposal(proposal: Proposal, *, by: User, reason: str) -> Proposal:
    """Leave the member as he is, with the reason."""
    proposal = _to_decide(proposal, locked(proposal.member), by)
    move(proposal, ProposalState.REFUSED, by=by, reason=reason)
    return proposal


def _to_decide(proposal: Proposal, member: Member, by: User) -> Proposal:
    """The waiting proposal, locked. Raises PermissionDenied or ValidationError where this person doesn't decide it."""
    proposal = _locked_proposal(proposal)
    require_from_above(by, Action.SUSPEND, proposal.unit)
    refuse_oneself(member, by)
    if by.member_id == proposal.proposed_by_id:
        raise ValidationError(_("You proposed this. A second person, in the unit above, decides."), code="oneself")
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User, reason: str = "") -> Proposal:
    """Take one's own proposal back."""
    locked(proposal.member)
    proposal = _locked_proposal(proposal)
    if by.member_id != proposal.proposed_by_id:
        raise PermissionDenied(_("Only who proposed it takes it back. The unit above can refuse it."))
    move(proposal, ProposalState.WITHDRAWN, by=by, reason=reason)
    return proposal


def _locked_proposal(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    row: Proposal = rows.get(pk=proposal.pk)
    return row
