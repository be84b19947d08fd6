"""The partners' tables, by noun."""

from partners.models.agencies import Agency, Contact, Coverage
from partners.models.audiences import AgendaItem, Attendee, Audience, Minutes
from partners.models.items import ActionItem
from partners.models.letters import IncomingLetter, Letter, Letterhead

__all__ = [
    "ActionItem",
    "Agency",
    "AgendaItem",
    "Attendee",
    "Audience",
    "Contact",
    "Coverage",
    "IncomingLetter",
    "Letter",
    "Letterhead",
    "Minutes",
]
