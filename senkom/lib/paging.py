"""Lists page by the last row seen, so that page 2,000 costs what page 2 costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest, FieldError, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

SIZE = 50


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """One page of a list: its rows, and the mark with which the next page begins (empty at the end)."""

    rows: list[M]
    after: str
    is_first: bool


def keyset_page(rows: QuerySet[M], order: Sequence[str], after: str = "", size: int = SIZE) -> KeysetPage[M]:
    """The rows after a mark; `order` names fields that are never NULL, the last of them unique ("-" descends).

    Raises BadRequest where the mark was not made here.
    """
    ordered = rows.order_by(*order)
    if after:
        values = _read(after, len(order))
        try:
            ordered = ordered.filter(_beyond(order, values))
        except (FieldError, TypeError, ValueError, ValidationError) as error:
            raise BadRequest("The mark of this page can't be read.") from error
    found = list(ordered[: size + 1])
    page = found[:size]
    return KeysetPage(page, _mark(page[-1], order) if len(found) > size else "", not after)


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """What comes after these values; the bound on the first field lets an index skip what came before."""
    names = [name.lstrip("-") for name in order]
    steps = []
    for place, name in enumerate(order):
        same = Q(**dict(zip(names[:place], values[:place], strict=True)))
        further = Q(**{f"{names[place]}__{'lt' if name.startswith('-') else 'gt'}": values[place]})
        steps.append(same & further)
    first = Q(**{f"{names[0]}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]})
    return first & reduce(or_, steps)


def _mark(row: Model, order: Sequence[str]) -> str:
    values = [attrgetter(name.lstrip("-").replace("__", "."))(row) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def _read(mark: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadRequest("The mark of this page can't be read.") from error
    if not isinstance(values, list) or len(values) != length or any(isinstance(v, (list, dict)) for v in values):
        raise BadRequest("The mark of this page can't be read.")
    return values
