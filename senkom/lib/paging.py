"""Lists page by the last row seen, so that page 2,000 costs what page 2 costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, JSONSerializer, Signer
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

SIZE = 50


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """One page of a list: its rows, and the mark with which the next page begins (empty at the end)."""

    rows: list[M]
    after: str
    is_first: bool


def keyset_page(
    rows: QuerySet[M], order: Sequence[str], after: str = "", size: int = SIZE, *, keys_first: bool = False
) -> KeysetPage[M]:
    """The rows after a mark; `order` names fields that are never NULL, the last of them unique ("-" descends).

    With `keys_first` the database finds the keys of the page before it looks at any row: for a search that passes over
    many rows in an index that holds all it asks. Raises BadRequest where the mark was not made here.
    """
    ordered = rows.order_by(*order)
    if after:
        values = _read(after, order)
        try:
            ordered = ordered.filter(_beyond(order, values))
        except (TypeError, ValueError, ValidationError) as error:
            # Another list with fields of the same names.
            raise BadRequest("The mark of this page can't be read.") from error
    if keys_first:
        ordered = ordered.filter(pk__in=ordered.values("pk")[: size + 1])
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


class _Values(JSONSerializer):
    """JSON that knows dates and times."""

    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, separators=(",", ":"), cls=DjangoJSONEncoder).encode()


def _signer(order: Sequence[str]) -> Signer:
    """Marks are signed, so nobody writes values of his own into the query; each order has its own."""
    return Signer(salt=f"senkom.lib.paging:{','.join(order)}")


def _mark(row: Model, order: Sequence[str]) -> str:
    values = [attrgetter(name.lstrip("-").replace("__", "."))(row) for name in order]
    return _signer(order).sign_object(values, serializer=_Values)


def _read(mark: str, order: Sequence[str]) -> list[Any]:
    try:
        values: list[Any] = _signer(order).unsign_object(mark, serializer=_Values)
    except BadSignature as error:
        raise BadRequest("The mark of this page can't be read.") from error
    return values
