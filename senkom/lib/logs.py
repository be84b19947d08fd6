"""What a log line may not hold."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"(/(?:r|kta)/)[^/\s?'\"]+")
"""An address whose last part is a key: whoever reads it can use it."""


class WithoutTokens(logging.Filter):
    """Takes the keys out of the addresses in a line; the line stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub(r"\1…", said), ()
        return True
