"""What somebody chooses about his own messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from members.models import Member, User
from members.services.people import locked
from notifications.models import Preference, QuietHours
from notifications.states import QUIET_FROM, QUIET_UNTIL


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
