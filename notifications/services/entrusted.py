"""What an office-holder leaves behind here: reminder rules of his unit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from members.models import Appointment, User
from members.states import ALLOWED, Action, Role
from notifications.models import ReminderRule
from notifications.wording import offset_in_words
from senkom.lib.registry import Entrusted, hand_over


def _say(rule: ReminderRule) -> Entrusted:
    return Entrusted(str(rule), offset_in_words(rule.offset))


@hand_over("notifications.rules", order=80, label=gettext_lazy("The unit's own reminder rules"), say=_say)
def reminder_rules(office: Appointment, reader: User) -> QuerySet[ReminderRule, Any]:
    """What the unit set in place of the usual reminders, where the office sets them."""
    rules = ReminderRule.objects.visible_to(reader).filter(unit=office.unit_id, active=True)
    if Action.SET_REMINDERS not in ALLOWED[Role(office.role)]:
        rules = rules.none()
    return rules.select_related("unit").order_by("kind", "offset")
