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
