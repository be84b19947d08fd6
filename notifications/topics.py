"""The kinds of messages as people choose among them: a few groups with names anybody understands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from senkom.lib.registry import Reminder, Topic, registered


@dataclass(frozen=True)
class Group:
    """A topic with the kinds of messages in it."""

    topic: Topic
    reminders: list[Reminder]

    @property
    def may_be_declined(self) -> bool:
        """Whether there is anything in it that somebody can choose not to get."""
        return any(reminder.may_be_declined for reminder in self.reminders)

    @property
    def always(self) -> list[str]:
        """What is sent from this group whatever was chosen: the names of its kinds."""
        kept = [str(reminder.label) for reminder in self.reminders if not reminder.may_be_declined]
        return list(dict.fromkeys(kept))


def groups() -> list[Group]:
    """All topics that have a kind of message, in order."""
    found: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in registered.reminders.values():
        found[reminder.topic].append(reminder)
    return sorted(
        (Group(topic_of(reminders[0]), reminders) for reminders in found.values()), key=lambda group: group.topic.order
    )


def topic_of(reminder: Reminder) -> Topic:
    """The topic of a kind of message; one that nobody registered has the name of the kind."""
    return registered.topics.get(reminder.topic) or Topic(reminder.topic, 99, reminder.label, "")
