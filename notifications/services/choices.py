"""What somebody chooses about his own messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.models import Member, User
from members.services.people import locked
from notifications.models import Delivery, Preference, QuietHours
from notifications.states import QUIET_FROM, QUIET_UNTIL
from notifications.stop_links import declinable


@dataclass(frozen=True)
class Choices:
    """What one person chose: the topics and channels he does not want, and his quiet hours."""

    declined: Collection[tuple[str, str]] = ()
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL


def choices_of(member: Member) -> Choices:
    """What somebody chose so far."""
    declined = set(Preference.objects.filter(member=member).values_list("topic", "channel"))
    quiet = QuietHours.objects.filter(member=member).first()
    return Choices(declined, quiet.begins, quiet.ends) if quiet else Choices(declined)


@transaction.atomic
def choose(choices: Choices, *, by: User) -> None:
    """Keep what somebody chose; what he had declined before and now wants again, he gets again."""
    member = locked(by.member)
    before = Preference.objects.filter(member=member)
    for row in before:
        if (row.topic, row.channel) not in choices.declined:
            row.delete()
    rows = [Preference(member=member, topic=topic, channel=channel) for topic, channel in choices.declined]
    Preference.objects.bulk_create(rows, ignore_conflicts=True)
    hours = {"begins": choices.quiet_from, "ends": choices.quiet_until}
    QuietHours.objects.update_or_create(member=member, defaults=hours)


@transaction.atomic
def decline(delivery: Delivery) -> None:
    """The recipient of a letter wants no more of its topic through its channel; a second time changes nothing.

    Whoever has the letter's link may do it (see `stop_links`). Raises ValidationError for what nobody can decline.
    """
    _rows, topic = _choice_behind(delivery)
    row = Preference(member_id=delivery.notification.recipient_id, topic=topic, channel=delivery.channel)
    Preference.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def take_up_again(delivery: Delivery) -> None:
    """The recipient of a letter wants its topic again."""
    rows, _topic = _choice_behind(delivery)
    rows.delete()


def has_declined(delivery: Delivery) -> bool:
    """Whether the recipient of a letter gets no more of its topic through its channel."""
    rows, _topic = _choice_behind(delivery)
    return rows.exists()


def _choice_behind(delivery: Delivery) -> tuple[QuerySet[Preference], str]:
    reminder = declinable(delivery)
    if reminder is None:
        raise ValidationError(_("This concerns your own duty or your own data, so it can't be switched off."))
    member = delivery.notification.recipient_id
    rows = Preference.objects.filter(member=member, topic=reminder.topic, channel=delivery.channel)
    return rows, reminder.topic
