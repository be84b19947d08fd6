"""The tables of the messages."""

from notifications.models.addresses import FailingAddress
from notifications.models.choices import Preference, QuietHours
from notifications.models.messages import STOP_AFTER_THREE, Delivery, JobRun, Notification, ReminderRule
from notifications.models.phones import PushSubscription, TelegramChat

__all__ = [
    "STOP_AFTER_THREE",
    "Delivery",
    "FailingAddress",
    "JobRun",
    "Notification",
    "Preference",
    "PushSubscription",
    "QuietHours",
    "ReminderRule",
    "TelegramChat",
]
