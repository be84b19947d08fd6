"""What is told about lists of people that leave the application: to the chair, and the answer to who asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import CharField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment, RosterExport
from members.states import ALLOWED, IN_OFFICE, Action, ExportState
from senkom.lib.registry import Message, reminder

APPROVERS = [role for role, actions in ALLOWED.items() if Action.APPROVE_EXPORT in actions]


def texts_for_chairs(subjects: Collection[int]) -> Mapping[int, Message]:
    """Who takes how many people out, and whether the chair's word is waited for."""
    rows = RosterExport.objects.filter(pk__in=subjects).select_related("by", "unit")
    return {row.pk: _for_chair(row) for row in rows}


def _for_chair(row: RosterExport) -> Message:
    said = {"name": row.by.full_name, "number": row.count, "unit": row.unit}
    if row.state == ExportState.WAITING:
        title = _("%(name)s asks for a list of %(number)d people") % said
        body = _("%(name)s wants to take the data of %(number)d people of %(unit)s out. You decide.") % said
    else:
        title = _("%(name)s took a list of %(number)d people out") % said
        body = _("%(name)s took the data of %(number)d people of %(unit)s out of the application.") % said
    return Message(title=title, body=body, path=row.get_absolute_url())


@reminder(
    "members.export",
    offsets=[timedelta()],
    useful_for=timedelta(days=7),
    label=gettext_lazy("A list of people leaves the application"),
    because=gettext_lazy("you answer for the data of these people"),
    whom=gettext_lazy("the chair"),
    mandatory=True,
    shown_to=RosterExport.objects.visible_to,
    texts=texts_for_chairs,
)
def people_leave() -> QuerySet[Any, Any]:
    """Every chair of the unit, else of the nearest unit above; never who takes the list."""
    chairs = (
        Appointment.objects.of_today()
        .filter(role__in=APPROVERS, member__state__in=IN_OFFICE)
        .annotate(below=ExpressionWrapper(OuterRef("unit_id"), CharField()))
        .filter(below__startswith=F("unit_id"))
        .exclude(member=OuterRef("by"))
        .order_by("-unit_id", "pk")
    )
    rows = RosterExport.objects.annotate(chair=Subquery(chairs.values("member")[:1])).exclude(chair=None)
    return rows.values(recipient=F("chair"), subject=F("pk"), at=F("made_at"))


def texts_for_who_asked(subjects: Collection[int]) -> Mapping[int, Message]:
    """What the chair has answered."""
    rows = RosterExport.objects.filter(pk__in=subjects).select_related("state_by")
    return {row.pk: _answer(row) for row in rows}


def _answer(row: RosterExport) -> Message:
    allowed = row.state == ExportState.ALLOWED
    title = _("You may take the list now") if allowed else _("The list was refused")
    said = {"name": row.state_by.full_name if row.state_by else "", "number": row.count}
    body = _("%(name)s has answered about the list of %(number)d people.") % said
    return Message(title=title, body=body, path=row.get_absolute_url())


@reminder(
    "members.export.answered",
    offsets=[timedelta()],
    useful_for=timedelta(days=7),
    label=gettext_lazy("An answer about a list of people"),
    because=gettext_lazy("you asked for this list"),
    whom=gettext_lazy("who asked for the list"),
    mandatory=True,
    texts=texts_for_who_asked,
)
def export_answered() -> QuerySet[Any, Any]:
    """Who asked, once another one has answered."""
    rows = RosterExport.objects.exclude(state=ExportState.WAITING).exclude(state_by=F("by"))
    return rows.values(recipient=F("by"), subject=F("pk"), at=F("state_at"))
