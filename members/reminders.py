"""What members are told about their own data: who opened them, and that a link opened their account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Reading
from senkom.lib.registry import Message, reminder, topic
from senkom.lib.times import when

topic(
    "members",
    order=50,
    label=gettext_lazy("My data and my account"),
    about=gettext_lazy("When somebody opened your closed data, or your account was entered by a link."),
)


def texts_of_readings(subjects: Collection[int]) -> Mapping[int, Message]:
    """Who opened what, when and why."""
    rows = Reading.objects.filter(pk__in=subjects).select_related("member__unit", "by")
    return {row.pk: _message(row) for row in rows}


def _message(row: Reading) -> Message:
    said = {"who": row.by.full_name, "what": row.get_what_display(), "reason": row.reason}
    said["when"] = when(row.read_at, row.member.unit.zone)
    # The reason is written freely and may name others: it is read in the application only.
    outside = ""
    if row.what == Reading.What.SECOND_FACTOR:
        title = _("Your second factor was taken away")
        body = _("%(who)s did so on %(when)s. Reason: %(reason)s. If you had not asked for it, tell your chair today.")
        outside = _("%(who)s did so on %(when)s. If you had not asked for it, tell your chair today.") % said
        body %= said
    elif row.what == Reading.What.LINK:
        title = _("Your account was entered by a link")
        body = _("On %(when)s, by a link that %(who)s had made. If that was not you, tell your chair today.") % said
    else:
        title = _("Your closed data were opened")
        body = _("%(who)s opened your %(what)s on %(when)s. Reason: %(reason)s") % said
        outside = _("%(who)s opened your %(what)s on %(when)s. The reason stands in your inbox.") % said
    return Message(title=title, body=body, path=reverse("members:me"), outside=outside)


# Who opened what, and why, is between that person and the member: nobody reads it to pass it on.
@reminder(
    "members.data_opened",
    offsets=[timedelta()],
    useful_for=timedelta(days=30),
    label=gettext_lazy("About one's own data"),
    because=gettext_lazy("it is about your own data"),
    whom=gettext_lazy("the person himself"),
    mandatory=True,
    texts=texts_of_readings,
)
def data_opened() -> QuerySet[Any, Any]:
    """Everybody whose closed details or account somebody else opened."""
    rows = Reading.objects.exclude(by=F("member"))
    return rows.values(recipient=F("member_id"), subject=F("pk"), at=F("read_at"))
