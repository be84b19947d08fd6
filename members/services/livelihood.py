"""Whether a member has a job or an income: recorded by one, attested by another; never an amount."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member, User
from members.permissions import require
from members.services.people import locked, refuse_oneself
from members.states import Action, Livelihood, MemberState
from senkom.lib.refusals import refused_in_words

GRACE = timedelta(days=60)
ATTESTATION = ["livelihood_verified_by", "livelihood_verified_on"]
WAIVER = ["livelihood_waiver_reason", "livelihood_waiver_by", "livelihood_waiver_until"]


@transaction.atomic
def record_livelihood(
    member: Member, livelihood: Livelihood, *, by: User, occupation: str = "", now: datetime | None = None
) -> Member:
    """Write down another job or its loss; somebody else attests it again.

    An active member stays active meanwhile: the service writes a waiver of sixty days.
    """
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    member.livelihood, member.occupation = livelihood, occupation or member.occupation
    member.livelihood_recorded_by = by.member
    member.livelihood_verified_by = member.livelihood_verified_on = None
    if member.state == MemberState.ACTIVE:
        lost = livelihood == Livelihood.NONE
        member.livelihood_waiver_reason = _("Lost the job; looking for work.") if lost else _("To be attested again.")
        member.livelihood_waiver_by = by.member
        member.livelihood_waiver_until = member.unit.today(now) + GRACE
    with refused_in_words():
        member.save(update_fields=["livelihood", "occupation", "livelihood_recorded_by", *ATTESTATION, *WAIVER])
    return member


@transaction.atomic
def attest_livelihood(member: Member, *, by: User, reason: str = "", now: datetime | None = None) -> Member:
    """Confirm the job or income: never who recorded it, never the person himself."""
    member = locked(member)
    require(by, Action.ATTEST_LIVELIHOOD, member.unit)
    _refuse_attestation(member, by)
    member.livelihood_verified_by, member.livelihood_verified_on = by.member, member.unit.today(now)
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
    require(by, Action.ATTEST_LIVELIHOOD, member.unit)
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
