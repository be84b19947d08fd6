"""The steps a board takes with one person, as its page offers them: who may, from which state, what stands against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import eligibility, services
from members.models import Member, User
from members.permissions import allows, allows_from_above, require, require_from_above
from members.querysets import SOON
from members.rules import may_attest, require_attester, rule_on, who_attests
from members.states import APPLYING, ENROLLED, MEMBERSHIP, Action, Livelihood, MemberState

S = MemberState
Check = Callable[[Member, date], list[str]]


@dataclass(frozen=True)
class Step:
    """One button on a person's page."""

    name: str
    label: str | Promise
    source: tuple[MemberState, ...]
    service: Callable[..., Any]
    target: MemberState | None = None
    action: Action = Action.HANDLE_APPLICATIONS
    from_above: bool = False
    ends: bool = False
    proposes: bool = False
    """Asks the unit above; what is asked for happens when that confirms it."""
    attests: bool = False
    """The rule of the unit says who may."""
    against: Check = lambda member, day: []

    def is_due(self, member: Member) -> bool:
        """Whether the step makes sense in the person's present state."""
        return MemberState(member.state) in self.source

    def needs_reason(self, member: Member) -> bool:
        """Whether it is refused without a reason."""
        return self.target is not None and MEMBERSHIP.needs_reason(member.state, self.target)

    def may(self, user: User, member: Member) -> bool:
        """Whether the account's offices allow the step."""
        if self.attests:
            return may_attest(user, member, rule_on(member, member.unit.today()))
        ask = allows_from_above if self.from_above else allows
        return ask(user, self.action, member.unit_id)

    def require(self, user: User, member: Member) -> None:
        """Raises PermissionDenied where they don't."""
        if self.attests:
            return require_attester(user, member, member.unit.today())
        ask = require_from_above if self.from_above else require
        return ask(user, self.action, member.unit_id)


def _against_interview(member: Member, day: date) -> list[str]:
    return eligibility.reasons_against_interview(member)


def _against_first_activation(member: Member, day: date) -> list[str]:
    against = eligibility.reasons_against_activation(member, day)
    if member.state == S.DOCUMENT_CHECK:
        against += eligibility.reasons_against_training_skipped(member)
    return against


STEPS: tuple[Step, ...] = (
    Step("documents", gettext_lazy("Begin the document check"), (S.APPLICANT,), services.begin_document_check),
    Step(
        "interview",
        gettext_lazy("Invite to the interview"),
        (S.DOCUMENT_CHECK,),
        services.invite_to_interview,
        S.INTERVIEW,
        against=_against_interview,
    ),
    Step("training", gettext_lazy("Admit to the basic training"), (S.INTERVIEW,), services.admit_to_training),
    Step(
        "activate",
        gettext_lazy("Activate as a member"),
        (S.DOCUMENT_CHECK, S.TRAINING),
        services.activate,
        S.ACTIVE,
        against=_against_first_activation,
    ),
    Step(
        "attest",
        gettext_lazy("Attest the job or income"),
        (*APPLYING, *ENROLLED),
        services.attest_livelihood,
        action=Action.ATTEST_LIVELIHOOD,
        attests=True,
    ),
    Step("return", gettext_lazy("Back from leave"), (S.ON_LEAVE,), services.record_return, S.ACTIVE),
    Step(
        "renew",
        gettext_lazy("Renew for five years"),
        (S.LAPSED, S.ACTIVE),
        services.renew,
        S.ACTIVE,
        against=eligibility.reasons_against_renewal,
    ),
    Step(
        "lift",
        gettext_lazy("Lift the suspension"),
        (S.SUSPENDED,),
        services.lift_suspension,
        S.ACTIVE,
        Action.SUSPEND,
        from_above=True,
    ),
    Step("reapply", gettext_lazy("Begin anew as an applicant"), (S.REJECTED, S.RESIGNED), services.reapply),
    Step("leave", gettext_lazy("Record a leave"), (S.ACTIVE,), services.record_leave, S.ON_LEAVE),
    Step("reject", gettext_lazy("Don't admit now"), APPLYING, services.reject, S.REJECTED, ends=True),
    Step(
        "resignation",
        gettext_lazy("Record a resignation"),
        ENROLLED,
        services.record_resignation,
        S.RESIGNED,
        ends=True,
    ),
    Step("death", gettext_lazy("Record a death"), ENROLLED, services.record_death, S.DECEASED, ends=True),
    Step(
        "suspend",
        gettext_lazy("Propose a suspension"),
        (S.ACTIVE,),
        services.propose_suspension,
        S.SUSPENDED,
        Action.SUSPEND,
        proposes=True,
    ),
    Step(
        "expel",
        gettext_lazy("Propose an expulsion"),
        ENROLLED,
        services.propose_expulsion,
        S.EXPELLED,
        Action.SUSPEND,
        proposes=True,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


@dataclass(frozen=True)
class Offer:
    """A step as one reader sees it: possible, or why not."""

    step: Step
    why_not: list[str]


def offers_for(user: User, member: Member, day: date, *, is_proposed: bool) -> list[Offer]:
    """What could come next for a person, with what stands against it; nothing to those who take no steps at all.

    `is_proposed` says whether a proposal about the person waits already.
    """
    if user.member_id == member.pk or not allows(user, Action.HANDLE_APPLICATIONS, member.unit_id):
        return []
    passed = _passed(member, day)
    if is_proposed:
        passed |= {step.name for step in STEPS if step.proposes}
    due = [step for step in STEPS if step.is_due(member) and step.name not in passed]
    return [Offer(step, _why_not(step, user, member, day)) for step in due]


def _passed(member: Member, day: date) -> set[str]:
    """Steps that the state allows and nobody needs: a fresh attestation, a renewal long before the card ends."""
    passed = set()
    oldest = rule_on(member, day).attestation_must_be_from(day + SOON)
    attested = member.livelihood_verified_on if member.livelihood_verified_by_id else None
    if member.livelihood in ("", Livelihood.NONE) or (attested and attested >= oldest):
        passed.add("attest")
    if eligibility.is_renewed_too_early(member, day):
        passed.add("renew")
    return passed


def _why_not(step: Step, user: User, member: Member, day: date) -> list[str]:
    if not step.may(user, member):
        return [_who_may(step, member, day)]
    if step.name == "attest" and member.livelihood_recorded_by_id == user.member_id:
        return [_("You recorded this job or income yourself. Ask another board member to attest it.")]
    return step.against(member, day)


def _who_may(step: Step, member: Member, day: date) -> str:
    if step.from_above:
        return _("This is decided by the chair of the unit above.")
    if step.proposes:
        return _("The chair of the unit proposes it, and the chair of the unit above decides.")
    if step.attests:
        return who_attests(rule_on(member, day))
    return _("Your office does not allow this here. Ask the chair of your unit.")
