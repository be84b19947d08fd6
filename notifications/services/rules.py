"""The reminders of a unit."""

from __future__ import annotations

from django.db import transaction

from members.models import User
from members.permissions import require
from members.states import Action
from notifications.models import ReminderRule


@transaction.atomic
def use_usual_rules(rule: ReminderRule, *, by: User) -> None:
    """A unit gives up its own rules of a kind; those of the nearest unit above that has some count again.

    Raises PermissionDenied where the office does not allow it there.
    """
    require(by, Action.SET_REMINDERS, rule.unit_id)
    ReminderRule.objects.filter(unit=rule.unit_id, kind=rule.kind).delete()
