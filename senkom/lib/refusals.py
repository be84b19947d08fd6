"""The database refuses what must never be; here its refusals become sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

Sentence = Any
"""A sentence, translated late."""

_TRIGGER_SENTENCES: dict[str, Sentence] = {}


def refuse(
    name: str, *, operation: pgtrigger.Operation, when: str, sentence: Sentence, code: str = ""
) -> pgtrigger.Trigger:
    """A row trigger that answers like a constraint called `name` where the SQL condition `when` holds.

    `when` may speak of OLD and NEW and must not query other tables; for that, give `code`: PL/pgSQL that
    ends in the refusal `{refuse}` where it must.
    """
    _TRIGGER_SENTENCES[name] = sentence
    raise_it = f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
    body = code.replace("{refuse}", raise_it) if code else raise_it
    row = "OLD" if operation == pgtrigger.Delete else "NEW"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition(when) if when else None,
        func=f"{body} RETURN {row};",
    )


def append_only(name: str, sentence: Sentence) -> list[pgtrigger.Trigger]:
    """Triggers that refuse every change and every deletion of a row."""
    return [
        refuse(f"{name}_kept", operation=pgtrigger.Delete, when="", sentence=sentence),
        refuse(f"{name}_unchanged", operation=pgtrigger.Update, when="OLD.* IS DISTINCT FROM NEW.*", sentence=sentence),
    ]


def kept(name: str, sentence: Sentence) -> pgtrigger.Trigger:
    """A trigger that refuses to delete a row."""
    return refuse(f"{name}_kept", operation=pgtrigger.Delete, when="", sentence=sentence)


def name_refusal(name: str, sentence: Sentence) -> None:
    """Give a constraint its sentence that a migration made by hand, such as a foreign key over several columns."""
    _TRIGGER_SENTENCES[name] = sentence


def only_once(name: str, fields: Sequence[str], done: str, sentence: Sentence) -> pgtrigger.Trigger:
    """A trigger that lets only these columns change, and no more once `done` is filled: struck, undone, revoked."""
    columns = ", ".join(f"'{field}'" for field in fields)
    rest = [f"to_jsonb({row}) - ARRAY[{columns}]" for row in ("OLD", "NEW")]
    return refuse(
        name,
        operation=pgtrigger.Update,
        when=f"{rest[0]} IS DISTINCT FROM {rest[1]} OR (OLD.{done} IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*)",
        sentence=sentence,
    )


@cache
def sentences() -> dict[str, Sentence]:
    """Every named refusal with its sentence: constraints of all models, and triggers made by `refuse`."""
    found = dict(_TRIGGER_SENTENCES)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            found[constraint.name] = constraint.violation_error_message
    return found


def constraint_name(error: IntegrityError) -> str:
    """The name of the constraint, or of the trigger that speaks like one, behind an IntegrityError."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def refused_in_words(*, savepoint: bool = True) -> Iterator[None]:
    """Writes inside may be refused by the database. Raises ValidationError with the constraint's own sentence.

    Without a savepoint (two statements less) a refusal ends the whole transaction: for callers that let it through.
    """
    try:
        with transaction.atomic(savepoint=savepoint):
            yield
    except IntegrityError as error:
        name = constraint_name(error)
        if name not in sentences():
            raise
        raise ValidationError(sentences()[name], code=name) from error
