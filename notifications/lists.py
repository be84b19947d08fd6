"""Rows of the pages: a message with its text, a message to pass on with the tap that does it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, User
from notifications.models import Delivery, Notification
from notifications.recheck import recipients_of
from notifications.rules import reminder_of
from notifications.texts import explain, outgoing_texts, shown_to, texts_of
from notifications.wording import reasons
from senkom.lib.registry import Message, Recipient


@dataclass(frozen=True)
class Entry:
    """A message as it stands in an inbox."""

    notification: Notification
    message: Message
    why: str = ""
    """Which rule sent it, and because of what."""

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None

    @property
    def day(self) -> date:
        """The day, where the reader is, on which it came."""
        return timezone.localtime(self.notification.due_at).date()


@dataclass(frozen=True)
class ToTell:
    """A message that a person passes on: to whom, which text, which tap."""

    delivery: Delivery
    name: str
    phone: str
    page: str
    title: str
    text: str
    reason: str
    is_private: bool
    """Its words are for the recipient only; the text to send invites him to read them himself."""

    @property
    def tap(self) -> str:
        """The address that opens WhatsApp with the text; in the demo, and without a number, one picks the chat."""
        number = "" if settings.DEMO else self.phone.lstrip("+")
        return f"https://wa.me/{number}?text={quote(self.text)}"


def entries(notifications: Sequence[Notification], reader: Member) -> list[Entry]:
    """A person's messages with their texts and reasons, in his language; what they were about may be gone."""
    texts, why = texts_of(notifications), reasons(notifications, reader)
    return [Entry(row, texts.get(row.pk) or outdated(), why.get(row.pk, "")) for row in notifications]


def to_tell(rows: QuerySet[Delivery], reader: User) -> list[ToTell]:
    """Messages with their recipients and texts, in the recipients' language; of the private ones no word."""
    deliveries = list(rows.select_related("notification"))
    people = recipients_of(deliveries)
    messages = [delivery.notification for delivery in deliveries]
    open_to_reader = shown_to(reader, messages)
    texts = outgoing_texts(messages, people, private={row.pk for row in messages} - open_to_reader)
    return [_to_tell(delivery, people, texts, open_to_reader) for delivery in deliveries]


def _to_tell(
    delivery: Delivery,
    people: Mapping[tuple[str, int], Recipient],
    texts: Mapping[int, Message],
    open_to_reader: Collection[int],
) -> ToTell:
    row = delivery.notification
    person, message = people[row.recipient_kind, row.recipient_id], texts.get(row.pk) or outdated()
    text, title = f"*{message.title}*\n{message.body}", message.title
    is_private = row.pk not in open_to_reader
    if is_private:
        reminder = reminder_of(row.kind)
        title = _("Private message: %(kind)s") % {"kind": reminder.label} if reminder else message.title
    return ToTell(delivery, person.name, person.phone, person.path, title, text, explain(delivery), is_private)


def outdated() -> Message:
    """What stands in the place of a text that can't be written any more."""
    return Message(_("A message that is no longer current"), _("What it was about has changed or ended."))
