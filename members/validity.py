"""Whether somebody's membership holds on a day, time of grace included: the only place that says it.

`validity_of` answers for one person (his page, the public page of the card, the check before a duty),
`MemberQuerySet.valid_on` and `MemberQuerySet.run_out` for many (candidates, the clock); both ask the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Member
from members.rules import rule_on
from members.states import ENROLLED, HOLDS, MemberState


@dataclass(frozen=True)
class Validity:
    """Whether a membership holds, until which day, and in words what else there is to say."""

    valid: bool
    until: date | None
    """The last day as the card says it; None for somebody who has none."""
    last_day: date | None
    """The last day with grace, once the card has ended; the same as `until` before."""
    in_grace: bool
    reason: str
    """Why it does not hold, or that it holds by grace only; empty where all is well."""


def validity_of(member: Member, day: date) -> Validity:
    """Whether the membership holds on a local date. One query, and none where the card itself does, or for today's row
    of `for_person_page`.
    """
    until = member.valid_until
    if member.state not in ENROLLED or until is None:
        reason = _("Not a member: “%(state)s”.") % {"state": member.get_state_display()}
        return Validity(False, None, None, False, reason)
    if member.state in HOLDS and day <= until:
        return Validity(True, until, until, False, "")
    last_day = until + rule_on(member, day).renewal_grace
    says = {"day": date_format(until, "j F Y"), "last": date_format(last_day, "j F Y")}
    if member.state not in HOLDS:
        return Validity(False, until, last_day, False, _why_not(member, says))
    if day > last_day:
        return Validity(False, until, last_day, False, _("The card was valid until %(day)s.") % says)
    reason = _("The card was valid until %(day)s; by grace the membership holds until %(last)s.") % says
    return Validity(True, until, last_day, True, reason)


def _why_not(member: Member, says: dict[str, str]) -> str:
    if member.state == MemberState.LAPSED:
        return _("The card was valid until %(day)s.") % says
    return _("The membership rests: “%(state)s”.") % {"state": member.get_state_display()}
