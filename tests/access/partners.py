"""Addresses of agencies, audiences, action items and letters."""

from __future__ import annotations

from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import MAYANGAN, OTHER_DISTRICT
from tests.factories.partners import (
    make_agency,
    make_audience,
    make_contact,
    make_incoming,
    make_item,
    make_letter,
)

WORDS = {"purpose": CANARY, "host": CANARY, "place": CANARY}
LETTER = {"recipient": CANARY, "subject": CANARY, "body": CANARY}

KINDS = {
    "agency": Kind(
        own=lambda: make_agency(MAYANGAN).code,
        foreign=lambda: make_agency(OTHER_DISTRICT, name=CANARY).code,
    ),
    "contact": Kind(
        own=lambda: make_contact(make_agency(MAYANGAN)).code,
        foreign=lambda: make_contact(make_agency(OTHER_DISTRICT), name=CANARY, position=CANARY).code,
    ),
    "audience": Kind(
        own=lambda: make_audience(MAYANGAN).code,
        foreign=lambda: make_audience(OTHER_DISTRICT, **WORDS).code,
    ),
    "item": Kind(
        own=lambda: make_item(make_audience(MAYANGAN)).code,
        foreign=lambda: make_item(make_audience(OTHER_DISTRICT, **WORDS), title=CANARY, outcome=CANARY).code,
    ),
    "letter": Kind(
        own=lambda: make_letter(MAYANGAN).code,
        foreign=lambda: make_letter(OTHER_DISTRICT, **LETTER).code,
    ),
    "incoming letter": Kind(
        own=lambda: make_incoming(MAYANGAN).code,
        foreign=lambda: make_incoming(OTHER_DISTRICT, subject=CANARY).code,
    ),
}

LIST = "302 403 403 200 200 200"
ONE = "302 404 404 200 200 200"
ALL_REFUSED = "302 404 404 422 422 422"
BOARD = "302 404 404 200 200 403"
BOARD_REFUSED = "302 404 404 422 422 403"
BOARD_TOO_LATE = "302 404 404 409 409 403"
DONE = "302 404 404 302 302 302"

PAGES: list[Page] = [
    page("partners:list", get=LIST, post=NO),
    page("partners:add", get=LIST, post="302 403 403 422 422 422"),
    page("partners:detail", "agency", get=ONE, post=NO),
    page("partners:edit", "agency", get=ONE, post=ALL_REFUSED),
    page("partners:contact_add", "agency", get=ONE, post=ALL_REFUSED),
    page("partners:contact_edit", "contact", get=ONE, post=ALL_REFUSED),
    page("partners:contact_check", "contact", get=ONE, post=DONE),
    page("partners:contact_replace", "contact", get=ONE, post=ALL_REFUSED),
    # Members see the audiences they go to and the items they promised, so these two lists are open to them.
    page("partners:audiences", get="302 200 200 200 200 200", post=NO),
    page("partners:items", get="302 200 200 200 200 200", post=NO),
    page("partners:audience_add", get="302 403 403 200 200 403", post="302 403 403 422 422 403"),
    page("partners:audience", "audience", get=ONE, post=NO),
    page("partners:audience_edit", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:attendees", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:minutes", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:minutes_final", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:item_add", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:audience_letter", "audience", get=ONE, post=ALL_REFUSED),
    page("partners:audience_send", "audience", get=ONE, post=ALL_REFUSED),
    page("partners:audience_unanswered", "audience", get=BOARD, post=BOARD_TOO_LATE),
    page("partners:audience_confirm", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:audience_hold", "audience", get=BOARD, post=BOARD_TOO_LATE),
    page("partners:audience_reschedule", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:audience_cancel", "audience", get=BOARD, post=BOARD_REFUSED),
    page("partners:item", "item", get=ONE, post=NO),
    page("partners:item_edit", "item", get=BOARD, post=BOARD_REFUSED),
    page("partners:item_move", "item", get=BOARD, post=BOARD_REFUSED),
    page("partners:letters", get=LIST, post=NO),
    page("partners:letter_add", get=LIST, post="302 403 403 422 422 422"),
    page("partners:letter", "letter", get=ONE, post=NO),
    page("partners:letter_edit", "letter", get=ONE, post=ALL_REFUSED),
    page("partners:letter_print", "letter", get=ONE, post=NO),
    page("partners:letter_issue", "letter", get=ONE, post=DONE),
    page("partners:letter_delivery", "letter", get=ONE, post=ALL_REFUSED),
    page("partners:letter_void", "letter", get=ONE, post=ALL_REFUSED),
    page("partners:incoming_letters", get=LIST, post=NO),
    page("partners:incoming_add", get=LIST, post="302 403 403 422 422 422"),
    page("partners:incoming_letter", "incoming letter", get=ONE, post=NO),
    page("partners:incoming_answer", "incoming letter", get=ONE, post=DONE),
    page("partners:incoming_settle", "incoming letter", get=ONE, post=ALL_REFUSED),
]
