"""What an office-holder leaves behind here: duties to come that he planned."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from members.models import Appointment, Member, User
from members.permissions import require
from members.services.offices import refuse_without_right
from members.states import Action
from patrols.models import Duty
from patrols.services.locks import lock_duty
from patrols.states import BEFORE_START
from senkom.lib.registry import Entrusted, hand_over
from senkom.lib.times import span


def _say(duty: Duty) -> Entrusted:
    about = f"{duty.get_state_display()}, {span(duty.starts_at, duty.ends_at, duty.unit.zone)}"
    return Entrusted(duty.name, about, duty.get_absolute_url())


@transaction.atomic
def give_duty(duty: Duty, planner: Member, *, by: User) -> Duty:
    """Let a successor look after a duty: whom the crew asks, and whose name stands under its text."""
    duty = lock_duty(duty)
    require(by, Action.PLAN_DUTIES, duty.unit)
    refuse_without_right(planner, Action.PLAN_DUTIES, duty.unit)
    duty.planner = planner
    duty.save(update_fields=["planner"])
    return duty


@hand_over(
    "patrols.planned",
    order=30,
    label=gettext_lazy("Duties to come, planned"),
    say=_say,
    give=give_duty,
    action=Action.PLAN_DUTIES,
)
def planned_duties(office: Appointment, reader: User) -> QuerySet[Duty, Any]:
    """What the holder planned in the office's unit and below, and has not begun."""
    coming = Duty.objects.visible_to(reader).filter(state__in=BEFORE_START, ends_at__gt=timezone.now())
    mine = coming.filter(planner=office.member_id, unit__path__startswith=office.unit_id)
    return mine.select_related("unit").order_by("pk")
