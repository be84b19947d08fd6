"""What is announced about duties and reports, to whom and when. Only the clock plans; these are its rules.

Every text stands alone: when, where, who leads, what to do. Nobody's phone shows more names or places than that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast, Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment, Member
from members.states import ALLOWED, Action
from patrols.models import Assignment, Duty, PatrolReport
from patrols.states import BUSY, OFFER_LASTS, AssignmentState, DutyState, ReportState, SlotRole
from senkom.lib import times
from senkom.lib.registry import Message, reminder, topic

Rows = QuerySet[Any, Any]
Texts = Callable[[Collection[int]], Mapping[int, Message]]

HOUR = timedelta(hours=1)
PLANNERS = [role for role, actions in ALLOWED.items() if Action.PLAN_DUTIES in actions]
"""Roles of a duty desk: whoever plans duties is told when their reports are late."""

topic(
    "duty",
    order=10,
    label=gettext_lazy("Duties"),
    about=gettext_lazy("Before a duty of yours, when a place is offered to you, when something changes."),
)
topic(
    "report",
    order=20,
    label=gettext_lazy("Patrol reports"),
    about=gettext_lazy("When a report is late, has to be completed, or was written in your name."),
)


# — texts


def _leaders(duties: Collection[int]) -> dict[int, Member]:
    """Who leads the crew of each duty, where somebody does."""
    rows = Assignment.objects.busy().filter(duty__in=duties, slot__role=SlotRole.LEADER)
    return {row.duty_id: row.member for row in rows.select_related("member")}


def _facts(duty: Duty, leader: Member | None) -> str:
    """When, where, who leads: three short sentences."""
    facts = [f"{times.span(duty.starts_at, duty.ends_at, duty.unit.zone)}."]
    facts.append(_("Meet at %(place)s.") % {"place": duty.meeting_point})
    if duty.lead_agency:
        facts.append(_("Led by %(agency)s.") % {"agency": duty.lead_agency})
    if leader:
        facts.append(_("Team leader: %(name)s.") % {"name": leader})
    return " ".join(facts)


def _about_duties(title: Callable[[Duty], str], to_do: Callable[[], str], page: str = "patrols:detail") -> Texts:
    """Texts whose subjects are duties."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        leaders = _leaders(subjects)
        duties = Duty.objects.filter(pk__in=subjects).select_related("unit", "lead_agency")
        return {
            duty.pk: Message(
                title(duty), f"{_facts(duty, leaders.get(duty.pk))} {to_do()}", reverse(page, args=[duty.code])
            )
            for duty in duties
        }

    return texts


def _offer_texts(subjects: Collection[int]) -> Mapping[int, Message]:
    places = Assignment.objects.filter(pk__in=subjects).select_related("duty__unit", "duty__lead_agency", "slot")
    found = {}
    leaders = _leaders({place.duty_id for place in places})
    for place in places:
        duty = place.duty
        until = times.clock(place.offer_until or duty.starts_at, duty.unit.zone)
        facts = _facts(duty, leaders.get(duty.pk))
        role = place.slot.get_role_display()
        to_do = _("A place came free: %(role)s. Please answer by %(time)s: can you come, or can't you?")
        found[place.pk] = Message(
            _("A place for you: %(duty)s") % {"duty": duty.name},
            f"{facts} {to_do % {'role': role, 'time': until}}",
            duty.get_absolute_url(),
        )
    return found


def _about_reports(
    title: Callable[[PatrolReport], str], body: Callable[[PatrolReport], str], outside: Callable[[], str] = str
) -> Texts:
    """Texts whose subjects are reports; `outside` is said where words of the report stay inside."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        reports = PatrolReport.objects.filter(pk__in=subjects).select_related("duty__unit", "author")
        return {
            report.pk: Message(title(report), body(report), report.get_absolute_url(), outside()) for report in reports
        }

    return texts


# — before a duty


@reminder(
    "duty.before",
    offsets=[-24 * HOUR, -2 * HOUR],
    useful_for=24 * HOUR,
    until_start=True,
    operational=True,
    label=gettext_lazy("Reminder of a duty"),
    because=gettext_lazy("you said that you come to this duty"),
    whom=gettext_lazy("everybody who said he comes"),
    shown_to=Duty.objects.visible_to,
    texts=_about_duties(
        lambda duty: _("Your duty: %(duty)s") % {"duty": duty.name},
        lambda: _("If you can't come, say so in the application, or answer BERHALANGAN."),
    ),
)
def before_duty() -> Rows:
    """Everyone who said he comes, at the start of the duty."""
    coming = Assignment.objects.confirmed().filter(duty__state__in=[DutyState.PUBLISHED, DutyState.IN_PROGRESS])
    return coming.order_by().values(recipient=F("member"), subject=F("duty"), at=F("starts_at"))


@reminder(
    "duty.offered",
    offsets=[timedelta(0)],
    useful_for=OFFER_LASTS,
    operational=True,
    label=gettext_lazy("Offer of a place on a duty"),
    because=gettext_lazy("a place on this duty was offered to you"),
    whom=gettext_lazy("whoever was offered a place"),
    shown_to=Assignment.objects.visible_to,
    texts=_offer_texts,
)
def place_offered() -> Rows:
    """Whoever was offered a place, as soon as it is offered."""
    offers = Assignment.objects.filter(state=AssignmentState.OFFERED, offer_until__gt=Now(), starts_at__gt=Now())
    return offers.order_by().values(recipient=F("member"), subject=F("pk"), at=F("state_at"))


# — reports that are late


def _late(duty: Duty) -> str:
    return _("Report is late: %(duty)s") % {"duty": duty.name}


@reminder(
    "report.late",
    offsets=[2 * HOUR, 24 * HOUR],
    useful_for=24 * HOUR,
    label=gettext_lazy("Late report"),
    because=gettext_lazy("you lead the crew of this duty"),
    whom=gettext_lazy("the leader of the crew"),
    shown_to=Duty.objects.visible_to,
    texts=_about_duties(
        _late, lambda: _("Please write the report; “Nihil” takes one tap."), page="patrols:report_write"
    ),
)
def report_late() -> Rows:
    """The leader of a duty without a report, counted from its end."""
    led = Duty.objects.without_report().filter(assignments__slot__role=SlotRole.LEADER, assignments__state__in=BUSY)
    return led.order_by().values(recipient=F("assignments__member"), subject=F("pk"), at=F("ends_at"))


def _local_day(zone: str) -> Cast:
    """Today where a unit is, by the database's clock."""
    return Cast(Func(F(zone), Now(), function="timezone"), DateField())


