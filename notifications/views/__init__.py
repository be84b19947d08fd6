"""The pages of messages."""

from notifications.views.choices import confirm_address, preferences, stop, take_up_again
from notifications.views.health import reminder_health
from notifications.views.inbox import handled, inbox, problems, read, read_all, told, whatsapp
from notifications.views.phones import bind_telegram, forget_phone, keep_phone, leave_telegram, ways

__all__ = [
    "bind_telegram",
    "confirm_address",
    "forget_phone",
    "handled",
    "inbox",
    "keep_phone",
    "leave_telegram",
    "preferences",
    "problems",
    "read",
    "read_all",
    "reminder_health",
    "stop",
    "take_up_again",
    "told",
    "ways",
    "whatsapp",
]
