"""The partners' tables, by noun."""

from partners.models.agencies import Agency, Contact, Coverage

__all__ = ["Agency", "Contact", "Coverage"]
