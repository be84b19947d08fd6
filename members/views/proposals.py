"""What was proposed about a member, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members import services
from members.forms import ProposalForm
from members.models import Member, Proposal, User
from members.permissions import allows, allows_from_above
from members.states import Action, ProposalState
from members.views.find import person_for
from senkom.lib.http import MemberRequest

SERVICES: dict[ProposalState, Callable[..., Any]] = {
    ProposalState.CONFIRMED: services.confirm_proposal,
    ProposalState.REFUSED: services.refuse_proposal,
    ProposalState.WITHDRAWN: services.withdraw_proposal,
}


def proposal_about(person: Member, user: User) -> Proposal | None:
    """The proposal that waits, for whoever handles the person's affairs; never for the person himself."""
    if user.member_id == person.pk or not allows(user, Action.HANDLE_APPLICATIONS, person.unit_id):
        return None
    return person.proposals.waiting().select_related("unit", "proposed_by").first()


def answers_of(user: User, proposal: Proposal) -> list[tuple[str, Any]]:
    """What this account may answer."""
    if proposal.proposed_by_id == user.member_id:
        return [(ProposalState.WITHDRAWN, _("Take the proposal back"))]
    if proposal.member_id == user.member_id or not allows_from_above(user, Action.SUSPEND, proposal.unit_id):
        return []
    return [(ProposalState.CONFIRMED, _("Confirm")), (ProposalState.REFUSED, _("Refuse"))]


@login_required
def proposal(request: MemberRequest, code: UUID, proposal: UUID) -> HttpResponse:
    """Read what was proposed and why, and answer it."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    if person.pk == request.user.member_id:
        raise PermissionDenied(_("Somebody else takes this step for you. Ask another board member."))
    row = get_object_or_404(person.proposals.select_related("unit", "proposed_by", "state_by"), code=proposal)
    answers = answers_of(request.user, row)
    if not answers:
        raise PermissionDenied(_("This is decided by the chair of the unit above. Ask that chair."))
    form = ProposalForm(request.POST or None, answers=answers)
    if form.is_valid() and form.apply(SERVICES[form.given], row, by=request.user, **form.told):
        messages.success(request, _("Your answer is kept."))
        return redirect(person)
    context = {"person": person, "proposal": row, "form": form}
    return render(request, "members/proposal.html", context, status=form.status_code)
