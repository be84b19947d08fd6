"""What the lists of the partners have in common: a search, a filter, a next page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from senkom.lib.http import MemberRequest
from senkom.lib.paging import KeysetPage

MOST_LETTERS_OF_A_SEARCH = 100


def searched(request: MemberRequest) -> str:
    """What somebody looks for."""
    return request.GET.get("q", "").strip()[:MOST_LETTERS_OF_A_SEARCH]


def chosen(request: MemberRequest, name: str, allowed: Any, default: str = "") -> str:
    """A filter of the list; anything unknown is the default."""
    value = request.GET.get(name, default)
    return value if value in allowed else default


def turning(request: MemberRequest, page: KeysetPage[Any]) -> dict[str, str]:
    """The addresses of the next and the first page, with the search and the filters kept."""
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    following = urlencode({**kept, "after": page.after})
    return {
        "next": f"{request.path}?{following}" if page.after else "",
        "first": "" if page.is_first else f"{request.path}?{urlencode(kept)}",
    }
