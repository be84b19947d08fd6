"""Work of the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import services
from members.services import imports
from senkom.lib.registry import job, long_work

KEEP_IMPORTS = timedelta(days=7)

long_work(imports.CHECK, failed=imports.work_failed)(imports.check_part)
long_work(imports.WRITE, failed=imports.work_failed)(imports.write_part)


@job("members.lapse", every=timedelta(minutes=15), label=_("End memberships whose card has run out"))
def lapse_memberships(now: datetime | None = None) -> int:
    """Memberships whose last day is over lapse; nobody's decision, so by the clock."""
    return services.lapse_memberships(now)


@job("members.cards_expire", every=timedelta(minutes=15), label=_("End membership cards whose last day is over"))
def expire_cards(now: datetime | None = None) -> int:
    """A card ends by its date, and the code on it says so; nobody's decision, so by the clock."""
    return services.expire_cards(now)


@job("members.forget_imports", every=timedelta(hours=12), label=_("Destroy files of people that nobody takes over"))
def forget_imports(now: datetime | None = None) -> int:
    """A file that nobody has touched for a week goes, and the rows of what was taken over."""
    return imports.forget_imports((now or timezone.now()) - KEEP_IMPORTS)
