"""What changed on a row, when and by whom: read from the record the database itself keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import models

from members.models import User

SHOWN = 100


@dataclass(frozen=True)
class Change:
    """One write: who did it (empty for the clock and for commands), and each field's old and new value."""

    at: datetime
    who: str
    fields: list[tuple[str, str, str]]


def changes_of(row: models.Model) -> list[Change]:
    """The newest changes of a tracked row, newest first; nothing for tables without a record."""
    try:
        events = apps.get_model(row._meta.app_label, f"{row._meta.object_name}Event")
    except LookupError:
        return []
    found = list(events._default_manager.filter(pgh_obj=row.pk).select_related("pgh_context").order_by("-pgh_id"))
    found = found[:SHOWN]
    names = _names(found)
    fields = [field for field in row._meta.concrete_fields if field.name in {f.name for f in events._meta.fields}]
    return [
        Change(new.pgh_created_at, names.get(_account(new), ""), _difference(fields, old, new))
        for new, old in pairwise([*found, None])
    ]


def _difference(fields: Iterable[models.Field[Any, Any]], old: Any, new: Any) -> list[tuple[str, str, str]]:
    """The fields whose value differs; of the first entry, all that were filled."""
    values = [(str(f.verbose_name), _text(getattr(old, f.attname, "")), _text(getattr(new, f.attname))) for f in fields]
    return [value for value in values if value[1] != value[2]]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _account(event: Any) -> int:
    context = event.pgh_context
    return int((context.metadata or {}).get("user") or 0) if context else 0


def _names(events: Iterable[Any]) -> dict[int, str]:
    accounts = User.objects.filter(pk__in={_account(event) for event in events}).select_related("member")
    return {account.pk: account.member.full_name for account in accounts}
