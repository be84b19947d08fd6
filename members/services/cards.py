"""The membership card: asked for, approved, printed, handed over; lost, expired, revoked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Card, CardCheck, Member, Unit, User
from members.numbers import refuse_pattern
from members.permissions import require
from members.services.people import locked, locked_unit, refuse_oneself
from members.states import HOLDS, ON_PAPER, Action, CardState
from senkom.lib.refusals import refused_in_words
from senkom.lib.registry import on_leaving
from senkom.lib.states import move, move_all

APPROVES = Action.ATTEST_LIVELIHOOD
"""Chair and roster admin: who vouches for a member's job vouches for his card as well."""
MOST_AT_ONCE = 50
"""Cards in one go. An export of more people would need a reason and a second person."""
CardStep = Callable[..., Card]


@transaction.atomic
def request_card(member: Member, *, by: User) -> Card:
    """Ask for a card: the member himself, or his board for him."""
    member = locked(member)
    if by.member_id != member.pk:
        require(by, Action.HANDLE_APPLICATIONS, member.unit_id)
    if member.state not in HOLDS or not member.member_number:
        raise ValidationError(_("Only who is a member gets a card."), code="conflict")
    if Card.objects.in_the_making().filter(member=member).exists():
        raise ValidationError(_("A card for this member is being made already."), code="conflict")
    held = Card.objects.filter(member=member, state=CardState.HANDED_OVER).first()
    if held is not None and held.valid_until and member.valid_until and held.valid_until >= member.valid_until:
        raise ValidationError(
            _("There is a card, valid until %(day)s. Is it lost? Say so first; a new one replaces it then.")
            % {"day": date_format(held.valid_until, "j F Y")},
            code="held",
        )
    with refused_in_words():
        card: Card = Card.objects.create(member=member, state_by=by.member)
    return card


def _locked_card(card: Card) -> tuple[Card, Member]:
    """The card as it is now, locked after its member."""
    member = locked(card.member)
    row: Card = Card.objects.select_for_update(no_key=True, of=("self",)).get(pk=card.pk)
    row.member = member
    return row, member


@transaction.atomic
def approve_card(card: Card, *, by: User, member_number: str = "", now: datetime | None = None) -> Card:
    """Vouch for a card; a number that the province or the nation gave can be entered with it."""
    card, member = _locked_card(card)
    require(by, APPROVES, member.unit_id)
    refuse_oneself(member, by)
    if member.state not in HOLDS or member.valid_until is None:
        raise ValidationError(_("Only who is a member gets a card."), code="conflict")
    if member.valid_until < member.unit.today(now):
        raise ValidationError(_("The membership has run out. Renew it first; the card then says the new day."))
    if number := member_number.strip():
        member.member_number = number
        with refused_in_words():
            member.save(update_fields=["member_number"])
    card.valid_until = member.valid_until
    move(card, CardState.APPROVED, by=by, now=now, also=["valid_until"])
    return card


@transaction.atomic
def mark_printed(card: Card, *, by: User, now: datetime | None = None) -> Card:
    """The card lies there, to be handed over."""
    card, member = _locked_card(card)
    require(by, Action.HANDLE_APPLICATIONS, member.unit_id)
    card.issued = member.unit.today(now)
    move(card, CardState.PRINTED, by=by, now=now, also=["issued"])
    return card


@transaction.atomic
def hand_over_card(card: Card, *, by: User, now: datetime | None = None) -> Card:
    """The member has it: from now on it is valid; the one he had before ends."""
    card, member = _locked_card(card)
    require(by, Action.HANDLE_APPLICATIONS, member.unit_id)
    if member.state not in HOLDS:
        raise ValidationError(_("Only who is a member gets a card."), code="conflict")
    for former in Card.objects.select_for_update().filter(member=member, state=CardState.HANDED_OVER):
        move(former, CardState.REVOKED, by=by, reason=_("Replaced by a new card."), now=now)
    move(card, CardState.HANDED_OVER, by=by, now=now)
    return card


@transaction.atomic
def report_card_lost(card: Card, *, by: User, reason: str = "", now: datetime | None = None) -> Card:
    """The card is gone; from this moment its code says that it is not valid. The member says so, or his board."""
    card, member = _locked_card(card)
    if by.member_id != member.pk:
        require(by, Action.HANDLE_APPLICATIONS, member.unit_id)
    move(card, CardState.LOST, by=by, reason=reason, now=now)
    return card


@transaction.atomic
def revoke_card(card: Card, *, by: User, reason: str, now: datetime | None = None) -> Card:
    """Take the card away, with a reason; it never comes back."""
    card, member = _locked_card(card)
    require(by, APPROVES, member.unit_id)
    refuse_oneself(member, by)
    move(card, CardState.REVOKED, by=by, reason=reason, now=now)
    return card


@transaction.atomic
def take_step_with_all(cards: Iterable[Card], step: CardStep, *, by: User) -> int:
    """One step for many cards, all or none. Raises ValidationError that names the first one it can't be taken for."""
    chosen = sorted(cards, key=lambda card: card.member_id)
    if len(chosen) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)d cards at once.") % {"most": MOST_AT_ONCE}, code="many")
    # Everybody by id first, as all services do; the step takes the same locks once more.
    list(Member.objects.select_for_update(no_key=True).filter(cards__in=chosen).order_by("pk").values("pk"))
    for card in chosen:
        try:
            step(card, by=by)
        except ValidationError as error:
            said = {"name": card.member.full_name, "why": " ".join(error.messages)}
            raise ValidationError(_("%(name)s: %(why)s") % said, code=getattr(error, "code", None)) from error
    return len(chosen)


@on_leaving("members.cards", order=10)
def revoke_cards_of(member: Member, *, by: User, reason: str) -> None:
    """Whoever leaves has no card any more, from the same moment on."""
    for card in Card.objects.live().select_for_update(of=("self",)).filter(member=member):
        move(card, CardState.REVOKED, by=by, reason=_("The membership has ended."))


def expire_cards(now: datetime | None = None) -> int:
    """Let cards expire whose last day, with grace, is over where the member's unit is."""
    moment, expired = now or timezone.now(), 0
    for zone in Unit.objects.order_by().values_list("timezone", flat=True).distinct():
        today = moment.astimezone(ZoneInfo(zone)).date()
        over = Card.objects.run_out(today).filter(member__unit__timezone=zone)
        for state in ON_PAPER:
            expired += move_all(over, CardState.EXPIRED, source=state, now=now)
    return expired


def count_check(card: Card, now: datetime | None = None) -> None:
    """One more look at a card on this day; nothing is kept of who looked."""
    today = card.member.unit.today(now)
    rows = CardCheck.objects.filter(card=card, day=today)
    if rows.update(number=F("number") + 1):
        return
    try:
        with transaction.atomic():
            CardCheck.objects.create(card=card, day=today, number=1)
    except IntegrityError:  # somebody else's look made the row meanwhile
        rows.update(number=F("number") + 1)


@transaction.atomic
def change_number_pattern(unit: Unit, *, pattern: str, by: User) -> Unit:
    """How new member numbers look here and below; '' inherits. Numbers that were given stay."""
    unit = locked_unit(unit.pk)
    require(by, Action.CHANGE_RULE, unit)
    pattern = pattern.strip()
    if pattern:
        refuse_pattern(pattern, unit)
    unit.number_pattern = pattern
    unit.save(update_fields=["number_pattern"])
    return unit
