"""What people do with messages: read them, pass them on by hand, look after those the clock gave up."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from notifications import recipients as _recipients  # noqa: F401 - registers the people of the roster
from notifications.models import Delivery, Notification
from notifications.recheck import sort_out
from notifications.states import BY_HAND, DeliveryState
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


def mark_read(notification: Notification, *, by: User) -> Notification:
    """A person has read a message of his; a second time changes nothing."""
    Notification.objects.visible_to(by).unread().filter(pk=notification.pk).update(read_at=timezone.now())
    return notification


def mark_all_read(*, by: User) -> int:
    """A person has read everything in his inbox; gives how many were new."""
    return Notification.objects.visible_to(by).unread().update(read_at=timezone.now())


@transaction.atomic
def tell(delivery: Delivery, *, by: User) -> Delivery:
    """A coordinator has passed a message on by hand. Raises ValidationError where it is no longer true or in time."""
    row = Delivery.objects.select_for_update(of=("self",)).select_related("notification").get(pk=delivery.pk)
    if row.channel not in BY_HAND:
        raise ValidationError(_("This message goes out by itself."))
    if row.state == DeliveryState.SENT:
        return row  # told already, by this coordinator or by another
    verdict = sort_out([row])
    is_over = row.state != DeliveryState.QUEUED or row.notification.not_after <= timezone.now()
    if is_over or verdict.gone or verdict.declined:
        raise ValidationError(
            _("This message is no longer true or comes too late. Look at the plan before you tell anybody."),
            code="conflict",
        )
    row.lease_token = uuid4()
    row.lease_until = row.sent_at = timezone.now()
    row.attempts += 1
    # The two steps of any sender, in one breath: the person takes the message and has told it.
    move(row, DeliveryState.SENDING, by=by, also=["lease_token", "lease_until", "attempts"])
    row.lease_token = row.lease_until = None
    move(row, DeliveryState.SENT, by=by, also=["lease_token", "lease_until", "sent_at"])
    return row


@transaction.atomic
def look_after(delivery: Delivery, *, by: User) -> Delivery:
    """Somebody has taken care of a message the clock gave up. A second time changes nothing."""
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.handled_at is None:
        row.handled_at, row.handled_by = timezone.now(), by.member
        with refused_in_words():
            row.save(update_fields=["handled_at", "handled_by"])
    return row
