"""Why a step of the roster is not possible yet, in words with what to do."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from members.models import Member, Unit
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
    if member.livelihood_waiver_until and member.livelihood_waiver_until >= day and member.livelihood_waiver_by_id:
        return []
    if member.livelihood in ("", Livelihood.NONE):
        return [no_livelihood()]
    return [] if member.livelihood_verified_by_id else [not_attested()]


def reasons_against_training_skipped(member: Member) -> list[str]:
    """Whether the rule of the unit, or of one above it, admits right after the document check."""
    if Unit.objects.above(member.unit_id).filter(skips_training=True).exists():
        return reasons_against_interview(member)
    return [_("In this unit an interview and the basic training come first.")]


def reasons_against_applying(birth_date: date, livelihood: str, day: date) -> dict[str, str]:
    """What stands against an application, by field."""
    against = {}
    if Member(birth_date=birth_date).age_on(day) is None or (Member(birth_date=birth_date).age_on(day) or 0) < ADULT:
        against["birth_date"] = _("Members are at least 18 years old. You are welcome once you are.")
    if livelihood in ("", Livelihood.NONE):
        against["livelihood"] = no_livelihood()
    return against


def is_waiting_long(member: Member, day: date) -> bool:
    """Whether an application has lain for more than a week."""
    return member.state == MemberState.APPLICANT and day - member.state_at.date() > timedelta(days=7)
