"""The one message that waits for Wiwik."""

from __future__ import annotations

from datetime import timedelta

from members.models import Member
from notifications.models import Notification
from patrols.models import Assignment
from senkom.pages.demo.calendar import Calendar, code_of

BEFORE = timedelta(hours=2)


def seed(calendar: Calendar) -> None:
    """The reminder of her last patrol, which she never opened; called once, at the first seeding."""
    wiwik = Member.objects.get(code=code_of("member", "Wiwik Sulastri"))
    served = Assignment.objects.filter(member=wiwik, ends_at__lt=calendar.now).latest("starts_at")
    Notification.objects.create(
        code=code_of("message", wiwik.code),
        recipient_kind="member",
        recipient_id=wiwik.pk,
        kind="duty.before.2h",
        subject=served.duty_id,
        at=served.starts_at,
        due_at=served.starts_at - BEFORE,
        not_after=served.starts_at,
    )
