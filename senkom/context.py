"""What every template may ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("auto", "light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """The theme by cookie (rendered by the server, so nothing flashes), and whether this is the demo."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    return {
        "theme": theme if theme in THEMES else "auto",
        "is_demo": settings.DEMO,
        "second_factor_before": getattr(request, "second_factor_before", None),
    }
