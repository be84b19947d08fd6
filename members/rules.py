"""The membership rule that holds in a unit on a day: the nearest one in force, from the unit upwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from members.expressions import RULE_FIELDS
from members.models import Member, MembershipRule, User
from members.permissions import allows, allows_from_above
from members.states import Action, Attesters


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


def may_attest(user: User, member: Member, rule: Rule) -> bool:
    """Whether the account's office attests a job or income there; never who recorded it, which is asked apart."""
    if rule.attesters == Attesters.ABOVE:
        return allows_from_above(user, Action.ATTEST_LIVELIHOOD, member.unit_id)
    action = Action.ATTEST_AS_CHAIR if rule.attesters == Attesters.CHAIR else Action.ATTEST_LIVELIHOOD
    return allows(user, action, member.unit_id)


def who_attests(rule: Rule) -> str:
    """Who does, for those who don't."""
    if rule.attesters == Attesters.ABOVE:
        return _("By the rule of the unit, the board of a unit above attests it.")
    if rule.attesters == Attesters.CHAIR:
        return _("By the rule of the unit, the chair or the vice chair attests it.")
    return _("The chair, the vice chair or the secretary attests it.")


def require_attester(user: User, member: Member, day: date) -> None:
    """Raises PermissionDenied, with who does, where the rule leaves it to others."""
    rule = rule_on(member, day)
    if not may_attest(user, member, rule):
        raise PermissionDenied(who_attests(rule))
