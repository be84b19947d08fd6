"""Named questions to the membership cards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import DateField, IntegerField, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce

from members.expressions import PlusDays, nearest_rule
from members.querysets import MemberOwnedQuerySet
from members.states import IN_THE_MAKING, LIVE_CARD, ON_PAPER, CardState

if TYPE_CHECKING:
    from members.models import Card  # noqa: F401 - named as a string in a base class


class CardQuerySet(MemberOwnedQuerySet["Card"]):
    """Questions to the cards; a member sees his own, a board those of its people."""

    def live(self) -> Self:
        """In the making, or in somebody's hands."""
        return self.filter(state__in=LIVE_CARD)

    def in_the_making(self) -> Self:
        """Asked for, and not in anybody's hands yet."""
        return self.filter(state__in=IN_THE_MAKING)

    def to_print(self) -> Self:
        """Approved, and not printed yet: the longest waiting first."""
        return self.filter(state=CardState.APPROVED).order_by("state_at", "pk")

    def run_out(self, day: date) -> Self:
        """On paper, and their last day is over, with the grace that the rule of the member's unit gives."""
        days = Cast(Subquery(nearest_rule("member__unit_id", day).values("renewal_grace_days")), IntegerField())
        last = PlusDays(Value(day, DateField()), -Coalesce(days, Value(0)))
        return self.filter(state__in=ON_PAPER, valid_until__lt=last)

    def in_state(self, state: str) -> Self:
        """Those of one state; '' those that are in the making or in somebody's hands; 'all'."""
        if state == "all":
            return self
        return self.filter(state=state) if state else self.live()

    def for_list_page(self) -> Self:
        """With all that a list shows, and nothing more; the token is not among it."""
        shown = ("code", "state", "state_at", "valid_until", "member__code", "member__full_name", "member__name_key")
        more = ("member__member_number", "member__unit__name", "member__photo__code")
        return self.select_related("member__unit", "member__photo").only(*shown, *more)

    def for_print(self) -> Self:
        """With all that stands on a card, by name: one question, however many there are."""
        return self.select_related("member__unit", "member__photo").order_by("member__name_key", "pk")

    def checked_since(self, day: date) -> int:
        """How often the codes of these cards were looked at since a day."""
        found = self.filter(checks__day__gte=day).aggregate(n=Sum("checks__number"))["n"]
        return int(found or 0)
