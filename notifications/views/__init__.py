"""The pages of messages."""

from notifications.views.choices import confirm_address, preferences, stop, take_up_again
from notifications.views.inbox import handled, inbox, problems, read, read_all, told, whatsapp
from notifications.views.phones import forget_phone, keep_phone, ways

__all__ = [
    "forget_phone",
    "confirm_address",
    "handled",
    "inbox",
    "keep_phone",
    "preferences",
    "problems",
    "read",
    "read_all",
    "stop",
    "take_up_again",
    "told",
    "ways",
    "whatsapp",
]
