"""What members are told, by noun; each module registers its kinds."""

from members.reminders import cards, certificates, exports, papers, people, renewals, trainings

__all__ = ["cards", "certificates", "exports", "papers", "people", "renewals", "trainings"]
