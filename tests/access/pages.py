"""Addresses of pages that combine apps."""

from __future__ import annotations

from tests.access import Kind, Page, page

KINDS: dict[str, Kind] = {}

PAGES: list[Page] = [
    page("pages:home", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:hand_over", "office", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("pages:manifest", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:service_worker", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:language", get="405 405 405 405 405 405", post="302 302 302 302 302 302", public=True),
    page("pages:theme", get="405 405 405 405 405 405", post="302 302 302 302 302 302", public=True),
]
