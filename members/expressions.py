"""Parts of questions to the roster: local days, and what the membership rule says for the row that is asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, JSONObject, Now

from members.states import Attesters

RULE_FIELDS = (
    "unit_id",
    "exempt",
    "livelihood_grace_days",
    "renewal_grace_days",
    "attestation_months",
    "attesters",
)
NEAREST = ("-unit_id", "-valid_from")
"""The rule that wins first: of paths that lead to one unit, the longest sorts last."""
USUAL_MONTHS = 12


class PlusDays(Func):
    """A date and a number of days: `PlusDays(day, days)`."""

    template = "((%(expressions)s))"
    arg_joiner = ") + ("
    output_field = models.DateField()


class MonthsBefore(Func):
    """A date and a number of months before it, by the calendar: `MonthsBefore(day, months)`."""

    template = "(((%(expressions)s))::date)"
    arg_joiner = ") - INTERVAL '1 month' * ("
    output_field = models.DateField()


def local_today(zone: str, *, outer: bool = False) -> Cast:
    """Today in a zone, by the database's clock; `zone` is the column that names it."""
    column = OuterRef(zone) if outer else F(zone)
    return Cast(Func(column, Now(), function="timezone"), models.DateField())


def nearest_rule(unit: str, day: Any) -> QuerySet[Any]:
    """The membership rule for the outer row's unit: the nearest unit's newest that has begun on a day."""
    rules: QuerySet[Any] = apps.get_model("members", "MembershipRule")._default_manager.all()
    home = rules.annotate(home=ExpressionWrapper(OuterRef(unit), models.CharField()))
    begun = home.filter(home__startswith=F("unit_id"), valid_from__lte=day, struck_at=None)
    nearest: QuerySet[Any] = begun.order_by(*NEAREST)[:1]
    return nearest


def rule_in_json() -> Subquery:
    """The rule of today for a member's row, as `members.rules.as_rule` reads it."""
    rule = nearest_rule("unit_id", local_today("unit__timezone", outer=True))
    return Subquery(rule.values(rule=JSONObject(**{field: field for field in RULE_FIELDS})))


def grace_days(day: date) -> Combinable:
    """The days of grace after the card of a member's row."""
    days = Subquery(nearest_rule("unit_id", day).values("renewal_grace_days"))
    return Coalesce(Cast(days, models.IntegerField()), Value(0))


def attested_until(day: date) -> Combinable:
    """The oldest attestation that serves on a day, by the rule for a member's row."""
    months = Subquery(nearest_rule("unit_id", day).values("attestation_months"))
    return MonthsBefore(Value(day, models.DateField()), Coalesce(Cast(months, models.IntegerField()), USUAL_MONTHS))


def who_attests_there(unit: str) -> Combinable:
    """Who attests by the rule of today for the unit of a row, see `Attesters`."""
    zone = unit.removesuffix("_id") + "__timezone"
    rule = nearest_rule(unit, local_today(zone, outer=True))
    return Coalesce(Subquery(rule.values("attesters")), Value(Attesters.BOARD.value))
