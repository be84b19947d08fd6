"""Whether a member has a job or an income: recorded by one, attested by another; never an amount."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member, Unit, User
from members.permissions import require
from members.rules import require_attester, rule_on
from members.services.people import locked, refuse_oneself
from members.states import Action, Evidence, Livelihood, MemberState
from senkom.lib.refusals import refused_in_words

ATTESTATION = ["livelihood_verified_by", "livelihood_verified_on", "livelihood_evidence"]
WAIVER = ["livelihood_waiver_reason", "livelihood_waiver_by", "livelihood_waiver_until"]


@transaction.atomic
def record_livelihood(
    member: Member, livelihood: Livelihood, *, by: User, occupation: str = "", now: datetime | None = None
) -> Member:
    """Write down another job or its loss; somebody else attests it again.

    An active member stays active meanwhile: the service writes a waiver, for the days of grace of the unit's rule, or
    until his card ends where the rule asks for no attestation.
    """
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    member.livelihood, member.occupation = livelihood, occupation or member.occupation
    member.livelihood_recorded_by = by.member
    member.livelihood_verified_by = member.livelihood_verified_on = None
    member.livelihood_evidence = ""
    if member.state == MemberState.ACTIVE:
        _write_waiver(member, by=by, today=member.unit.today(now))
    with refused_in_words():
        member.save(update_fields=["livelihood", "occupation", "livelihood_recorded_by", *ATTESTATION, *WAIVER])
    return member


def _write_waiver(member: Member, *, by: User, today: date) -> None:
    rule = rule_on(member, today)
    if exempt_where_ruled(member, by=by, today=today, until=member.valid_until or today):
        return
    lost = member.livelihood == Livelihood.NONE
    member.livelihood_waiver_reason = _("Lost the job; looking for work.") if lost else _("To be attested again.")
    member.livelihood_waiver_by = by.member
    member.livelihood_waiver_until = today + rule.livelihood_grace


def exempt_where_ruled(member: Member, *, by: User, today: date, until: date) -> list[str]:
    """Fill in the waiver of somebody whose job or income the rule exempts; gives the fields to save, none where not.

    So the check of the database never changes with a rule: whoever is active is attested, or waived by name.
    """
    rule = rule_on(member, today)
    if member.livelihood_verified_by_id or not rule.is_exempt(member.livelihood):
        return []
    unit = Unit.objects.get(pk=rule.unit)
    member.livelihood_waiver_reason = _("Exempt by the rule of %(unit)s.") % {"unit": unit}
    member.livelihood_waiver_by, member.livelihood_waiver_until = by.member, until
    return WAIVER


@transaction.atomic
def attest_livelihood(
    member: Member, *, by: User, evidence: Evidence, reason: str = "", now: datetime | None = None
) -> Member:
    """Confirm the job or income, by what was seen: never who recorded it, never the person himself.

    What was attested before can be attested anew, for a renewal: then it serves from today.
    """
    member = locked(member)
    require_attester(by, member, member.unit.today(now))
    _refuse_attestation(member, by)
    member.livelihood_verified_by, member.livelihood_verified_on = by.member, member.unit.today(now)
    member.livelihood_evidence = Evidence(evidence)
    member.livelihood_waiver_reason, member.livelihood_waiver_by, member.livelihood_waiver_until = "", None, None
    with refused_in_words():
        member.save(update_fields=[*ATTESTATION, *WAIVER])
    return member


def _refuse_attestation(member: Member, by: User) -> None:
    refuse_oneself(member, by)
    if member.livelihood in ("", Livelihood.NONE):
        raise ValidationError(_("There is no job or income to attest. Record it first."), code="nothing")
    if member.livelihood_recorded_by_id is None or member.livelihood_recorded_by_id == by.member_id:
        raise ValidationError(
            _("You recorded this job or income yourself. Ask another board member to attest it."), code="oneself"
        )


@transaction.atomic
def waive_livelihood(member: Member, *, until: date, by: User, reason: str, now: datetime | None = None) -> Member:
    """Allow a membership without an attested income until a day, for a reason."""
    member = locked(member)
    require_attester(by, member, member.unit.today(now))
    refuse_oneself(member, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason in a few words.")})
    if not member.unit.today(now) < until <= member.unit.today(now) + timedelta(days=366):
        raise ValidationError({"until": _("Choose a day within the next twelve months; the waiver is reviewed then.")})
    member.livelihood_waiver_reason = reason.strip()
    member.livelihood_waiver_by, member.livelihood_waiver_until = by.member, until
    with refused_in_words():
        member.save(update_fields=WAIVER)
    return member
