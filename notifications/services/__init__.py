"""What people do with messages."""

from notifications.services.choices import Choices, choices_of, choose
from notifications.services.inbox import look_after, mark_all_read, mark_read, tell, unread_count

__all__ = ["Choices", "choices_of", "choose", "look_after", "mark_all_read", "mark_read", "tell", "unread_count"]
