"""What people do with the roster, by noun. Every service locks the person first and speaks in words."""

from members.services.accounts import make_first_account, make_sign_in_link
from members.services.applications import (
    Application,
    activate,
    admit_to_training,
    apply_for_membership,
    begin_document_check,
    invite_to_interview,
    reapply,
    reject,
    tick_documents,
)
from members.services.cards import (
    approve_card,
    change_number_pattern,
    expire_cards,
    hand_over_card,
    mark_printed,
    report_card_lost,
    request_card,
    revoke_card,
)
from members.services.certificates import correct_certificate, record_certificate, revoke_certificate
from members.services.chapters import change_rule, close_chapter, open_chapter
from members.services.complaints import close_complaint, complain, look_into_complaint
from members.services.entrusted import waiting_applications
from members.services.identity import open_for_emergency, read_nik, set_nik
from members.services.livelihood import attest_livelihood, record_livelihood, waive_livelihood
from members.services.membership import (
    lapse_memberships,
    lift_suspension,
    record_death,
    record_leave,
    record_resignation,
    record_return,
    renew,
)
from members.services.offices import appoint, end_appointment
from members.services.own_data import change_own_data
from members.services.papers import PaperFacts, add_scan, record_bundle, record_paper, replace_paper, strike_paper
from members.services.people import mark_likely_duplicate
from members.services.photos import remove_photo, set_photo
from members.services.proposals import (
    confirm_proposal,
    propose_expulsion,
    propose_suspension,
    refuse_proposal,
    withdraw_proposal,
)
from members.services.renewals import answer_renewal, make_renewal_link
from members.services.rules import Decision, decide_rule, strike_rule
from members.services.second_factor import reset_second_factor
from members.services.trainings import leave_trainings

__all__ = [
    "Application",
    "Decision",
    "PaperFacts",
    "activate",
    "add_scan",
    "admit_to_training",
    "answer_renewal",
    "apply_for_membership",
    "appoint",
    "approve_card",
    "attest_livelihood",
    "begin_document_check",
    "change_number_pattern",
    "change_own_data",
    "change_rule",
    "close_chapter",
    "close_complaint",
    "complain",
    "confirm_proposal",
    "correct_certificate",
    "decide_rule",
    "end_appointment",
    "expire_cards",
    "hand_over_card",
    "invite_to_interview",
    "lapse_memberships",
    "lift_suspension",
    "look_into_complaint",
    "leave_trainings",
    "make_first_account",
    "make_renewal_link",
    "make_sign_in_link",
    "mark_likely_duplicate",
    "mark_printed",
    "open_chapter",
    "open_for_emergency",
    "propose_expulsion",
    "propose_suspension",
    "read_nik",
    "reapply",
    "record_certificate",
    "record_bundle",
    "record_death",
    "record_leave",
    "record_livelihood",
    "record_paper",
    "record_resignation",
    "record_return",
    "refuse_proposal",
    "reject",
    "remove_photo",
    "renew",
    "report_card_lost",
    "request_card",
    "replace_paper",
    "reset_second_factor",
    "revoke_card",
    "revoke_certificate",
    "set_nik",
    "set_photo",
    "strike_rule",
    "strike_paper",
    "tick_documents",
    "waiting_applications",
    "waive_livelihood",
    "withdraw_proposal",
]
