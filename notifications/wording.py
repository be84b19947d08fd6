"""Offsets and rules as people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Member
from members.permissions import lineage
from notifications.models import Notification, ReminderRule
from notifications.rules import reminder_of
from senkom.lib.registry import Reminder

DAY = timedelta(days=1)


def offset_in_words(offset: timedelta) -> str:
    """'2 hours before', '7 days after', 'at once'."""
    if not offset:
        return _("at once")
    length = _length_in_words(abs(offset))
    return (_("%(length)s before") if offset < timedelta(0) else _("%(length)s after")) % {"length": length}


def _length_in_words(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    hours, odd_minutes = divmod(minutes, 60)
    if odd_minutes:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    days, odd_hours = divmod(hours, 24)
    if odd_hours or days < 2:  # '24 hours before' says it better than a day
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def reasons(notifications: Iterable[Notification], reader: Member) -> dict[int, str]:
    """Why the reader got each of his messages, by its id: which rule of which unit, and because of what; one question.

    The rules are those of today: they say what will come, too.
    """
    known = {row.pk: (row, reminder) for row in notifications if (reminder := reminder_of(row.kind))}
    kinds = {reminder.kind for _row, reminder in known.values()}
    changed: dict[str, list[ReminderRule]] = defaultdict(list)
    theirs = ReminderRule.objects.filter(unit__in=lineage(reader.unit_id), kind__in=kinds)
    for rule in theirs.select_related("unit").order_by("-unit_id"):
        changed[rule.kind].append(rule)
    return {pk: _reason(row, reminder, changed[reminder.kind]) for pk, (row, reminder) in known.items()}


def _reason(row: Notification, reminder: Reminder, rules: list[ReminderRule]) -> str:
    because = reminder.because or _("it concerns you")
    return " ".join(
        [
            _("%(rule)s: you get it because %(because)s.") % {"rule": _rule(row, reminder, rules), "because": because},
            _("Whether it is also sent to you outside the application, you choose under My notifications.")
            if reminder.may_be_declined
            else _("It is always sent."),
        ]
    )


def _rule(row: Notification, reminder: Reminder, rules: list[ReminderRule]) -> str:
    """The rule of the nearest unit that has some of its own, else the application's, by name."""
    label = str(reminder.label)
    nearest = [rule for rule in rules if rule.unit_id == rules[0].unit_id]
    for rule in nearest:
        if rule.active and reminder.kind_at(rule.offset) == row.kind:
            said = {"kind": label, "when": offset_in_words(rule.offset), "unit": rule.unit}
            return _("Rule “%(kind)s, %(when)s” of %(unit)s") % said
    for offset in () if nearest else reminder.offsets:
        if reminder.kind_at(offset) == row.kind:
            said = {"kind": label, "when": offset_in_words(offset)}
            return _("Rule “%(kind)s, %(when)s” of the application") % said
    return _("Rule “%(kind)s”, which was changed since") % {"kind": label}


def kind_in_words(reminder: Reminder) -> str:
    """A kind of reminder as a desk reads it: what, and to whom."""
    return _("%(kind)s, to %(whom)s") % {"kind": reminder.label, "whom": reminder.whom}


def usual_rule(reminder: Reminder) -> str:
    """The same with when it goes out where no unit says otherwise."""
    when = ", ".join(offset_in_words(offset) for offset in reminder.offsets)
    return _("%(kind)s (usually: %(when)s)") % {"kind": kind_in_words(reminder), "when": when}
