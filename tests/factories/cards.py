"""Membership cards for tests: put straight into the state a test needs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from members.models import Card, Complaint, Member
from members.models.cards import DATED
from members.services.complaints import unit_that_reads
from members.states import ON_PAPER, CardState
from tests.factories.members import MAYANGAN, make_member


def make_card(member: Member | None = None, state: CardState = CardState.HANDED_OVER, **fields: Any) -> Card:
    """A card; in its member's hands unless said otherwise."""
    bearer = member or make_member(MAYANGAN)
    defaults: dict[str, Any] = {"state": state}
    if state in DATED:
        defaults["valid_until"] = bearer.valid_until
    if state in (*ON_PAPER, CardState.EXPIRED):
        defaults["issued"] = timezone.localdate()
    if state == CardState.REVOKED:
        defaults["state_reason"] = "Uji"
    card: Card = Card.objects.create(member=bearer, **{**defaults, **fields})
    return card


def make_complaint(about: Member | None = None, **fields: Any) -> Complaint:
    """Something that somebody outside says of a member."""
    member = about or make_member(MAYANGAN)
    card = Card.objects.filter(member=member).first() or make_card(member)
    defaults: dict[str, Any] = {"text": "Meminta uang di jalan.", "unit_id": unit_that_reads(member)}
    found: Complaint = Complaint.objects.create(about=member, card=card, **{**defaults, **fields})
    return found
