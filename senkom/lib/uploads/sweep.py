"""Removes files that belong to no row: what a killed process has left behind."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from senkom.lib.uploads.models import StoredFile, kinds

GRACE = timedelta(days=1)
"""How old a file without a row must be: its transaction may just be under way."""
MANY = 100


class StrangeFolder(Exception):
    """Most files belong to no row: rather another database's folder than what killed processes left."""


def sweep(now: datetime | None = None) -> int:
    """Remove files without a row; gives how many. Raises StrangeFolder, and removes nothing, where they are many."""
    before = (now or timezone.now()) - GRACE
    lost = [name for model in kinds().values() for folder in _folders(model) for name in _lost(model, folder, before)]
    if len(lost) > MANY and len(lost) > sum(model._default_manager.count() for model in kinds().values()):
        raise StrangeFolder(f"{len(lost)} files belong to no row. Is this folder the one of this database?")
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def _folders(model: type[StoredFile]) -> Iterator[str]:
    if default_storage.exists(model.kind):
        for folder in default_storage.listdir(model.kind)[0]:
            yield posixpath.join(model.kind, folder)


def _lost(model: type[StoredFile], folder: str, before: datetime) -> Iterator[str]:
    names = {posixpath.join(folder, name) for name in default_storage.listdir(folder)[1]}
    kept = model._default_manager.filter(name__in=names).values_list("name", flat=True)
    for name in sorted(names - set(kept)):
        if default_storage.get_modified_time(name) < before:
            yield name
