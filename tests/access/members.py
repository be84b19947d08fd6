"""Addresses of the roster."""

from __future__ import annotations

from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member

KINDS = {
    "person": Kind(
        own=lambda: make_member(MAYANGAN, full_name="Buari").code,
        foreign=lambda: make_member(OTHER_DISTRICT, full_name=CANARY, skills=CANARY).code,
    ),
}

PAGES: list[Page] = [
    page("members:apply", get="200 200 200 200 200 200", post="200 200 200 200 200 200", public=True),
    page("members:password", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("members:list", get="302 403 403 200 200 200", post=NO),
    page("members:detail", "person", get="302 404 404 200 200 200", post=NO),
]
