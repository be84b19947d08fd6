"""What people do with messages."""

from notifications.services.addresses import confirm_address
from notifications.services.choices import Choices, choices_of, choose, decline, has_declined, take_up_again
from notifications.services.entrusted import reminder_rules
from notifications.services.inbox import look_after, mark_all_read, mark_read, tell
from notifications.services.rules import use_usual_rules

__all__ = [
    "Choices",
    "choices_of",
    "choose",
    "confirm_address",
    "decline",
    "has_declined",
    "look_after",
    "mark_all_read",
    "mark_read",
    "reminder_rules",
    "take_up_again",
    "tell",
    "use_usual_rules",
]
