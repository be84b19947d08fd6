"""Who is reminded of a training a day ahead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Enrolment, Training
from members.states import EnrolmentState, MemberState, TrainingState
from senkom.lib.registry import Message, reminder
from senkom.lib.times import when


def texts_of_trainings(subjects: Collection[int]) -> Mapping[int, Message]:
    """When and where, and who teaches."""
    rows = Training.objects.filter(pk__in=subjects).select_related("unit")
    return {row.pk: _of_training(row) for row in rows}


def _of_training(row: Training) -> Message:
    said = {"name": row.name, "when": when(row.first_at, row.unit.zone), "place": row.place, "who": row.organiser}
    return Message(
        title=_("Training: %(name)s") % said,
        body=_("%(name)s begins on %(when)s, at %(place)s, taught by %(who)s. If you can't come, give the place back.")
        % said,
        path=row.get_absolute_url(),
    )


@reminder(
    "training.before",
    offsets=[-timedelta(hours=24)],
    useful_for=timedelta(hours=24),
    until_start=True,
    topic="certificate",
    label=gettext_lazy("A training begins soon"),
    because=gettext_lazy("you take part in it"),
    whom=gettext_lazy("who takes part in the training"),
    shown_to=Training.objects.visible_to,
    texts=texts_of_trainings,
)
def training_begins() -> QuerySet[Any, Any]:
    """Everybody with a place in an announced training, at the start of its first session."""
    rows = Enrolment.objects.filter(
        state=EnrolmentState.ENROLLED,
        training__state=TrainingState.OPEN,
        member__state__in=[MemberState.ACTIVE, MemberState.TRAINING],
    )
    return rows.values(recipient=F("member_id"), subject=F("training_id"), at=F("training__first_at"))
