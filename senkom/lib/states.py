"""State machines: a transition table in code, the same table as a trigger in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Protocol

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from senkom.lib import refusals


class Actor(Protocol):
    """Who does something: an account that belongs to a person."""

    @property
    def member(self) -> Any: ...


class Machine:
    """The arrows between the states of one kind of row, and which of them need a reason."""

    def __init__(
        self,
        name: str,
        states: type[models.TextChoices],
        arrows: Mapping[Any, Iterable[Any]],
        *,
        reason_needed: Iterable[Any] = (),
    ) -> None:
        """`reason_needed` holds target states, or (from, to) pairs."""
        self.name = name
        self.states = states
        self.arrows = {states(source): frozenset(map(states, targets)) for source, targets in arrows.items()}
        self.reason_needed = frozenset(reason_needed)

    def allows(self, source: str, target: str) -> bool:
        """Whether the table has an arrow from one state to the other."""
        return self.states(target) in self.arrows.get(self.states(source), frozenset())

    def needs_reason(self, source: str, target: str) -> bool:
        """Whether this arrow is refused without a reason."""
        return target in self.reason_needed or (source, target) in self.reason_needed

    def pairs(self) -> list[tuple[Any, Any, bool]]:
        """Every ordered pair of different states, with the table's answer."""
        return [(a, b, self.allows(a, b)) for a in self.states for b in self.states if a != b]

    @property
    def constraint(self) -> str:
        """The name under which the database refuses an arrow that is not in the table."""
        return f"{self.name}_state_follows_table"

    @property
    def sentence(self) -> refusals.Sentence:
        return gettext_lazy("This step is not possible from the present state. Reload the page and look again.")

    def trigger(self) -> pgtrigger.Trigger:
        """Refuses an UPDATE that takes an arrow the table does not have."""
        arrows = ", ".join(f"'{a}>{b}'" for a, targets in self.arrows.items() for b in sorted(targets))
        return refusals.refuse(
            self.constraint,
            operation=pgtrigger.UpdateOf("state"),
            when=f"OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ({arrows})",
            sentence=self.sentence,
        )


class Stateful(models.Model):
    """A row with a state that only `move` changes; says since when, by whom and why."""

    machine: ClassVar[Machine]

    state: models.CharField[str, str]
    state_at = models.DateTimeField(gettext_lazy("state since"), default=timezone.now, editable=False)
    state_by = models.ForeignKey(
        "members.Member",
        verbose_name=gettext_lazy("state set by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    state_reason = models.TextField(gettext_lazy("reason"), blank=True, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:  # noqa: N802 - Django's name
        """The label of a choice. Django's own way hashes, and so translates, every label of the field for each row."""
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return label if label is None else str(label)


@cache
def _labels(field: models.Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


def _no_such_arrow(machine: Machine, source: str, target: str) -> ValidationError:
    return ValidationError(
        _("From “%(source)s” it can't become “%(target)s”. Reload the page and look again.")
        % {"source": machine.states(source).label, "target": machine.states(target).label},
        code="conflict",
    )


def move(
    row: Stateful, to: str, *, by: Actor | None, reason: str = "", now: datetime | None = None, also: Iterable[str] = ()
) -> None:
    """Take one arrow of the row's table and save it; `also` names further changed fields to save with it.

    `by=None` is the clock. Raises ValidationError where the table has no such arrow or a reason is missing.
    The caller has locked the row.
    """
    machine, source = row.machine, row.state
    if not machine.allows(source, to):
        raise _no_such_arrow(machine, source, to)
    if machine.needs_reason(source, to) and not reason.strip():
        raise ValidationError(_("Write the reason in a few words."), code="reason")
    row.state = to
    row.state_at = now or timezone.now()
    row.state_by = by.member if by else None
    row.state_reason = reason.strip()
    with refusals.refused_in_words():
        row.save(update_fields=["state", "state_at", "state_by", "state_reason", *also])


def move_all(rows: QuerySet[Any], to: str, *, source: str, now: datetime | None = None, **also: Any) -> int:
    """Let the clock take one arrow for all rows that are in `source`, in one statement; gives how many.

    For work of thousands of rows, where `move` would ask row by row. `also` holds further values to write.
    A row that somebody else has moved meanwhile is left alone. Raises ValidationError where there is no such arrow.
    """
    machine: Machine = rows.model.machine
    if not machine.allows(source, to):
        raise _no_such_arrow(machine, source, to)
    return rows.filter(state=source).update(state=to, state_at=now or Now(), state_by=None, state_reason="", **also)


def step_sql(model: type[Stateful], to: str, *, source: str, also: str, where: str) -> str:
    """The statement with which the clock takes one arrow: for steps so frequent that building a queryset each time
    costs more than the step.

    `also` sets further columns, `where` finds the rows. Parameters have names; `now` is one of them (None: the
    database's clock, which `also` may name as {clock}). Raises ValidationError where there is no such arrow.
    """
    if not model.machine.allows(source, to):
        raise _no_such_arrow(model.machine, source, to)
    clock = "COALESCE(%(now)s::timestamptz, statement_timestamp())"
    return (
        f"UPDATE {model._meta.db_table} SET state = '{to}', state_at = {clock}, state_by_id = NULL, state_reason = '', "  # noqa: S608 - our own words
        f"{also.format(clock=clock)} WHERE {where} AND state IS NOT DISTINCT FROM '{source}'"
    )
