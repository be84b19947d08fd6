"""Complaints about a member: written by anybody, read and answered by a chair above him, never by himself."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Appointment, Card, Complaint, Member, User
from members.permissions import lineage, require
from members.services.people import refuse_oneself
from members.states import ALLOWED, Action, ComplaintState, MemberState
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move

READS = Action.SUSPEND
"""The chairs: a coordinator is the one whom a complaint passes by."""
READERS = [role for role, actions in ALLOWED.items() if READS in actions]


@transaction.atomic
def complain(card: Card, *, code: UUID, text: str, contact: str = "") -> Complaint:
    """Keep what somebody says about the bearer of a card. The same form sent twice makes one complaint."""
    known = Complaint.objects.filter(code=code).first()
    if known is not None:
        if (known.card_id, known.text) == (card.pk, text.strip()):
            return known
        raise ValidationError(_("This form was sent by somebody else already. Open it anew."), code="conflict")
    with refused_in_words():
        complaint: Complaint = Complaint.objects.create(
            code=code,
            about=card.member,
            card=card,
            unit_id=unit_that_reads(card.member),
            text=text.strip(),
            contact=contact.strip(),
        )
    return complaint


def unit_that_reads(member: Member) -> str:
    """The nearest unit above with a chair who is not he; without one his own; without any, the one above."""
    above, own = lineage(member.unit_id)[:-1], member.unit_id
    chairs = Appointment.objects.of_today().filter(role__in=READERS, member__state=MemberState.ACTIVE)
    held = set(chairs.filter(unit__in=[*above, own]).exclude(member=member).values_list("unit_id", flat=True))
    nearest = [path for path in (*reversed(above), own) if path in held]
    return nearest[0] if nearest else [own, *above][-1]


@transaction.atomic
def look_into_complaint(complaint: Complaint, *, by: User, reason: str = "") -> Complaint:
    """Somebody takes care of it."""
    complaint = _to_answer(complaint, by)
    move(complaint, ComplaintState.LOOKED_INTO, by=by, reason=reason)
    return complaint


@transaction.atomic
def close_complaint(complaint: Complaint, *, by: User, reason: str) -> Complaint:
    """What came of it; the result stays."""
    complaint = _to_answer(complaint, by)
    move(complaint, ComplaintState.CLOSED, by=by, reason=reason)
    return complaint


def _to_answer(complaint: Complaint, by: User) -> Complaint:
    rows = Complaint.objects.select_for_update(no_key=True, of=("self",)).select_related("about", "unit")
    row: Complaint = rows.get(pk=complaint.pk)
    require(by, READS, row.unit_id)
    refuse_oneself(row.about, by)
    return row
