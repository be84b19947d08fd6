"""Forms of the messages that need more than a guess."""

from __future__ import annotations

from tests.hostile.examples import Example

EXAMPLES = [
    # The message of a test has a kind that no app registered, so it is no longer true.
    Example("notifications:told", on="notifications:whatsapp", row=tuple, status=409),
]
