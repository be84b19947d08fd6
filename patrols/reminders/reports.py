"""What is announced about reports of duties: those that are late, and what was written or sent back."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, ExpressionWrapper, F, Func, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.desks import desk_of
from members.states import Action
from patrols.models import Assignment, Duty, PatrolReport
from patrols.reminders.duties import HOUR
from patrols.reminders.texts import Rows, about_duties, about_reports
from patrols.states import BUSY, ReportState, SlotRole
from senkom.lib import times
from senkom.lib.registry import reminder, topic

topic(
    "report",
    order=20,
    label=gettext_lazy("Patrol reports"),
    about=gettext_lazy("When a report is late, has to be completed, or was written in your name."),
)


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
    texts=about_duties(
        _late, lambda duty: _("Please write the report; “Nihil” takes one tap."), page="patrols:report_write"
    ),
)
def report_late() -> Rows:
    """The leader of a duty without a report, counted from its end."""
    led = Duty.objects.without_report().filter(assignments__slot__role=SlotRole.LEADER, assignments__state__in=BUSY)
    return led.order_by().values(recipient=F("assignments__member"), subject=F("pk"), at=F("ends_at"))


@reminder(
    "report.late.desk",
    offsets=[24 * HOUR],
    useful_for=24 * HOUR,
    label=gettext_lazy("Late report"),
    because=gettext_lazy("you plan duties for this unit, or for the one above"),
    whom=gettext_lazy("who plans the unit's duties"),
    shown_to=Duty.objects.visible_to,
    texts=about_duties(_late, lambda duty: _("The team leader was reminded. Please ask, or write it for the crew.")),
)
def report_late_desk() -> Rows:
    """Who plans duties in the unit of a duty without a report; where nobody does, the nearest unit above.

    The leader himself is reminded by the rule above, and is not the one to look after himself.
    """
    of_the_unit = desk_of(Action.PLAN_DUTIES)
    desk = of_the_unit.annotate(leader=ExpressionWrapper(OuterRef("leader"), BigIntegerField())).exclude(
        member=F("leader")
    )
    leader = Assignment.objects.busy().filter(duty=OuterRef("pk"), slot__role=SlotRole.LEADER).order_by()
    late = Duty.objects.without_report().annotate(leader=Coalesce(Subquery(leader.values("member")[:1]), 0))
    nearest = late.annotate(desk=Subquery(desk.values("unit_id")[:1]))
    members = desk.order_by().filter(unit_id=OuterRef("desk")).values("member").distinct()
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
    texts=about_reports(
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
    texts=about_reports(
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
