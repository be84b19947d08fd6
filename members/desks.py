"""Who looks after something: the desk of its unit, else that of the nearest unit above."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Left

from members.models import Appointment
from members.states import ALLOWED, Action, MemberState

LENGTHS = (2, 5, 8, 11)
"""Of the paths of a nation, a province, a regency and a district: '0.35.74.03.'"""


def desk_of(action: Action, unit: str = "unit_id") -> QuerySet[Appointment]:
    """Offices of today, of active members, that allow an action in the outer row's unit; the nearest unit first."""
    roles = [role for role, actions in ALLOWED.items() if action in actions]
    # The unit and those above it, as paths: an index finds them.
    lineage = Q(*[Q(unit_id=Left(OuterRef(unit), length)) for length in LENGTHS], _connector=Q.OR)
    offices = Appointment.objects.of_today().filter(lineage, role__in=roles)
    # A longer path sorts after the paths that it begins with: the last one is the nearest unit.
    return offices.filter(member__state=MemberState.ACTIVE).order_by("-unit_id")


def planner_or_desk(planner: str, unit: str, action: Action) -> Case:
    """Who planned something, while his office allows an action there; else somebody of the nearest desk.

    Who has gone on to an office elsewhere is told nothing of it any more.
    """
    desk = desk_of(action, unit)
    nearest = desk.order_by("-unit_id", "role", "office", "pk")
    return Case(
        When(Exists(desk.filter(member=OuterRef(planner))), then=F(planner)),
        default=Subquery(nearest.values("member")[:1]),
        output_field=BigIntegerField(),
    )


def for_the_desk(
    rows: QuerySet[Any], action: Action, *, at: str, unit: str = "unit_id", but: str = ""
) -> QuerySet[Any, Any]:
    """A rule of reminders: each row (it has a unit) for everybody of its nearest desk, at the time of a column.

    `but` names a column with somebody who is passed by.
    """
    desk = desk_of(action, unit)
    if but:
        desk = desk.exclude(member=OuterRef(but))
    nearest = rows.annotate(desk=Subquery(desk.values("unit_id")[:1]))
    members = desk.order_by().filter(unit_id=OuterRef("desk")).values("member").distinct()
    everyone = Func(ArraySubquery(members), function="unnest", output_field=BigIntegerField())
    found: QuerySet[Any, Any] = nearest.order_by().values(recipient=everyone, subject=F("pk"), at=F(at))
    return found
