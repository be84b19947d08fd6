"""INSERT … SELECT for a model: what isn't named gets the model's own default, so new columns don't stop the bench."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED
from django.utils import timezone
from psycopg import sql

AS_SQL: dict[Any, str] = {uuid.uuid4: "gen_random_uuid()", timezone.now: "now()", list: "'{}'", dict: "'{}'"}


def run(statement: str, params: Mapping[str, Any] | None = None) -> int:
    """Run one statement; gives how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def ask(statement: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def insert(model: type[models.Model], values: Mapping[str, str], source: str, **params: Any) -> int:
    """Write rows of a model out of a set: `values` are SQL expressions by column, `source` what follows FROM.

    Rows that a constraint or an exclusion refuses are left out; everything else about them is checked as always.
    """
    chosen = {**_defaults(model), **values}
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in chosen)
    return run(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen.values())} FROM {source} ON CONFLICT DO NOTHING",  # noqa: S608
        params,
    )


def _defaults(model: type[models.Model]) -> dict[str, str]:
    found = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated or (field.null and field.default is NOT_PROVIDED):
            continue
        found[field.column] = _default(field)
    return found


def _default(field: Any) -> str:
    if field.default is NOT_PROVIDED:
        return "''"
    if field.default in AS_SQL:
        return AS_SQL[field.default]
    value = field.default() if callable(field.default) else field.default
    # A percent sign in a text would be read as a parameter.
    return sql.Literal(getattr(value, "value", value)).as_string(None).replace("%", "%%")
