"""The membership card (KTA), and how often it was looked at."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.card_querysets import CardQuerySet
from members.models.people import Member
from members.states import CARD, IN_THE_MAKING, ON_PAPER, CardState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

DATED = [CardState.APPROVED, *ON_PAPER, CardState.EXPIRED]


def new_token() -> str:
    """128 bits that say nothing: neither who bears the card nor which number it has."""
    return secrets.token_urlsafe(16)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["token"])
class Card(Stateful):
    """One card of one member: a member has at most one in the making and one in his hands.

    The code on it leads to the public page. It can be printed again, so it is kept as it is; it opens nothing that
    does not stand on the card.
    """

    machine: ClassVar[Machine] = CARD

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="cards")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=CardState.choices, default=CardState.REQUESTED, editable=False
    )
    issued = models.DateField(_("printed on"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, editable=False)
    """As it is printed: what the membership was valid until when the card was approved."""

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership card")
        verbose_name_plural = _("membership cards")
        ordering = ["-state_at", "-id"]
        indexes = [
            # The work list of a desk, and the clock's: both short, however many cards there ever were.
            models.Index(fields=["state_at", "id"], name="card_to_print", condition=Q(state=CardState.APPROVED)),
            models.Index(fields=["valid_until", "id"], name="card_by_term", condition=Q(state__in=ON_PAPER)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="card_one_in_the_making",
                fields=["member"],
                condition=Q(state__in=IN_THE_MAKING),
                violation_error_message=_("A card for this member is being made already."),
            ),
            models.UniqueConstraint(
                name="card_one_in_hand",
                fields=["member"],
                condition=Q(state=CardState.HANDED_OVER),
                violation_error_message=_("This member has a card already. It ends first."),
            ),
            models.CheckConstraint(
                name="card_has_term_once_approved",
                condition=~Q(state__in=DATED) | Q(valid_until__isnull=False),
                violation_error_message=_("An approved card says until when it is valid."),
            ),
            models.CheckConstraint(
                name="card_has_day_once_printed",
                condition=~Q(state__in=[*ON_PAPER, CardState.EXPIRED]) | Q(issued__isnull=False),
                violation_error_message=_("A printed card says when it was printed."),
            ),
            models.CheckConstraint(
                name="card_token_is_long",
                condition=Q(token__regex=r"^[A-Za-z0-9_-]{20,40}$"),  # noqa: S106 - what a token looks like
                violation_error_message=_("The code of a card can't be guessed."),
            ),
            models.CheckConstraint(
                name="card_revoked_with_reason",
                condition=~Q(state=CardState.REVOKED) | Q(state_reason__regex=r"\S"),
                violation_error_message=_("Write the reason in a few words."),
            ),
        ]
        triggers = [
            CARD.trigger(),
            refusals.kept("card", _("Cards are revoked, not deleted.")),
            refusals.refuse(
                "card_stays_its_member_s",
                operation=pgtrigger.Update,
                when="OLD.member_id <> NEW.member_id OR OLD.token <> NEW.token OR OLD.code <> NEW.code",
                sentence=_("A card stays with its member and keeps its code. Make another one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("members:card", args=[self.code])

    @property
    def address(self) -> str:
        """Where the code on the card leads; the page stands above this app, its address is the contract's."""
        return f"{settings.SITE_URL}/kta/{self.token}/"

    @property
    def is_over(self) -> bool:
        """Whether it never comes back."""
        return not CARD.arrows.get(CardState(self.state))


class CardCheck(models.Model):
    """How often a card was looked at on a day; by whom is not asked."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="checks")
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("check of a card")
        verbose_name_plural = _("checks of cards")
        constraints = [
            models.UniqueConstraint(
                name="card_check_one_a_day",
                fields=["card", "day"],
                violation_error_message=_("This day is counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.number}"
