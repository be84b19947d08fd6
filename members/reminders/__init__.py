"""What members are told, by noun; each module registers its kinds."""

from members.reminders import cards, exports, people

__all__ = ["cards", "exports", "people"]
