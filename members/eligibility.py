"""Why a step of the roster is not possible yet, in words with what to do."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Member, Unit
from members.querysets import RENEWED_BEFORE
from members.rules import rule_for, rule_on
from members.states import Document, Livelihood, MemberState

ADULT = 18


def no_livelihood() -> str:
    """What an applicant without a job or income is told."""
    return _(
        "Can't be admitted now, for want of a job or an income. You are welcome to apply again once you work; "
        "anybody may join our open activities."
    )


def not_attested() -> str:
    """What activation without an attested livelihood is told."""
    return _(
        "Can't be activated yet: another board member has not attested the job or income. "
        "Ask the secretary or the vice chair to attest it."
    )


def reasons_against_interview(member: Member) -> list[str]:
    """What is missing before the interview."""
    missing = [str(document.label) for document in Document if document not in member.documents_seen]
    if not missing:
        return []
    return [_("Not seen yet: %(documents)s. Tick them once you have seen them.") % {"documents": ", ".join(missing)}]


def reasons_against_activation(member: Member, day: date) -> list[str]:
    """What is missing before somebody becomes, or stays, an active member on a day."""
    if _is_waived(member, day) or rule_on(member, day).is_exempt(member.livelihood):
        return []
    if member.livelihood in ("", Livelihood.NONE):
        return [no_livelihood()]
    return [] if member.livelihood_verified_by_id else [not_attested()]


def _is_waived(member: Member, day: date) -> bool:
    until = member.livelihood_waiver_until
    return until is not None and until >= day and member.livelihood_waiver_by_id is not None


def reasons_against_renewal(member: Member, day: date) -> list[str]:
    """What is missing before a membership is renewed: who has a job or an income has it attested anew.

    An attestation serves twelve months, or as many as the rule of the unit says. A waiver serves who has none.
    """
    rule = rule_on(member, day)
    if rule.is_exempt(member.livelihood):
        return []
    if member.livelihood in ("", Livelihood.NONE):
        return [] if _is_waived(member, day) else [no_livelihood()]
    attested = member.livelihood_verified_on
    if member.livelihood_verified_by_id is None or attested is None:
        return [not_attested()]
    if attested >= rule.attestation_must_be_from(day):
        return []
    sentence = _(
        "Can't be renewed yet: the job or income was attested on %(day)s, and that serves %(months)s months. Ask "
        "whether it is still so, and attest it anew."
    )
    return [sentence % {"day": date_format(attested, "j F Y"), "months": rule.attestation_months}]


def is_renewed_too_early(member: Member, day: date) -> bool:
    """Whether the card of an active member runs for long still, as after a renewal that was just sent."""
    until = member.valid_until
    return member.state == MemberState.ACTIVE and until is not None and until > day + RENEWED_BEFORE


def reasons_against_training_skipped(member: Member) -> list[str]:
    """Whether the rule of the unit, or of one above it, admits right after the document check."""
    if Unit.objects.above(member.unit_id).filter(skips_training=True).exists():
        return reasons_against_interview(member)
    return [_("In this unit an interview and the basic training come first.")]


def reasons_against_applying(birth_date: date, livelihood: str, unit: Unit, day: date) -> dict[str, str]:
    """What stands against an application, by field."""
    against = {}
    if Member(birth_date=birth_date).age_on(day) is None or (Member(birth_date=birth_date).age_on(day) or 0) < ADULT:
        against["birth_date"] = _("Members are at least 18 years old. You are welcome once you are.")
    if livelihood in ("", Livelihood.NONE) and not rule_for(unit.path, day).is_exempt(livelihood):
        against["livelihood"] = no_livelihood()
    return against


def is_waiting_long(member: Member, day: date) -> bool:
    """Whether an application has lain for more than a week."""
    return member.state == MemberState.APPLICANT and day - member.state_at.date() > timedelta(days=7)
