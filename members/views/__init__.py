"""Pages of the roster, by noun."""

from members.views.account import SignInView, SignOutView, desk_door, own_data, password
from members.views.applications import applied, apply, new
from members.views.boards import board, rights
from members.views.cards import card, card_pdf, card_step, cards, numbers, request_card
from members.views.certificates import certificate, new_certificate, revoke_certificate
from members.views.complaints import complaint, complaints
from members.views.due import due, renew
from members.views.exports import export_file, export_page, exports, police_form
from members.views.imports import give_up_import, import_columns, import_page, import_template, imports
from members.views.offices import appoint, end_office, offices
from members.views.own_card import own_card, own_card_lost
from members.views.papers import add_scan, new_paper, papers, replace_paper, strike_paper
from members.views.photos import photo, remove_photo
from members.views.proposals import proposal
from members.views.recap import recap
from members.views.renewals import my_renewal, renewal_link
from members.views.roster import detail, me, roster
from members.views.rules import decide_rule, membership_rule, rule_review, strike_rule
from members.views.second_factor import reset_second_factor
from members.views.sign_in_links import sign_in_link
from members.views.steps import documents, emergency, livelihood, nik, read_nik, step, waiver
from members.views.units import chapter, rule, unit, units

__all__ = [
    "SignInView",
    "SignOutView",
    "add_scan",
    "applied",
    "apply",
    "appoint",
    "board",
    "card",
    "card_pdf",
    "card_step",
    "cards",
    "certificate",
    "chapter",
    "complaint",
    "complaints",
    "decide_rule",
    "desk_door",
    "detail",
    "documents",
    "due",
    "emergency",
    "end_office",
    "export_file",
    "export_page",
    "exports",
    "give_up_import",
    "import_columns",
    "import_page",
    "import_template",
    "imports",
    "livelihood",
    "me",
    "membership_rule",
    "my_renewal",
    "new",
    "new_certificate",
    "new_paper",
    "nik",
    "numbers",
    "offices",
    "own_card",
    "own_card_lost",
    "own_data",
    "papers",
    "password",
    "photo",
    "police_form",
    "proposal",
    "read_nik",
    "recap",
    "remove_photo",
    "request_card",
    "renew",
    "renewal_link",
    "replace_paper",
    "reset_second_factor",
    "revoke_certificate",
    "rights",
    "roster",
    "rule",
    "rule_review",
    "sign_in_link",
    "step",
    "strike_rule",
    "strike_paper",
    "unit",
    "units",
    "waiver",
]