@reminder(
    "report.late.desk",
    offsets=[24 * HOUR],
    useful_for=24 * HOUR,
    label=gettext_lazy("Late report"),
    because=gettext_lazy("you plan duties for this unit, or for the one above"),
    whom=gettext_lazy("who plans the unit's duties"),
    shown_to=Duty.objects.visible_to,
    texts=_about_duties(_late, lambda: _("The team leader was reminded. Please ask, or write it for the crew.")),
)
def report_late_desk() -> Rows:
    """Who plans duties in the unit of a duty without a report; where nobody does, the nearest unit above.

    The leader himself is reminded by the rule above, and is not the one to look after himself.
    """
    desk = (
        Appointment.objects.order_by()
        .annotate(
            below=ExpressionWrapper(OuterRef("unit_id"), CharField()),
            leader=ExpressionWrapper(OuterRef("leader"), BigIntegerField()),
        )
        .filter(below__startswith=F("unit_id"), role__in=PLANNERS, term__contains=_local_day("unit__timezone"))
        .exclude(member=F("leader"))
    )
    leader = Assignment.objects.busy().filter(duty=OuterRef("pk"), slot__role=SlotRole.LEADER).order_by()
    late = Duty.objects.without_report().annotate(leader=Coalesce(Subquery(leader.values("member")[:1]), 0))
    # A longer path sorts after the paths that it begins with: the last one is the nearest unit.
    nearest = late.annotate(desk=Subquery(desk.order_by("-unit_id").values("unit_id")[:1]))
    members = desk.filter(unit_id=OuterRef("desk")).values("member").distinct()
    everyone = Func(ArraySubquery(members), function="unnest", output_field=BigIntegerField())
    return nearest.order_by().values(recipient=everyone, subject=F("pk"), at=F("ends_at"))


# — reports that were written


@reminder(
    "report.returned",
    offsets=[timedelta(0)],
    useful_for=72 * HOUR,
    label=gettext_lazy("Report to be completed"),
    because=gettext_lazy("you wrote this report"),
    whom=gettext_lazy("its author"),
    shown_to=PatrolReport.objects.visible_to,
    texts=_about_reports(
        lambda report: _("Report to be completed: %(number)s") % {"number": report.number},
        lambda report: _("%(remark)s Tap to complete it.") % {"remark": _sentence(report.state_reason)},
        # The remark may name people; it is read in the application only.
        lambda: _("Something is missing. Read what, and complete it in the application."),
    ),
)
def report_returned() -> Rows:
    """The author of a report that somebody sent back, as soon as it was."""
    returned = PatrolReport.objects.filter(state=ReportState.RETURNED)
    return returned.order_by().values(recipient=F("author"), subject=F("pk"), at=F("state_at"))


@reminder(
    "report.on_behalf",
    offsets=[timedelta(0)],
    useful_for=72 * HOUR,
    label=gettext_lazy("A report in somebody's name"),
    because=gettext_lazy("it was written in your name"),
    whom=gettext_lazy("whoever it was written for"),
    shown_to=PatrolReport.objects.visible_to,
    texts=_about_reports(
        lambda report: _("A report in your name: %(number)s") % {"number": report.number},
        lambda report: (
            _("%(author)s wrote it, about %(time)s. If something is wrong, tell your coordinator.")
            % {"author": report.author, "time": times.when(report.duty.starts_at, report.duty.unit.zone)}
        ),
    ),
)
def report_on_behalf() -> Rows:
    """Whoever somebody else reported for, as soon as the report was sent."""
    sent = PatrolReport.objects.sent().filter(on_behalf_of__isnull=False, version=1)
    return sent.order_by().values(recipient=F("on_behalf_of"), subject=F("pk"), at=F("submitted_at"))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
