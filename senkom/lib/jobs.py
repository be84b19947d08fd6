"""Work of the clock that belongs to no app."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from senkom.lib.registry import job
from senkom.lib.uploads.sweep import sweep


@job("files.sweep", every=timedelta(hours=12), label=_("Remove files that belong to nothing"))
def sweep_files(now: datetime | None = None) -> int:
    """Files that belong to no row are removed after a day."""
    return sweep(now)
