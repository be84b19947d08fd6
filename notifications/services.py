"""What people do with messages."""

from notifications import recipients as _registers_members  # noqa: F401 - found by autodiscovery through this file
