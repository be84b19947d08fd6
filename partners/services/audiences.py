"""What people do with audiences: plan, ask by letter, agree on a day, hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Unit, User
from partners.models import Agency, AgendaItem, Attendee, Audience, Contact
from partners.states import TAKEN_PLACE, AudienceState, LetterState
from senkom.lib.forms import once
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move

A_YEAR = timedelta(days=365)
MOST_TOPICS = 30


def locked(audience: Audience) -> Audience:
    """The audience as it is now, held until the transaction ends."""
    rows = Audience.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "unit")
    return rows.get(pk=audience.pk)


@transaction.atomic
def plan_audience(
    *,
    code: UUID,
    unit: Unit,
    agency: Agency,
    kind: str,
    purpose: str,
    host: str = "",
    place: str = "",
    starts_at: datetime | None = None,
    topics: Sequence[str] = (),
    by: User,
) -> Audience:
    """Begin an audience as a draft. Raises ValidationError in words."""
    if not Agency.objects.visible_to(by).active().working_in(unit.path).filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("Choose an agency that works in this area.")})

    def make() -> Audience:
        audience = Audience(code=code, unit=unit, agency=agency, planned_by=by.member, state_by=by.member)
        audience.kind, audience.purpose, audience.host = kind, purpose, host
        audience.place, audience.starts_at = place, starts_at
        audience.save()
        _set_topics(audience, topics)
        return audience

    return once(Audience.objects, code, author_field="planned_by", author=by.member, make=make)


@transaction.atomic
def change_audience(
    audience: Audience,
    *,
    kind: str,
    purpose: str,
    host: str = "",
    place: str = "",
    topics: Sequence[str] = (),
    by: User,
) -> Audience:
    """Correct what an audience is about; its day is changed by confirming or rescheduling."""
    audience = locked(audience)
    if audience.state in (AudienceState.MINUTES_FINAL, AudienceState.CANCELLED):
        raise ValidationError(_("This meeting is over; it can't be changed any more."), code="conflict")
    audience.kind, audience.purpose, audience.host, audience.place = kind, purpose, host, place
    with refused_in_words():
        audience.save(update_fields=["kind", "purpose", "host", "place"])
        _set_topics(audience, topics)
    return audience


def _set_topics(audience: Audience, topics: Sequence[str]) -> None:
    """Write the agenda line by line; a line that is not there any more goes, its history stays."""
    wanted = [topic.strip() for topic in topics if topic.strip()]
    if len(wanted) > MOST_TOPICS:
        raise ValidationError({"topics": _("At most %(count)d topics.") % {"count": MOST_TOPICS}})
    known = {item.position: item for item in audience.agenda.all()}
    for position, topic in enumerate(wanted, start=1):
        item = known.pop(position, None) or AgendaItem(audience=audience, position=position)
        if item.topic != topic:
            item.topic = topic
            item.save()
    AgendaItem.objects.filter(pk__in=[item.pk for item in known.values()]).delete()


@transaction.atomic
def send_letter(audience: Audience, *, by: User) -> Audience:
    """The request has gone out. Raises ValidationError where no letter was issued for this audience."""
    audience = locked(audience)
    if not audience.letters.filter(state=LetterState.ISSUED).exists():
        raise ValidationError(_("Write the letter and issue it first; then record that it was sent."))
    move(audience, AudienceState.LETTER_SENT, by=by)
    return audience


@transaction.atomic
def record_no_reply(audience: Audience, *, by: User) -> Audience:
    """Nobody answered our letter."""
    audience = locked(audience)
    move(audience, AudienceState.NO_REPLY, by=by)
    return audience


@transaction.atomic
def confirm_audience(
    audience: Audience, *, starts_at: datetime, place: str, by: User, now: datetime | None = None
) -> Audience:
    """The agency agreed on a day and an hour; also written down afterwards, when the meeting is over."""
    audience = locked(audience)
    if starts_at <= (now or timezone.now()) - A_YEAR:
        raise ValidationError({"starts_at": _("This lies more than a year back. Check the year.")})
    audience.starts_at, audience.place = starts_at, place
    move(audience, AudienceState.CONFIRMED, by=by, also=["starts_at", "place"])
    return audience


@transaction.atomic
def reschedule(audience: Audience, *, reason: str, by: User) -> Audience:
    """The day doesn't hold; a new one is agreed on by confirming again."""
    audience = locked(audience)
    move(audience, AudienceState.RESCHEDULED, by=by, reason=reason)
    return audience


@transaction.atomic
def cancel(audience: Audience, *, reason: str, by: User) -> Audience:
    """The audience will not take place."""
    audience = locked(audience)
    move(audience, AudienceState.CANCELLED, by=by, reason=reason)
    return audience


@transaction.atomic
def hold_audience(
    audience: Audience, *, present: Collection[Attendee] = (), by: User, now: datetime | None = None
) -> Audience:
    """It took place; `present` are those of the list who came. Raises ValidationError before its time."""
    audience = locked(audience)
    if audience.starts_at is not None and audience.starts_at > (now or timezone.now()):
        raise ValidationError(_("This meeting has not begun yet."))
    move(audience, AudienceState.HELD, by=by)
    came = {attendee.pk for attendee in present}
    for attendee in audience.attendees.all():
        attendee.was_there = attendee.pk in came
        attendee.save(update_fields=["was_there"])
    return audience


@transaction.atomic
def add_attendee(audience: Audience, person: Member | Contact, *, by: User) -> Attendee:
    """Put somebody on the list. Raises ValidationError in words; who is on it already stays."""
    audience = locked(audience)
    _refuse_closed_list(audience)
    if not type(person).objects.visible_to(by).filter(pk=person.pk).exists():
        raise ValidationError(_("This person is not in your area."))
    side = {"member" if isinstance(person, Member) else "contact": person}
    found = audience.attendees.filter(**side).first()
    if found is not None:
        return found
    attendee = Attendee(audience=audience, was_there=True if audience.state in TAKEN_PLACE else None, **side)
    with refused_in_words():
        attendee.save()
    return attendee


@transaction.atomic
def remove_attendee(attendee: Attendee, *, by: User) -> None:
    """Take somebody off the list; what was on it stays in the history."""
    audience = locked(attendee.audience)
    _refuse_closed_list(audience)
    Attendee.objects.filter(pk=attendee.pk).delete()


def _refuse_closed_list(audience: Audience) -> None:
    if audience.state in (AudienceState.MINUTES_FINAL, AudienceState.CANCELLED):
        raise ValidationError(_("This meeting is over; it can't be changed any more."), code="conflict")
