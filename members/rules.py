"""The membership rule that holds in a unit on a day: the nearest one in force, from the unit upwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from members.models import Member, MembershipRule
from members.querysets import RULE_FIELDS
from members.states import Attesters


@dataclass(frozen=True)
class Rule:
    """What holds; without a row anywhere, what the organisation has always done."""

    exempt: frozenset[str] = frozenset()
    livelihood_grace: timedelta = timedelta(days=60)
    renewal_grace: timedelta = timedelta(0)
    attestation_months: int = 12
    attesters: Attesters = Attesters.BOARD
    unit: str = ""
    """Where it was written; empty where no unit has one."""

    def is_exempt(self, livelihood: str) -> bool:
        """Whether a job or income of this category needs nobody who attests it."""
        return livelihood != "" and livelihood in self.exempt

    def attestation_must_be_from(self, day: date) -> date:
        """The oldest day on which an attestation may have been made to serve on this one."""
        months = day.year * 12 + day.month - 1 - self.attestation_months
        # Counted by the calendar; of a month without the 31st, its last day.
        first = date(months // 12, months % 12 + 1, 1)
        following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        return first + min(timedelta(days=day.day - 1), following - first - timedelta(days=1))


ALWAYS = Rule()


def as_rule(row: Mapping[str, Any] | None) -> Rule:
    """What a row says; without one, what has always been done."""
    if row is None:
        return ALWAYS
    return Rule(
        exempt=frozenset(row["exempt"]),
        livelihood_grace=timedelta(days=row["livelihood_grace_days"]),
        renewal_grace=timedelta(days=row["renewal_grace_days"]),
        attestation_months=row["attestation_months"],
        attesters=Attesters(row["attesters"]),
        unit=row["unit_id"],
    )


def rule_for(path: str, day: date) -> Rule:
    """The rule that holds in a unit on a local date. One query."""
    return as_rule(MembershipRule.objects.in_force(path, day).values(*RULE_FIELDS).first())


def rule_on(member: Member, day: date) -> Rule:
    """The rule for somebody on a local date; nothing is asked where his row came with today's (`for_person_page`)."""
    known = member.__dict__
    if "rule_today" in known and day == member.unit.today():
        return as_rule(known["rule_today"])
    return rule_for(member.unit_id, day)
