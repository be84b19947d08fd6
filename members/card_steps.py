"""The steps of a membership card, as its page and the list offer them: who may, from which state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import services
from members.models import Card, Member, User
from members.permissions import allows
from members.services.cards import APPROVES
from members.states import CARD, HOLDS, IN_THE_MAKING, Action, CardState


@dataclass(frozen=True)
class CardStep:
    """One button on the page of a card."""

    name: str
    label: str | Promise
    target: CardState
    service: Callable[..., Card]
    action: Action = Action.HANDLE_APPLICATIONS
    for_many: bool = False
    """Whether it can be taken for many cards at once."""
    ends: bool = False

    def is_due(self, card: Card) -> bool:
        """Whether the table of states has this step."""
        return CARD.allows(card.state, self.target)


STEPS = (
    CardStep("approve", gettext_lazy("Approve"), CardState.APPROVED, services.approve_card, APPROVES, for_many=True),
    CardStep("printed", gettext_lazy("Mark as printed"), CardState.PRINTED, services.mark_printed, for_many=True),
    CardStep(
        "hand-over",
        gettext_lazy("Handed over to the member"),
        CardState.HANDED_OVER,
        services.hand_over_card,
        for_many=True,
    ),
    CardStep("lost", gettext_lazy("Report as lost"), CardState.LOST, services.report_card_lost, ends=True),
    CardStep("revoke", gettext_lazy("Revoke"), CardState.REVOKED, services.revoke_card, APPROVES, ends=True),
)
BY_NAME = {step.name: step for step in STEPS}
FOR_MANY = [step for step in STEPS if step.for_many]


@dataclass(frozen=True)
class CardOffer:
    """A step as one reader sees it: possible, or why not."""

    step: CardStep
    why_not: str = ""


def offers_for(user: User, card: Card) -> list[CardOffer]:
    """What could come next for a card; nothing to those who take no such steps."""
    if not allows(user, Action.HANDLE_APPLICATIONS, card.member.unit_id):
        return []
    return [CardOffer(step, _why_not(step, user, card)) for step in STEPS if step.is_due(card)]


def _why_not(step: CardStep, user: User, card: Card) -> str:
    if not allows(user, step.action, card.member.unit_id):
        return _("The chair or the secretary does this.")
    if step.action == APPROVES and user.member_id == card.member_id:
        return _("Somebody else takes this step for you. Ask another board member.")
    return ""


def may_ask(member: Member, live: Iterable[Card]) -> bool:
    """Whether asking for a card makes sense: none is on its way, and none in hand reaches as far as the membership."""
    if member.state not in HOLDS or member.valid_until is None:
        return False
    return not any(
        card.state in IN_THE_MAKING or (card.valid_until is not None and card.valid_until >= member.valid_until)
        for card in live
    )
