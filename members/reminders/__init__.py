"""What members are told, by noun; each module registers its kinds."""

from members.reminders import people

__all__ = ["people"]
