"""Django's setting of the log: one line for each thing, to one place; what a line may hold, `senkom.lib.logs` says."""

from __future__ import annotations

from typing import Any


def lines_of_the_log(*, as_json: bool) -> dict[str, Any]:
    """JSON on the standard output for a server, readable on the error output for a developer."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "senkom.lib.logs.json_lines" if as_json else "senkom.lib.logs.readable"}},
        "filters": {"without_tokens": {"()": "senkom.lib.logs.WithoutTokens"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["without_tokens"],
                "stream": "ext://sys.stdout" if as_json else "ext://sys.stderr",
            },
        },
        "loggers": {
            "senkom.security": {"level": "INFO"},
            # Every refusal is a line of the security log already, without the address that was asked.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
