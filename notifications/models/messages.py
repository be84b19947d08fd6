"""Messages to people: what stands in an inbox, what goes out, which rules a unit changed, what the clock did."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.querysets import DeliveryQuerySet, JobRunQuerySet, NotificationQuerySet, ReminderRuleQuerySet
from notifications.states import BY_HAND, DELIVERY, NEEDS_PERSON, Channel, DeliveryState
from senkom.lib import refusals
from senkom.lib.registry import registered
from senkom.lib.states import Machine, Stateful


class Notification(models.Model):
    """One message to one person about one occurrence; it is the row of the inbox.

    `kind` holds the offset ('duty.before.24h') and `at` the business time, so that planning twice makes one
    row and a moved duty is a new occurrence.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient_kind = models.CharField(_("kind of recipient"), max_length=20)
    recipient_id = models.BigIntegerField(_("recipient"))
    kind = models.CharField(_("kind"), max_length=80)
    subject = models.BigIntegerField(_("about"), help_text=_("The row it is about; which table, the kind says."))
    at = models.DateTimeField(_("business time"))
    due_at = models.DateTimeField(_("due"))
    not_after = models.DateTimeField(_("useful until"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["recipient_kind", "recipient_id", "-due_at"], name="notification_inbox"),
            models.Index(
                fields=["recipient_kind", "recipient_id", "due_at"],
                name="notification_unread",
                condition=Q(read_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="notification_once_an_occurrence",
                # In the order in which the planner asks who was told already: a kind, in a stretch of time.
                fields=["kind", "at", "subject", "recipient_kind", "recipient_id"],
                violation_error_message=_("This person has this message already."),
            ),
            models.CheckConstraint(
                name="notification_useful_after_due",
                condition=Q(not_after__gt=F("due_at")),
                violation_error_message=_("A message is useful for some time after it is due."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Delivery(Stateful):
    """One message on its way out through one channel. `message_id` never changes, so a relay can be asked for it."""

    machine: ClassVar[Machine] = DELIVERY

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    state = models.CharField(
        _("state"), max_length=20, choices=DeliveryState.choices, default=DeliveryState.QUEUED, editable=False
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now, editable=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    last_code = models.CharField(_("last answer"), max_length=40, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    handled_at = models.DateTimeField(_("looked after"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["channel", "next_try_at", "id"],
                name="delivery_in_order",
                condition=Q(state=DeliveryState.QUEUED),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leased",
                condition=Q(state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN]),
            ),
            models.Index(
                fields=["-state_at"],
                name="delivery_needs_a_person",
                condition=~Q(state=DeliveryState.EXPIRED, last_code="")
                & Q(state__in=NEEDS_PERSON, handled_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="delivery_once_a_channel",
                fields=["notification", "channel"],
                violation_error_message=_("This message goes out through this channel already."),
            ),
            models.CheckConstraint(
                name="delivery_sending_is_leased",
                condition=~Q(state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN])
                | Q(lease_until__isnull=False, lease_token__isnull=False),
                violation_error_message=_("What is being sent has a sender and a time until which he may."),
            ),
            models.CheckConstraint(
                name="delivery_sent_at_a_time",
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False),
                violation_error_message=_("What was sent says when."),
            ),
            models.CheckConstraint(
                name="delivery_told_by_somebody",
                condition=~Q(state=DeliveryState.SENT, channel__in=BY_HAND) | Q(state_by__isnull=False),
                violation_error_message=_("What was told by hand says who told it."),
            ),
            models.CheckConstraint(
                name="delivery_handled_by_somebody",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False, state__in=NEEDS_PERSON),
                violation_error_message=_("What somebody looked after says who and when."),
            ),
        ]
        triggers = [
            DELIVERY.trigger(),
            refusals.kept("delivery", _("Deliveries are kept: they prove what was sent.")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"


STOP_AFTER_THREE = _("Three reminders of one thing are enough. Switch one of the others off first.")


class ReminderRule(models.Model):
    """A unit's own rule for one kind of reminder. The rows of the nearest unit replace the defaults in the code."""

    unit = models.ForeignKey("members.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    offset = models.DurationField(_("before or after"), help_text=_("Negative is before."))
    channels = ArrayField(
        models.CharField(max_length=20, choices=Channel.choices), verbose_name=_("channels"), default=list, blank=True
    )
    active = models.BooleanField(_("active"), default=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["unit", "kind", "offset"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_rule_once",
                fields=["unit", "kind", "offset"],
                violation_error_message=_("This unit has this rule already."),
            ),
        ]
        triggers = [
            refusals.refuse(
                "reminder_rule_stops_after_three",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("active", "unit_id", "kind"),
                when="NEW.active",
                sentence=STOP_AFTER_THREE,
                # The unit is locked, so that two who add a rule at the same moment take turns.
                code="""
                    PERFORM FROM members_unit u WHERE u.path = NEW.unit_id FOR NO KEY UPDATE;
                    IF 3 <= (
                        SELECT count(*) FROM notifications_reminderrule r
                        WHERE r.unit_id = NEW.unit_id AND r.kind = NEW.kind AND r.active
                            AND r.id IS DISTINCT FROM NEW.id
                    ) THEN {refuse} END IF;
                """,
            ),
        ]

    def __str__(self) -> str:
        reminder = registered.reminders.get(self.kind)
        return f"{self.unit}: {reminder.label if reminder else self.kind}"


class JobRun(models.Model):
    """One run of the clock's work. Runs of planner and dispatcher close together share a row: the heartbeat."""

    name = models.CharField(_("job"), max_length=80)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    changed = models.PositiveIntegerField(_("rows changed"), default=0)
    error = models.TextField(_("error"), blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        indexes = [models.Index(fields=["name", "-started_at"], name="jobrun_last")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"
