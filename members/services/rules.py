"""The membership rule of a unit: decided by its chair, from a day on; nobody is changed by it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import MembershipRule, Unit, User
from members.permissions import require
from members.services.people import locked_unit
from members.states import Action, Attesters
from senkom.lib.refusals import refused_in_words


@dataclass(frozen=True)
class Decision:
    """What a chair writes; the code comes with the page, so that sending twice makes one rule."""

    code: UUID
    valid_from: date
    exempt: Collection[str]
    livelihood_grace_days: int
    renewal_grace_days: int
    attestation_months: int
    attesters: Attesters
    reason: str


@transaction.atomic
def decide_rule(unit: Unit, decision: Decision, *, by: User, now: datetime | None = None) -> MembershipRule:
    """Write the rule that holds from a day on, today at the earliest; until the next one begins."""
    require(by, Action.CHANGE_RULE, unit)
    unit = locked_unit(unit.pk)
    if known := MembershipRule.objects.filter(code=decision.code).first():
        return _sent_before(known, unit, by)
    if decision.valid_from < unit.today(now):
        sentence = _("A rule begins today at the earliest: what was done before was done by the rule of that day.")
        raise ValidationError({"valid_from": sentence})
    with refused_in_words():
        row: MembershipRule = MembershipRule.objects.create(
            code=decision.code,
            unit=unit,
            valid_from=decision.valid_from,
            exempt=sorted(decision.exempt),
            livelihood_grace_days=decision.livelihood_grace_days,
            renewal_grace_days=decision.renewal_grace_days,
            attestation_months=decision.attestation_months,
            attesters=decision.attesters,
            reason=decision.reason.strip(),
            made_by=by.member,
            made_at=now or timezone.now(),
        )
    return row


def _sent_before(known: MembershipRule, unit: Unit, by: User) -> MembershipRule:
    if (known.unit_id, known.made_by_id) == (unit.pk, by.member_id):
        return known
    raise ValidationError(_("This form was sent by somebody else already. Open it anew."), code="conflict")


@transaction.atomic
def strike_rule(rule: MembershipRule, *, by: User, now: datetime | None = None) -> MembershipRule:
    """Take back a rule that has not begun."""
    unit = locked_unit(rule.unit_id)
    require(by, Action.CHANGE_RULE, unit)
    row: MembershipRule = MembershipRule.objects.select_for_update().get(pk=rule.pk)
    if row.struck_at is not None:
        raise ValidationError(_("This rule was struck already."), code="conflict")
    if row.valid_from <= unit.today(now):
        raise ValidationError(_("This rule has begun. Write a new one in its place."), code="conflict")
    row.struck_at, row.struck_by = now or timezone.now(), by.member
    row.save(update_fields=["struck_at", "struck_by"])
    return row
