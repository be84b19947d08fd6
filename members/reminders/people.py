"""What members are told: who opened their data, that a link opened their account, and which terms of office end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.desks import for_the_desk
from members.models import Appointment, Member, Reading
from members.states import ALLOWED, IN_OFFICE, Action, MemberState
from senkom.lib.registry import Message, reminder, topic
from senkom.lib.times import day, when

topic(
    "members",
    order=50,
    label=gettext_lazy("My data and my account"),
    about=gettext_lazy("When somebody opened your closed data, or your account was entered by a link."),
)


def texts_of_readings(subjects: Collection[int]) -> Mapping[int, Message]:
    """Who opened what, when and why."""
    rows = Reading.objects.filter(pk__in=subjects).select_related("member__unit", "by")
    return {row.pk: _message(row) for row in rows}


def _message(row: Reading) -> Message:
    said = {"who": row.by.full_name, "what": row.get_what_display(), "reason": row.reason}
    said["when"] = when(row.read_at, row.member.unit.zone)
    # The reason is written freely and may name others: it is read in the application only.
    outside = ""
    if row.what == Reading.What.SECOND_FACTOR:
        title = _("Your second factor was taken away")
        body = _("%(who)s did so on %(when)s. Reason: %(reason)s. If you had not asked for it, tell your chair today.")
        outside = _("%(who)s did so on %(when)s. If you had not asked for it, tell your chair today.") % said
        body %= said
    elif row.what == Reading.What.LINK:
        title = _("Your account was entered by a link")
        body = _("On %(when)s, by a link that %(who)s had made. If that was not you, tell your chair today.") % said
    else:
        title = _("Your closed data were opened")
        body = _("%(who)s opened your %(what)s on %(when)s. Reason: %(reason)s") % said
        outside = _("%(who)s opened your %(what)s on %(when)s. The reason stands in your inbox.") % said
    return Message(title=title, body=body, path=reverse("members:me"), outside=outside)


# Who opened what, and why, is between that person and the member: nobody reads it to pass it on.
@reminder(
    "members.data_opened",
    offsets=[timedelta()],
    useful_for=timedelta(days=30),
    label=gettext_lazy("About one's own data"),
    because=gettext_lazy("it is about your own data"),
    whom=gettext_lazy("the person himself"),
    mandatory=True,
    texts=texts_of_readings,
)
def data_opened() -> QuerySet[Any, Any]:
    """Everybody whose closed details or account somebody else opened."""
    rows = Reading.objects.exclude(by=F("member"))
    return rows.values(recipient=F("member_id"), subject=F("pk"), at=F("read_at"))


APPOINTERS = [role for role, actions in ALLOWED.items() if Action.APPOINT in actions]
FIRST_WARNING = timedelta(days=60)
SENT_WITHIN = timedelta(days=14)
"""Whoever is appointed for a short term, or a server that was down, is told late rather than not at all."""
MEMBERS: ArrayField[Any, Any] = ArrayField(BigIntegerField())
END_OF_TERM = Func(F("term"), function="upper", output_field=DateField())
END_OF_TERM_OF_OUTER = Func(OuterRef("term"), function="upper", output_field=DateField())


class LocalMidnight(Func):
    """The first moment of a day, where the unit is: `LocalMidnight(day, zone)`."""

    template = "((%(expressions)s))"
    arg_joiner = "::timestamp) AT TIME ZONE ("
    output_field = DateTimeField()


def texts_of_terms(subjects: Collection[int]) -> Mapping[int, Message]:
    """Whose term ends when, and who does what about it."""
    rows = Appointment.objects.filter(pk__in=subjects).select_related("member", "unit")
    return {row.pk: _of_term(row) for row in rows}


def _of_term(row: Appointment) -> Message:
    said = {"office": row.get_office_display(), "unit": row.unit, "name": row.member.full_name}
    said["day"] = date_format(row.last_day, "j F Y") if row.last_day else ""
    return Message(
        title=_("A term ends soon: %(office)s, %(unit)s") % said,
        body=_(
            "%(name)s holds the office of %(office)s, %(unit)s, until %(day)s. Its rights end in that night. The chair "
            "appoints anew; whoever leaves prepares the hand-over."
        )
        % said,
        path=reverse("pages:hand_over", args=[row.code]),
    )


@reminder(
    "office.expiring",
    offsets=[-FIRST_WARNING, -timedelta(days=30), -timedelta(days=7)],
    useful_for=SENT_WITHIN,
    until_start=True,
    label=gettext_lazy("A term of office ends soon"),
    because=gettext_lazy("you hold this office, or appoint people to it"),
    whom=gettext_lazy("who holds the office, and the chair who appoints"),
    topic="desk",
    shown_to=Appointment.objects.visible_to,
    texts=texts_of_terms,
)
def term_ends() -> QuerySet[Any, Any]:
    """The holder, and who appoints in the unit, else in the nearest unit above; nobody about a term that goes on.

    Once a successor is appointed, only the holder is told: he still hands over.
    """
    chairs = (
        Appointment.objects.of_today()
        .filter(role__in=APPOINTERS, member__state=MemberState.ACTIVE)
        .annotate(
            below=ExpressionWrapper(OuterRef("unit_id"), CharField()),
            holder=ExpressionWrapper(OuterRef("member_id"), BigIntegerField()),
        )
        .filter(below__startswith=F("unit_id"))
        .exclude(member=F("holder"))
        .order_by("-unit_id")
    )
    following = Appointment.objects.filter(
        unit=OuterRef("unit"), office=OuterRef("office"), term__startswith__gte=END_OF_TERM_OF_OUTER
    )
    # No term of a year from now is looked at: only those that the first warning could be about.
    soon = Appointment.objects.filter(
        term__endswith__gte=TruncDate(Now() - timedelta(days=1)),
        term__endswith__lte=TruncDate(Now() + FIRST_WARNING + timedelta(days=1)),
        member__state__in=IN_OFFICE,
    ).exclude(Exists(following.filter(member=OuterRef("member"))))
    # A longer path sorts after the paths that it begins with: the last one is the nearest unit.
    nearest = soon.annotate(desk=Subquery(chairs.values("unit_id")[:1]))
    above = ArraySubquery(chairs.filter(unit_id=OuterRef("desk")).order_by().values("member").distinct())
    told = Case(When(Exists(following), then=Value([], MEMBERS)), default=above, output_field=MEMBERS)
    everyone = Func(told, F("member"), function="array_append", output_field=MEMBERS)
    recipient = Func(everyone, function="unnest", output_field=BigIntegerField())
    return nearest.order_by().values(
        recipient=recipient, subject=F("pk"), at=LocalMidnight(END_OF_TERM, F("unit__timezone"))
    )


topic(
    "desk",
    order=15,
    label=gettext_lazy("For the board"),
    about=gettext_lazy("When people or an answer are missing, an application waits, or a term of office ends."),
)


def texts_of_applications(subjects: Collection[int]) -> Mapping[int, Message]:
    """That somebody waits, and since when; his name stands in the application only."""
    found = {}
    for row in Member.objects.filter(pk__in=subjects).select_related("unit"):
        said = {"unit": row.unit, "since": day(row.state_at, row.unit.zone), "name": row.full_name}
        body = _("%(name)s has been waiting since %(since)s. Begin the document check, or say why not.") % said
        outside = _("Somebody has been waiting since %(since)s. Begin the document check, or say why not.") % said
        found[row.pk] = Message(_("An application waits: %(unit)s") % said, body, row.get_absolute_url(), outside)
    return found


@reminder(
    "application.waiting",
    offsets=[timedelta(days=7), timedelta(days=21)],
    useful_for=SENT_WITHIN,
    label=gettext_lazy("An application waits"),
    because=gettext_lazy("you handle applications for this unit, or for the one above"),
    whom=gettext_lazy("who handles applications"),
    topic="desk",
    shown_to=Member.objects.visible_to,
    texts=texts_of_applications,
)
def application_waits() -> QuerySet[Any, Any]:
    """Who handles applications in the unit, else in the nearest unit above, a week after one came."""
    waiting = Member.objects.filter(state=MemberState.APPLICANT)
    return for_the_desk(waiting, Action.HANDLE_APPLICATIONS, at="state_at")
