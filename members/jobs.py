"""Work of the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from members import services
from senkom.lib.registry import job


@job("members.lapse", every=timedelta(minutes=15), label=_("End memberships whose card has run out"))
def lapse_memberships(now: datetime | None = None) -> int:
    """Memberships whose last day is over lapse; nobody's decision, so by the clock."""
    return services.lapse_memberships(now)


@job("members.cards_expire", every=timedelta(minutes=15), label=_("End membership cards whose last day is over"))
def expire_cards(now: datetime | None = None) -> int:
    """A card ends by its date, and the code on it says so; nobody's decision, so by the clock."""
    return services.expire_cards(now)
