"""What people do with partners: one function for each step."""

from partners.services.agencies import (
    add_agency,
    add_contact,
    change_agency,
    change_contact,
    end_contact,
    replace_contact,
    verify_contact,
)
from partners.services.audiences import (
    add_attendee,
    cancel,
    change_audience,
    confirm_audience,
    hold_audience,
    plan_audience,
    record_no_reply,
    remove_attendee,
    reschedule,
    send_letter,
)
from partners.services.entrusted import give_audience, give_item
from partners.services.items import add_action_item, change_action_item, hand_back_items, move_action_item
from partners.services.letters import (
    answer_incoming,
    change_letter,
    continue_numbering,
    issue_letter,
    note_delivery,
    record_incoming,
    settle_incoming,
    void_letter,
    write_letter,
)
from partners.services.minutes import finalise_minutes, write_minutes

__all__ = [
    "add_action_item",
    "add_agency",
    "add_attendee",
    "add_contact",
    "answer_incoming",
    "cancel",
    "change_action_item",
    "change_agency",
    "change_audience",
    "change_contact",
    "change_letter",
    "confirm_audience",
    "continue_numbering",
    "end_contact",
    "finalise_minutes",
    "give_audience",
    "give_item",
    "hand_back_items",
    "hold_audience",
    "issue_letter",
    "move_action_item",
    "note_delivery",
    "plan_audience",
    "record_incoming",
    "record_no_reply",
    "remove_attendee",
    "replace_contact",
    "reschedule",
    "send_letter",
    "settle_incoming",
    "verify_contact",
    "void_letter",
    "write_letter",
    "write_minutes",
]
