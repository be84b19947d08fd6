"""Whether a card is valid on a day: what the public page, the desk and the bearer's own page all ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from members.models import Card
from members.rules import rule_on
from members.states import CardState
from members.validity import validity_of


@dataclass(frozen=True)
class Standing:
    """Whether a card is valid, and until which day; nothing about why it is not."""

    valid: bool
    until: date | None = None


INVALID = Standing(False)


def standing_of(card: Card, day: date) -> Standing:
    """A card in its member's hands is valid while its own day, with grace, and the membership hold."""
    if card.state != CardState.HANDED_OVER or card.valid_until is None:
        return INVALID
    is_past = day > card.valid_until
    until = card.valid_until + rule_on(card.member, day).renewal_grace if is_past else card.valid_until
    if day > until or not validity_of(card.member, day).valid:
        return INVALID
    return Standing(True, until)
