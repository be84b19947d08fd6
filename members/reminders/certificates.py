"""Who is told that a certificate ends soon."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Now, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment, Grant
from members.models.skills import END_OF_PERIOD
from members.reminders.people import MEMBERS, LocalMidnight
from members.states import ENROLLED, MemberState, Office
from senkom.lib.registry import Message, reminder, topic

topic(
    "certificate",
    order=46,
    label=gettext_lazy("Certificates"),
    about=gettext_lazy("When a certificate of yours, or of somebody in your unit, ends soon."),
)

PLANS_TRAININGS = (
    Office.HEAD_TRAINING,
    Office.COORDINATOR,
    Office.SECRETARY,
    Office.VICE_COORDINATOR,
    Office.VICE_SECRETARY,
)
"""Who sees to it that a certificate is renewed: of these the first that a unit has."""
FIRST_WARNING = timedelta(days=60)
SENT_WITHIN = timedelta(days=14)


def texts_of_certificates(subjects: Collection[int]) -> Mapping[int, Message]:
    """Whose certificate ends when, and what to do about it."""
    rows = Grant.objects.filter(pk__in=subjects).select_related("member__unit", "qualification")
    return {row.pk: _of_certificate(row) for row in rows}


def _of_certificate(row: Grant) -> Message:
    said = {"certificate": row.qualification, "name": row.member.full_name, "unit": row.member.unit}
    said["day"] = date_format(row.last_day, "j F Y") if row.last_day else ""
    return Message(
        title=_("A certificate ends soon: %(certificate)s, %(name)s") % said,
        body=_(
            "The certificate “%(certificate)s” of %(name)s, %(unit)s, is valid until %(day)s. After that day it counts "
            "for no place that needs it. Show a new one to the secretary, or plan a training in time."
        )
        % said,
        path=row.member.get_absolute_url(),
    )


def desk_of_outer(unit: str, holder: str) -> QuerySet[Appointment, Any]:
    """Who plans trainings for the outer row's unit, in the nearest unit that has somebody: one member, not himself."""
    order = [When(office=office, then=Value(place)) for place, office in enumerate(PLANS_TRAININGS)]
    offices = Appointment.objects.of_today().filter(office__in=PLANS_TRAININGS, member__state=MemberState.ACTIVE)
    near = offices.annotate(
        below=ExpressionWrapper(OuterRef(unit), CharField()),
        holder=ExpressionWrapper(OuterRef(holder), BigIntegerField()),
        rank=Case(*order, output_field=SmallIntegerField()),
    )
    # A longer path sorts after the paths that it begins with: the last one is the nearest unit.
    near = near.filter(below__startswith=F("unit_id")).exclude(member=F("holder")).order_by("-unit_id", "rank", "pk")
    return near.values("member")[:1]


@reminder(
    "certificate.expiring",
    offsets=[-FIRST_WARNING, -timedelta(days=30)],
    useful_for=SENT_WITHIN,
    until_start=True,
    label=gettext_lazy("A certificate ends soon"),
    because=gettext_lazy("it is yours, or you plan the trainings of the unit"),
    whom=gettext_lazy("who holds the certificate, and who plans the trainings of the unit"),
    shown_to=Grant.objects.visible_to,
    texts=texts_of_certificates,
)
def certificate_ends() -> QuerySet[Any, Any]:
    """The holder, and who plans trainings in his unit or the nearest above; nobody about what is renewed."""
    # No certificate of a year from now is looked at: only those that the first warning could be about.
    soon = Grant.objects.filter(
        period__endswith__gte=TruncDate(Now() - timedelta(days=1)),
        period__endswith__lte=TruncDate(Now() + FIRST_WARNING + timedelta(days=1)),
        revoked_at=None,
        member__state__in=ENROLLED,
    ).not_renewed()
    desk = ArraySubquery(desk_of_outer("member__unit_id", "member_id"))
    everyone = Func(desk, F("member"), function="array_append", output_field=MEMBERS)
    recipient = Func(everyone, function="unnest", output_field=BigIntegerField())
    return soon.order_by().values(
        recipient=recipient,
        subject=F("pk"),
        at=LocalMidnight(END_OF_PERIOD, F("member__unit__timezone")),
        day=END_OF_PERIOD,
    )
