"""What messages say, asked from the apps that registered their kinds."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import User
from notifications.models import Delivery, Notification
from notifications.rules import reminder_of
from notifications.states import Channel, DeliveryState
from senkom.lib.registry import Message, Recipient, Reminder, registered

log = logging.getLogger(__name__)


def texts_of(notifications: Iterable[Notification]) -> dict[int, Message]:
    """The text of each message by its id, in the language and zone that are active; without what no longer exists."""
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    reminders: dict[str, Reminder] = {}
    for row in notifications:
        if reminder := reminder_of(row.kind):
            by_kind[reminder.kind].append(row)
            reminders[reminder.kind] = reminder
    found: dict[int, Message] = {}
    for kind, rows in by_kind.items():
        messages = _ask(reminders[kind], {row.subject for row in rows})
        found |= {row.pk: messages[row.subject] for row in rows if row.subject in messages}
    return found


def shown_to(reader: User, notifications: Iterable[Notification]) -> set[int]:
    """Those of other people's messages, by id, whose words somebody may read: he sees what they are about."""
    subjects: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in notifications:
        if reminder := reminder_of(row.kind):
            subjects[reminder.kind][row.subject].add(row.pk)
    found: set[int] = set()
    for kind, rows in subjects.items():
        seen = registered.reminders[kind].shown_to
        if seen is not None:
            for pk in seen(reader).filter(pk__in=rows).values_list("pk", flat=True):
                found |= rows[pk]
    return found


def outgoing_texts(
    notifications: Iterable[Notification],
    recipients: Mapping[tuple[str, int], Recipient],
    *,
    private: Collection[int] = (),
) -> dict[int, Message]:
    """The same for outside, each in the language and zone of its recipient (by kind and id), standing alone.

    Of the private ones (by id) it only says that there is something to read.
    """
    groups: dict[tuple[str, object], list[Notification]] = defaultdict(list)
    for row in notifications:
        if recipient := recipients.get((row.recipient_kind, row.recipient_id)):
            groups[recipient.language, recipient.timezone].append(row)
    found: dict[int, Message] = {}
    for (language, _zone), rows in groups.items():
        zone = recipients[rows[0].recipient_kind, rows[0].recipient_id].timezone
        with translation.override(language), timezone.override(zone):
            said = texts_of(row for row in rows if row.pk not in private)
            found |= {pk: standing_alone(message) for pk, message in said.items()}
            found |= {row.pk: standing_alone(invitation()) for row in rows if row.pk in private}
    return found


def discreet_texts(
    notifications: Iterable[Notification], recipients: Mapping[tuple[str, int], Recipient]
) -> dict[int, Message]:
    """What may stand on a lock screen, in each recipient's language: the kind of message, and that it waits."""
    found: dict[int, Message] = {}
    for row in notifications:
        recipient, reminder = recipients.get((row.recipient_kind, row.recipient_id)), reminder_of(row.kind)
        if recipient and reminder:
            with translation.override(recipient.language):
                body = _("There is news for you. Open Senkom to read it.")
                found[row.pk] = Message(str(reminder.label), body, reverse("notifications:inbox"))
    return found


def is_operational(kind: str) -> bool:
    """Whether a kind of message concerns work that is going on."""
    reminder = reminder_of(kind)
    return bool(reminder and reminder.operational)


def invitation() -> Message:
    """What is sent by hand in place of a message whose words are for its recipient only."""
    body = _("Please open your inbox to read it. Can't sign in? Answer here, and you will get a sign-in link.")
    return Message(_("There is a private message for you"), body, reverse("notifications:inbox"))


def standing_alone(message: Message) -> Message:
    """The message for mail and WhatsApp: complete without opening the link at its end."""
    body = message.outside or message.body
    if message.path:
        see = _("See the application:")
        body = f"{body}\n\n{see} {settings.SITE_URL}{message.path}"
    return Message(message.title, body, message.path)


def stop_words(language: str, address: str) -> str:
    """The last line of a letter that its recipient can do without."""
    with translation.override(language):
        return _("No more e-mail of this kind: %(address)s") % {"address": address}


def _ask(reminder: Reminder, subjects: Collection[int]) -> dict[int, Message]:
    """An app's texts. One that fails doesn't take the others with it."""
    try:
        return _settled(reminder.texts(subjects))
    except Exception:
        log.exception("texts of %s failed", reminder.kind)
    if len(subjects) == 1:
        return {}
    found: dict[int, Message] = {}
    for subject in subjects:
        found |= _ask(reminder, [subject])
    return found


def _settled(messages: Mapping[int, Message]) -> dict[int, Message]:
    """Late translations become text while the language is active."""
    return {pk: Message(str(m.title), str(m.body), m.path, str(m.outside)) for pk, m in messages.items()}


def explain(delivery: Delivery) -> str:
    """Why the clock gave a message up, and what to do, in one sentence."""
    code = delivery.last_code
    if delivery.channel == Channel.PUSH:
        return _explain_phone(delivery)
    if delivery.channel == Channel.TELEGRAM:
        return _explain_telegram(delivery)
    if delivery.state == DeliveryState.HELD:
        return _("The mail server's answer was lost, so it may have arrived. Ask before you tell it again.")
    if delivery.state == DeliveryState.EXPIRED:
        return _("The mail server could not be reached until it was too late. Tell the person if it still matters.")
    if code == "no address":
        return _("The e-mail address was removed meanwhile. Tell the person, and ask for the new address.")
    if code == "no text":
        return _("The text could not be written. Tell the administrator of the application.")
    if code.startswith("5"):
        return _("The mail server refuses this address (%(code)s). Check it with the person.") % {"code": code}
    tried = _("Tried %(attempts)s times in vain (%(code)s). Tell the person, and the administrator of the application.")
    return tried % {"attempts": delivery.attempts, "code": code}


def _explain_phone(delivery: Delivery) -> str:
    """The same for a note on the phone."""
    if delivery.state == DeliveryState.FAILED and delivery.last_code in {"gone", "no address"}:
        return _("The phone takes no notifications any more. Tell the person, who can switch them on again.")
    if delivery.state == DeliveryState.HELD:
        return _("The phone's notification service did not answer, so it may have arrived. Ask the person.")
    return _("The phone's notification service did not take it (%(code)s). Tell the person if it still matters.") % {
        "code": delivery.last_code
    }


def _explain_telegram(delivery: Delivery) -> str:
    """The same for a message at Telegram."""
    if delivery.state == DeliveryState.FAILED and delivery.last_code in {"403", "no address"}:
        return _("The person no longer takes messages at Telegram. Tell the person another way.")
    if delivery.state == DeliveryState.HELD:
        return _("Telegram's answer was lost, so it may have arrived. Ask before you tell it again.")
    return _("Telegram did not take it (%(code)s). Tell the person if it still matters.") % {"code": delivery.last_code}


def cause(code: str) -> str:
    """The same in two or three words, to be counted."""
    if code == "no address":
        return _("address removed")
    if code == "no text":
        return _("no text")
    if code == "gone":
        return _("the phone takes none any more")
    if code.startswith("5"):
        return _("address refused")
    return _("tried six times in vain")
