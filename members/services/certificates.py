"""What people have learned: certificates are recorded, corrected and revoked by somebody else than their holder."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from members.models import Grant, Member, Qualification, User
from members.permissions import require
from members.services.people import locked, refuse_oneself
from members.states import Action
from senkom.lib.forms import once
from senkom.lib.refusals import refused_in_words


def _locked_holder(member: Member, by: User) -> Member:
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    return member


def _locked_grant(grant: Grant) -> Grant:
    rows = Grant.objects.select_for_update(no_key=True, of=("self",)).select_related("qualification", "member__unit")
    row: Grant = rows.get(pk=grant.pk)
    if row.revoked_at is not None:
        raise ValidationError(_("This certificate was revoked already. Record a new one."), code="conflict")
    return row


def _refuse_days(begins: date, ends: date | None) -> None:
    if ends is not None and ends < begins:
        raise ValidationError({"ends": _("The last day lies before the first.")})


@transaction.atomic
def record_certificate(
    member: Member,
    qualification: Qualification,
    *,
    begins: date,
    ends: date | None,
    evidence: str,
    code: UUID,
    by: User,
) -> Grant:
    """Write down a certificate that one has seen, or that the office knows of; never one's own.

    Without a last day it holds as long as is usual for its kind.
    """
    member = _locked_holder(member, by)
    _refuse_days(begins, ends)

    def make() -> Grant:
        made: Grant = Grant.objects.create(
            code=code,
            member=member,
            qualification=qualification,
            period=qualification.period_from(begins, ends),
            evidence=evidence.strip(),
            verified_by=by.member,
        )
        return made

    return once(Grant.objects.all(), code, author_field="verified_by", author=by.member, make=make)


@transaction.atomic
def correct_certificate(
    grant: Grant,
    *,
    qualification: Qualification,
    begins: date,
    ends: date | None,
    evidence: str,
    by: User,
) -> Grant:
    """Set right what was written down; whoever does so answers for it from now on."""
    _locked_holder(grant.member, by)
    row = _locked_grant(grant)
    _refuse_days(begins, ends)
    row.qualification = qualification
    row.period = qualification.period_from(begins, ends)
    row.evidence = evidence.strip()
    row.verified_by = by.member
    with refused_in_words():
        row.save(update_fields=["qualification", "period", "evidence", "verified_by"])
    return row


@transaction.atomic
def revoke_certificate(grant: Grant, *, by: User, reason: str, now: datetime | None = None) -> Grant:
    """End a certificate today, with a reason; the row stays in the person's record."""
    member = _locked_holder(grant.member, by)
    row = _locked_grant(grant)
    today = member.unit.today(now)
    if row.period.lower >= today:
        row.period = DateRange(empty=True)
    elif row.period.upper is None or row.period.upper > today:
        row.period = DateRange(row.period.lower, today)
    row.revoked_at, row.revoked_by, row.revoked_reason = now or timezone.now(), by.member, reason.strip()
    with refused_in_words():
        row.save(update_fields=["period", "revoked_at", "revoked_by", "revoked_reason"])
    return row
