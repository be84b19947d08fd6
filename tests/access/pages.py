"""Addresses of pages that combine apps."""

from __future__ import annotations

from tests.access import NO, Kind, Page, page
from tests.factories.cards import make_card
from tests.factories.members import MAYANGAN, make_member

KINDS: dict[str, Kind] = {
    # Whoever has the token sees the card: that is what it is for. So there is no row of another city to hide.
    "card's token": Kind(own=lambda: make_card(make_member(MAYANGAN)).token)
}

PAGES: list[Page] = [
    page("pages:home", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:hand_over", "office", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("pages:card", "card's token", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:complain", "card's token", get="200 200 200 200 200 200", post="422 422 422 422 422 422", public=True),
    page("pages:complained", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:existence", "area", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
    page("pages:my_data", get="302 200 200 200 200 200", post=NO),
    page("pages:my_data_json", get="302 302 302 302 302 302", post=NO),
    page("pages:my_data_pdf", get="302 302 302 302 302 302", post=NO),
    page("pages:manifest", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:service_worker", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("pages:language", get="405 405 405 405 405 405", post="302 302 302 302 302 302", public=True),
    page("pages:theme", get="405 405 405 405 405 405", post="302 302 302 302 302 302", public=True),
]
