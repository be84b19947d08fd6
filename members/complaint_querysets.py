"""Named questions to what people complain of; who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from members.querysets import UnitScopedQuerySet
from members.states import Action, ComplaintState

if TYPE_CHECKING:
    from members.models import Complaint, User  # noqa: F401 - named as a string in a base class


class ComplaintQuerySet(UnitScopedQuerySet["Complaint"]):
    """Questions to the complaints: for the chairs of the unit they went to and of those above, never for the bearer."""

    view_action = Action.SUSPEND

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As everywhere; but nobody reads what is said of himself, whatever office he holds."""
        seen = super().visible_to(user)
        return seen.exclude(about=user.member_id) if user.is_authenticated else seen

    def open(self) -> Self:
        """Not closed yet, the oldest first."""
        return self.exclude(state=ComplaintState.CLOSED).order_by("made_at", "pk")

    def waiting_for(self, user: User) -> Self:
        """Those this account could answer."""
        return self.visible_to(user).open()

    def for_list_page(self) -> Self:
        """With all that a list shows, and nothing more."""
        shown = ("code", "state", "state_at", "made_at", "about__full_name", "about__unit__name", "unit__timezone")
        return self.select_related("about__unit", "unit").only(*shown)
