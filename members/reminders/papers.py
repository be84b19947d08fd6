"""Papers of units that run out: who keeps them is told in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, CharField, ExpressionWrapper, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Now, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.expressions import PlusDays
from members.models import Appointment, UnitDocument
from members.reminders.people import FIRST_WARNING, SENT_WITHIN, LocalMidnight
from members.states import ALLOWED, Action, MemberState
from senkom.lib.registry import Message, reminder

KEEPERS = [role for role, actions in ALLOWED.items() if Action.SET_REMINDERS in actions]


def texts_of_papers(subjects: Collection[int]) -> Mapping[int, Message]:
    """Which paper runs out when, and what to do."""
    rows = UnitDocument.objects.filter(pk__in=subjects).select_related("unit")
    return {row.pk: _of_paper(row) for row in rows}


def _of_paper(row: UnitDocument) -> Message:
    said = {"paper": row.get_kind_display(), "unit": row.unit}
    said["day"] = date_format(row.valid_until, "j F Y") if row.valid_until else ""
    return Message(
        title=_("Runs out soon: %(paper)s, %(unit)s") % said,
        body=_(
            "The paper “%(paper)s” of %(unit)s is valid until %(day)s. Apply for the new one now; once it is there, "
            "record it in place of the old one."
        )
        % said,
        path=row.get_absolute_url(),
    )


@reminder(
    "unit_document.expiring",
    offsets=[-FIRST_WARNING, -timedelta(days=30), -timedelta(days=7)],
    useful_for=SENT_WITHIN,
    until_start=True,
    label=gettext_lazy("A paper of the unit runs out soon"),
    because=gettext_lazy("you keep the papers of this unit"),
    topic="desk",
    whom=gettext_lazy("the chair and the secretary of the unit, else those of the nearest unit above"),
    shown_to=UnitDocument.objects.visible_to,
    texts=texts_of_papers,
)
def papers_run_out() -> QuerySet[Any, Any]:
    """Who keeps the papers of the unit, else of the nearest unit above; nobody about one that was replaced."""
    keepers = (
        Appointment.objects.of_today()
        .filter(role__in=KEEPERS, member__state=MemberState.ACTIVE)
        .annotate(below=ExpressionWrapper(OuterRef("unit_id"), CharField()))
        .filter(below__startswith=F("unit_id"))
        .order_by("-unit_id")
    )
    soon = UnitDocument.objects.standing().filter(
        valid_until__gte=TruncDate(Now() - timedelta(days=2)),
        valid_until__lte=TruncDate(Now() + FIRST_WARNING + timedelta(days=1)),
    )
    nearest = soon.annotate(desk=Subquery(keepers.values("unit_id")[:1]))
    told = ArraySubquery(keepers.filter(unit_id=OuterRef("desk")).order_by().values("member").distinct())
    over = PlusDays(F("valid_until"), Value(1))
    return nearest.order_by().values(
        recipient=Func(told, function="unnest", output_field=BigIntegerField()),
        subject=F("pk"),
        at=LocalMidnight(over, F("unit__timezone")),
        day=over,
    )
