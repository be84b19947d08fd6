"""What members are told, by noun; each module registers its kinds."""

from members.reminders import cards, people

__all__ = ["cards", "people"]
