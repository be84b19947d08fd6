"""Membership cards: nearly everybody has one; some wait for a signature, the printer or their owner."""

from __future__ import annotations

from datetime import timedelta

from members.models import Card, CardCheck, Complaint, Member
from members.states import ENROLLED, CardState, MemberState
from senkom.pages.demo.calendar import Calendar, code_of
from senkom.pages.demo.people import CITY

STATES = {2: CardState.REQUESTED, 5: CardState.APPROVED, 8: CardState.PRINTED}
"""Of each dozen in the list; everybody else has his card in his hands."""
DOZEN = 12
LOOKS = (1, 3, 2)
COMPLAINED_OF = "Sugianto"
COMPLAINT = "Sabtu pagi di depan pasar, orang ini mengatur parkir dan meminta uang. Mohon diperiksa."
SIGNER = "Endah Purwaningsih"


def seed(calendar: Calendar) -> None:
    """Cards for whoever is on the list, some looks at them, and one complaint that waits for the chair."""
    members = list(Member.objects.filter(unit__path__startswith=CITY, state__in=ENROLLED).order_by("name_key"))
    signer = next((member for member in members if member.full_name == SIGNER), None)
    cards = [_card(member, place, calendar, signer) for place, member in enumerate(members)]
    Card.objects.bulk_create(cards)
    held = [card for card in cards if card.state == CardState.HANDED_OVER]
    CardCheck.objects.bulk_create(
        CardCheck(card=card, day=calendar.today - timedelta(days=place), number=LOOKS[place % len(LOOKS)])
        for place, card in enumerate(held[:9])
    )
    for card in held:
        if card.member.full_name == COMPLAINED_OF:
            Complaint.objects.create(
                code=code_of("complaint", COMPLAINED_OF),
                about=card.member,
                card=card,
                unit_id=CITY,
                text=COMPLAINT,
                made_at=calendar.ago(days=2, hours=3),
                state_at=calendar.ago(days=2, hours=3),
            )


def _card(member: Member, place: int, calendar: Calendar, signer: Member | None) -> Card:
    state = STATES.get(place % DOZEN, CardState.HANDED_OVER)
    if member.state == MemberState.LAPSED:
        state = CardState.EXPIRED
    elif member.full_name in (SIGNER, COMPLAINED_OF) or member.state != MemberState.ACTIVE:
        state = CardState.HANDED_OVER
    wished, waiting = state == CardState.REQUESTED, state in STATES.values()
    printed = None if wished or state == CardState.APPROVED else calendar.today - timedelta(days=5 if waiting else 400)
    return Card(
        code=code_of("card", member.full_name),
        member=member,
        state=state,
        state_at=calendar.ago(days=3 + place % 5 if waiting else 390),
        state_by=member if wished else signer,
        valid_until=None if wished else member.valid_until,
        issued=printed,
    )
