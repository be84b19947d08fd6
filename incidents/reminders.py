"""What is announced about reports, to whom and when. Only the clock plans; these are its rules.

No text says more of a place than the village, and of what is not open to the whole board not even the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import IncidentReport, Referral
from incidents.states import ANSWERS, OVER, UNREAD_AFTER, ReferralState, Sensitivity
from members.desks import for_the_desk
from members.states import Action
from senkom.lib import times
from senkom.lib.registry import Message, reminder, topic

Rows = QuerySet[Any, Any]
Texts = Callable[[Collection[int]], Mapping[int, Message]]

HOUR = timedelta(hours=1)
CONFIDENTIAL = Sensitivity.CONFIDENTIAL

topic(
    "incident_report",
    order=30,
    label=gettext_lazy("Reports about incidents"),
    about=gettext_lazy(
        "When your report was answered or written in your name; for the desk: when one is unread, or an agency silent."
    ),
)


def _texts(title: Callable[[IncidentReport], str], body: Callable[[IncidentReport], str]) -> Texts:
    """Texts whose subjects are reports."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        reports = IncidentReport.objects.filter(pk__in=subjects)
        rows = reports.select_related("unit", "village", "category", "reporter")
        return {row.pk: Message(title(row), body(row), row.get_absolute_url()) for row in rows}

    return texts


def _waits(report: IncidentReport) -> str:
    """What waits since when, in what the lock screen of a phone may show."""
    received = times.clock(report.received_at, report.unit.zone)
    if report.sensitivity != Sensitivity.OPEN:
        return _("A report that few people read, received at %(time)s. Please open and read it.") % {"time": received}
    values = {"kind": report.category, "place": report.village or report.unit, "time": received}
    return _("%(kind)s, %(place)s, received at %(time)s. Please open and read it.") % values


_UNREAD = _texts(lambda report: _("Report not read yet: %(number)s") % {"number": report.number}, _waits)


@reminder(
    "incident_report.unread",
    offsets=[UNREAD_AFTER],
    useful_for=12 * HOUR,
    operational=True,
    label=gettext_lazy("Report not read yet"),
    because=gettext_lazy("you read incoming reports for this unit"),
    whom=gettext_lazy("who reads incoming reports"),
    shown_to=IncidentReport.objects.visible_to,
    texts=_UNREAD,
)
def unread() -> Rows:
    """The coordinators of the unit, half an hour after a report came in that nobody has read."""
    return for_the_desk(
        IncidentReport.objects.unread().exclude(sensitivity=CONFIDENTIAL), Action.TRIAGE, at="received_at"
    )


@reminder(
    "incident_report.unread.confidential",
    offsets=[UNREAD_AFTER],
    useful_for=12 * HOUR,
    operational=True,
    label=gettext_lazy("Report not read yet"),
    because=gettext_lazy("you read confidential reports for this unit"),
    whom=gettext_lazy("who reads confidential reports"),
    shown_to=IncidentReport.objects.visible_to,
    texts=_UNREAD,
)
def unread_confidential() -> Rows:
    """The chair, where nobody else may read it."""
    return for_the_desk(
        IncidentReport.objects.unread().filter(sensitivity=CONFIDENTIAL), Action.VIEW_CONFIDENTIAL, at="received_at"
    )


def _of_silence(subjects: Collection[int]) -> Mapping[int, Message]:
    """Which agency was told when; of the incident its number, and no more."""
    found = {}
    for row in Referral.objects.filter(pk__in=subjects).select_related("agency", "incident__unit"):
        told = times.recent(row.sent_at or row.recorded_at, row.incident.unit.zone)
        said = {"agency": row.agency, "number": row.incident.number, "time": told}
        body = _("Told at %(time)s of %(number)s. Please call again, and write down who took it.") % said
        found[row.pk] = Message(_("No answer yet: %(agency)s") % said, body, row.incident.get_absolute_url())
    return found


@reminder(
    "referral.silent",
    offsets=[HOUR],
    useful_for=6 * HOUR,
    operational=True,
    label=gettext_lazy("An agency has not answered"),
    because=gettext_lazy("you told this agency"),
    whom=gettext_lazy("who told the agency"),
    topic="incident_report",
    shown_to=Referral.objects.visible_to,
    texts=_of_silence,
)
def referral_silent() -> Rows:
    """Who told an agency of an incident that is not over, an hour after it, where no word has come back."""
    open_ones = Referral.objects.filter(state=ReferralState.SENT).exclude(incident__state__in=OVER)
    return open_ones.order_by().values(recipient=F("recorded_by"), subject=F("pk"), at=F("sent_at"))


@reminder(
    "incident_report.answered",
    offsets=[timedelta(0)],
    useful_for=72 * HOUR,
    label=gettext_lazy("Answer to a report"),
    because=gettext_lazy("you sent this report"),
    whom=gettext_lazy("the reporter"),
    shown_to=IncidentReport.objects.visible_to,
    texts=_texts(
        lambda report: (
            _("Your report %(number)s: %(state)s") % {"number": report.number, "state": report.get_state_display()}
        ),
        lambda report: _("The coordinator has answered your report. Tap to read."),
    ),
)
def answered() -> Rows:
    """The reporter, as soon as his report was answered in words."""
    rows = IncidentReport.objects.filter(state__in=ANSWERS)
    return rows.order_by().values(recipient=F("reporter"), subject=F("pk"), at=F("state_at"))


@reminder(
    "incident_report.on_behalf",
    offsets=[timedelta(0)],
    useful_for=72 * HOUR,
    label=gettext_lazy("A report in somebody's name"),
    because=gettext_lazy("it was written in your name"),
    whom=gettext_lazy("whoever it was written for"),
    shown_to=IncidentReport.objects.visible_to,
    texts=_texts(
        lambda report: _("A report in your name: %(number)s") % {"number": report.number},
        lambda report: (
            _("%(author)s wrote it down. If something is wrong, tell your coordinator.") % {"author": report.reporter}
        ),
    ),
)
def on_behalf() -> Rows:
    """Whoever somebody else wrote a report for, as soon as it was written."""
    rows = IncidentReport.objects.filter(on_behalf_of__isnull=False)
    return rows.order_by().values(recipient=F("on_behalf_of"), subject=F("pk"), at=F("received_at"))
