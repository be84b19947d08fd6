"""Telling agencies: what they are told, when they received it, what they answered. A person records each step."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from incidents.letters import names_somebody, salutation
from incidents.models import Incident, IncidentReport, Referral
from incidents.services.places import lock_incident, not_in_the_future
from incidents.services.timeline import told, write
from incidents.states import ANSWERED, EntryKind, ReferralChannel, ReferralState
from members.models import User
from partners.models import Agency, Contact
from senkom.lib import times
from senkom.lib.forms import earlier
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


@transaction.atomic
def refer_incident(
    incident: Incident,
    agency: Agency,
    *,
    channel: str,
    message: str,
    code: UUID,
    by: User,
    contact: Contact | None = None,
    told_at: datetime | None = None,
) -> Referral:
    """Tell an agency (`told_at`), or prepare the words. Raises ValidationError in words."""
    incident = lock_incident(incident)
    made: Referral | None = earlier(Referral.objects, code, author_field="recorded_by", author=by.member)
    if made is not None:
        return made
    if contact and contact.agency_id != agency.pk:
        raise ValidationError({"contact": _("This contact belongs to another agency.")})
    _refuse_names(incident, message)
    addressee = f"{contact.position}, {agency}" if contact else str(agency)
    with refused_in_words():
        referral = Referral.objects.create(
            code=code,
            incident=incident,
            agency=agency,
            contact=contact,
            channel=channel,
            message=f"{salutation(addressee)}\n{message.strip()}" if message.strip() else "",
            recorded_by=by.member,
            state_by=by.member,
        )
    if told_at:
        _tell(referral, incident, told_at, by, field="told_at")
    return referral


def _refuse_names(incident: Incident, message: str) -> None:
    """Whoever reported is named to nobody outside. Raises ValidationError in words."""
    reports = IncidentReport.objects.filter(links__incident=incident, links__unlinked_at=None)
    if names_somebody(message, reports.select_related("reporter", "on_behalf_of")):
        raise ValidationError(
            {"message": _("This names somebody who reported. Take out the name and the number, then send again.")}
        )


@transaction.atomic
def say_it_was_told(referral: Referral, *, at: datetime, by: User) -> Referral:
    """A person told the agency. Raises ValidationError in words."""
    incident = lock_incident(referral.incident)
    referral = _lock(referral)
    _tell(referral, incident, at, by)
    return referral


def _lock(referral: Referral) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "contact")
    return rows.get(pk=referral.pk)


def _tell(referral: Referral, incident: Incident, at: datetime, by: User, *, field: str = "at") -> None:
    not_in_the_future(at, field)
    referral.sent_at = at
    move(referral, ReferralState.SENT, by=by, now=at, also=["sent_at"])
    with told():
        values = {"agency": referral.agency, "channel": ReferralChannel(referral.channel).label.lower()}
        text = _("%(agency)s told by %(channel)s") % values
    write(incident, EntryKind.REFERRAL, text, by=by, at=at)


@transaction.atomic
def record_answer(
    referral: Referral, to: str, *, at: datetime, by: User, answered_by: str = "", answer: str = ""
) -> Referral:
    """Write down what the agency said, when, and who: "Pusdalops, received 21.52". Raises ValidationError in words."""
    incident = lock_incident(referral.incident)
    referral = _lock(referral)
    not_in_the_future(at, "at")
    if to == ReferralState.SENT:
        _tell(referral, incident, at, by)
        return referral
    if to == ReferralState.ACKNOWLEDGED:
        if not answered_by.strip():
            raise ValidationError({"answered_by": _("Write who received it: the post is enough.")})
        if referral.sent_at and at < referral.sent_at:
            since = times.when(referral.sent_at, incident.unit.zone)
            raise ValidationError({"at": _("It was told at %(time)s; write a later time.") % {"time": since}})
        referral.acknowledged_at = at
    if to in ANSWERED:
        referral.answered_by = answered_by.strip() or referral.answered_by
    referral.answer = answer.strip() or referral.answer
    move(referral, to, by=by, reason=answer, now=at, also=["acknowledged_at", "answered_by", "answer"])
    with told():
        text = f"{referral.agency}: {str(ReferralState(to).label).lower()}"
    details = ", ".join(part for part in (answered_by.strip(), answer.strip()) if part)
    write(incident, EntryKind.ANSWER, f"{text} ({details})" if details else text, by=by, at=at)
    return referral
