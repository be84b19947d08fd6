"""Words of the roster: states and their arrows, offices, and the table of who may do what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from senkom.lib.states import Machine

SIGN_IN = "sign_in"
"""The purpose of a one-time sign-in link."""
RENEWAL = "renewal"
"""The purpose of a link by which a member says whether he stays."""


class UnitLevel(models.TextChoices):
    """How deep a unit lies; follows from its path."""

    NATIONAL = "national", _("national")
    PROVINCE = "province", _("province")
    REGENCY = "regency", _("regency or city")
    DISTRICT = "district", _("district")
    VILLAGE = "village", _("village")


class Sex(models.TextChoices):
    MALE = "male", _("male")
    FEMALE = "female", _("female")


class Livelihood(models.TextChoices):
    """Whether a person has a job or an income; never how much."""

    EMPLOYED_PRIVATE = "employed_private", _("employed by a company or foundation")
    EMPLOYED_PUBLIC = "employed_public", _("civil servant or public employee")
    SELF_EMPLOYED = "self_employed", _("own business, trade, farm or boat")
    RETIRED_INCOME = "retired_income", _("retired with an income")
    OTHER_INCOME = "other_income", _("other steady income")
    NONE = "none", _("no job or income at present")


class Document(models.TextChoices):
    """What an applicant shows; it is looked at and ticked, never scanned or kept."""

    IDENTITY_CARD = "identity_card", _("identity card")
    STATEMENT = "statement", _("signed statement")
    WORK = "work", _("something that shows the job or business")


class Wish(models.TextChoices):
    """What a member answers when his card ends soon."""

    STAY = "stay", _("I want to stay a member")
    TALK = "talk", _("please talk to me first")
    LEAVE = "leave", _("I don't go on")


class Evidence(models.TextChoices):
    """What whoever attests a job or income has seen; a kind, never a copy and never an amount."""

    WORKPLACE = "workplace", _("seen at the place of work or business")
    WORK_PAPER = "work_paper", _("staff card or letter of the employer, looked at")
    BUSINESS_PAPER = "business_paper", _("paper of the business, looked at")
    PENSION_PAPER = "pension_paper", _("pension card, looked at")
    VILLAGE_OFFICE = "village_office", _("statement of the neighbourhood or the village office")
    KNOWN = "known", _("known to the attester himself")


class Attesters(models.TextChoices):
    """Who attests a job or income, by the rule of a unit; it narrows the table of rights and never widens it."""

    BOARD = "board", _("the chair or the secretary")
    CHAIR = "chair", _("the chair only")
    ABOVE = "above", _("the board of a unit above")


class MemberState(models.TextChoices):
    """From application to farewell."""

    APPLICANT = "applicant", _("applicant")
    DOCUMENT_CHECK = "document_check", _("document check")
    INTERVIEW = "interview", _("interview")
    TRAINING = "training", _("basic training")
    ACTIVE = "active", pgettext_lazy("member", "active")
    ON_LEAVE = "on_leave", _("on leave")
    SUSPENDED = "suspended", _("suspended")
    LAPSED = "lapsed", _("card lapsed")
    REJECTED = "rejected", _("not admitted yet")
    RESIGNED = "resigned", _("resigned")
    EXPELLED = "expelled", _("expelled")
    DECEASED = "deceased", _("deceased")


_S = MemberState
APPLYING = (_S.APPLICANT, _S.DOCUMENT_CHECK, _S.INTERVIEW, _S.TRAINING)
ENROLLED = (_S.ACTIVE, _S.ON_LEAVE, _S.SUSPENDED, _S.LAPSED)
GONE = (_S.RESIGNED, _S.EXPELLED, _S.DECEASED)
RENEWED_FROM = (_S.ACTIVE, _S.LAPSED)
"""Whose membership is renewed; somebody on leave comes back first."""
HOLDS = (_S.ACTIVE, _S.ON_LEAVE)
"""Whose membership holds while the card does; that of a suspended member rests."""
IN_OFFICE = (_S.ACTIVE, _S.ON_LEAVE, _S.LAPSED)
"""Whose offices give rights: those of a suspended member rest."""

MEMBERSHIP = Machine(
    "member",
    MemberState,
    {
        # document_check → active is for units whose rule skips interview and training.
        _S.APPLICANT: [_S.DOCUMENT_CHECK, _S.REJECTED],
        _S.DOCUMENT_CHECK: [_S.INTERVIEW, _S.ACTIVE, _S.REJECTED],
        _S.INTERVIEW: [_S.TRAINING, _S.REJECTED],
        _S.TRAINING: [_S.ACTIVE, _S.REJECTED],
        _S.ACTIVE: [_S.ON_LEAVE, _S.SUSPENDED, _S.LAPSED, *GONE],
        _S.ON_LEAVE: [_S.ACTIVE, *GONE],
        _S.SUSPENDED: [_S.ACTIVE, *GONE],
        _S.LAPSED: [_S.ACTIVE, *GONE],
        _S.REJECTED: [_S.APPLICANT],
        _S.RESIGNED: [_S.APPLICANT],
    },
    reason_needed=[_S.REJECTED, _S.SUSPENDED, _S.EXPELLED, _S.ON_LEAVE, _S.RESIGNED],
)


class ProposalKind(models.TextChoices):
    """What the board of a unit can propose about a member; stored as the state that would follow."""

    SUSPEND = "suspended", _("suspension")
    EXPEL = "expelled", _("expulsion")


class ProposalState(models.TextChoices):
    """From a chair's proposal to the answer of the unit above."""

    WAITING = "waiting", _("waiting for a decision")
    CONFIRMED = "confirmed", pgettext_lazy("proposal", "confirmed")
    REFUSED = "refused", pgettext_lazy("proposal", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


PROPOSING = Machine(
    "proposal",
    ProposalState,
    {ProposalState.WAITING: [ProposalState.CONFIRMED, ProposalState.REFUSED, ProposalState.WITHDRAWN]},
    reason_needed=[ProposalState.REFUSED],
)


class CardState(models.TextChoices):
    """From the wish for a card to its end."""

    REQUESTED = "requested", pgettext_lazy("card", "requested")
    APPROVED = "approved", pgettext_lazy("card", "approved")
    PRINTED = "printed", pgettext_lazy("card", "printed")
    HANDED_OVER = "handed_over", pgettext_lazy("card", "handed over")
    LOST = "lost", pgettext_lazy("card", "lost")
    EXPIRED = "expired", pgettext_lazy("card", "expired")
    REVOKED = "revoked", pgettext_lazy("card", "revoked")


_C = CardState
IN_THE_MAKING = (_C.REQUESTED, _C.APPROVED, _C.PRINTED)
LIVE_CARD = (*IN_THE_MAKING, _C.HANDED_OVER)
ON_PAPER = (_C.PRINTED, _C.HANDED_OVER)

CARD = Machine(
    "card",
    CardState,
    {
        _C.REQUESTED: [_C.APPROVED, _C.REVOKED],
        _C.APPROVED: [_C.PRINTED, _C.REVOKED],
        _C.PRINTED: [_C.HANDED_OVER, _C.LOST, _C.EXPIRED, _C.REVOKED],
        # What is lost, expired or revoked never comes back: whoever needs a card gets another one, with another code.
        _C.HANDED_OVER: [_C.LOST, _C.EXPIRED, _C.REVOKED],
    },
    reason_needed=[_C.REVOKED],
)


class ComplaintState(models.TextChoices):
    """From what somebody wrote about a member to its end."""

    RECEIVED = "received", pgettext_lazy("complaint", "received")
    LOOKED_INTO = "looked_into", pgettext_lazy("complaint", "being looked into")
    CLOSED = "closed", pgettext_lazy("complaint", "closed")


COMPLAINING = Machine(
    "complaint",
    ComplaintState,
    {
        ComplaintState.RECEIVED: [ComplaintState.LOOKED_INTO, ComplaintState.CLOSED],
        ComplaintState.LOOKED_INTO: [ComplaintState.CLOSED],
    },
    reason_needed=[ComplaintState.CLOSED],
)


class PaperKind(models.TextChoices):
    """The papers a unit has to show, in the order in which offices ask for them."""

    DECREE = "decree", _("decree on the board")
    REGISTRATION = "registration", _("registration (SKT or AHU)")
    DOMICILE = "domicile", _("letter of domicile")
    TAX_NUMBER = "tax_number", _("tax number (NPWP)")
    ENDORSEMENT = "endorsement", _("endorsement by the police")
    BOARD_LIST = "board_list", _("list of the board")
    OTHER = "other", _("another paper")


_EVERY_PAPER = tuple(kind for kind in PaperKind if kind != PaperKind.OTHER)
PAPERS_OF: dict[UnitLevel, tuple[PaperKind, ...]] = {
    UnitLevel.NATIONAL: _EVERY_PAPER,
    UnitLevel.PROVINCE: _EVERY_PAPER,
    UnitLevel.REGENCY: _EVERY_PAPER,
    UnitLevel.DISTRICT: (PaperKind.DECREE, PaperKind.BOARD_LIST),
}
"""What a unit of each level needs; a district reports through its city."""


class PaperState(models.TextChoices):
    """Whether a paper is the one that holds."""

    STANDING = "standing", pgettext_lazy("paper", "holds")
    REPLACED = "replaced", pgettext_lazy("paper", "replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("paper", "struck")


KEEPING_PAPERS = Machine(
    "unit_document",
    PaperState,
    {PaperState.STANDING: [PaperState.REPLACED, PaperState.WITHDRAWN]},
    reason_needed=[PaperState.WITHDRAWN],
)


class BundleRecipient(models.TextChoices):
    """To whom a unit reports that it exists."""

    KESBANGPOL = "kesbangpol", _("Kesbangpol (office for national unity and politics)")
    POLICE = "police", _("police of this level")
    ABOVE = "above", _("Senkom board of the unit above")


class Role(models.TextChoices):
    """What an office may do; the table below says it."""

    MEMBER = "member", _("member")
    COORDINATOR = "coordinator", _("coordinator")
    CHAIR = "chair", _("chair")
    ROSTER_ADMIN = "roster_admin", _("roster admin")


class Office(models.TextChoices):
    """Offices of a board (domain brief a.2); a unit may call them otherwise."""

    CHAIR = "chair", _("chair")
    VICE_CHAIR = "vice_chair", _("vice chair")
    SECRETARY = "secretary", _("secretary")
    VICE_SECRETARY = "vice_secretary", _("vice secretary")
    TREASURER = "treasurer", _("treasurer")
    ROSTER_ADMIN = "roster_admin", _("roster admin")
    PATRON = "patron", _("patron")
    ADVISER = "adviser", _("adviser")
    HEAD_PUBLIC_ORDER = "head_public_order", _("head of public order")
    HEAD_DISASTER = "head_disaster", _("head of disaster response")
    HEAD_STATE_DEFENSE = "head_state_defense", _("head of state defence awareness")
    HEAD_COMMUNICATION = "head_communication", _("head of communication and informatics")
    HEAD_TRAINING = "head_training", _("head of training")
    HEAD_PUBLIC_RELATIONS = "head_public_relations", _("head of public relations")
    HEAD_SOCIAL = "head_social", _("head of social affairs and women")
    COORDINATOR = "coordinator", _("coordinator")
    VICE_COORDINATOR = "vice_coordinator", _("vice coordinator")


ROLE_OF_OFFICE: dict[Office, Role] = {
    Office.CHAIR: Role.CHAIR,
    Office.VICE_CHAIR: Role.CHAIR,
    Office.SECRETARY: Role.ROSTER_ADMIN,
    Office.VICE_SECRETARY: Role.ROSTER_ADMIN,
    Office.ROSTER_ADMIN: Role.ROSTER_ADMIN,
    Office.HEAD_PUBLIC_ORDER: Role.COORDINATOR,
    Office.HEAD_DISASTER: Role.COORDINATOR,
    Office.COORDINATOR: Role.COORDINATOR,
    Office.VICE_COORDINATOR: Role.COORDINATOR,
}
"""The role each office carries; the others carry a member's."""

SEVERAL_HOLDERS = (Office.PATRON, Office.ADVISER, Office.ROSTER_ADMIN)
"""Offices that more than one person may hold at a time."""


class Action(models.TextChoices):
    """What can be done, in the words of the rights table (design.md §2); the labels say it to people."""

    TAKE_PART = "take_part", _("sign up for duties, report, read one's own data")
    """Sign up, withdraw, report, read one's own data."""
    VIEW_MEMBERS = "view_members", _("see the members: name, phone, village, skills")
    VIEW_DUTIES = "view_duties", _("see all duties, also those not announced yet")
    VIEW_INCIDENTS = "view_incidents", _("see incidents")
    VIEW_CONFIDENTIAL = "view_confidential", _("see confidential incidents")
    """Incidents marked confidential; besides the chair, only who leads one sees it."""
    VIEW_PARTNERS = "view_partners", _("see partners, audiences and letters")
    VIEW_MESSAGES = "view_messages", _("see who was told, and pass messages on")
    PLAN_DUTIES = "plan_duties", _("plan, announce, move and cancel duties; choose the crews")
    VERIFY_REPORTS = "verify_reports", _("return and verify the patrol reports of others")
    TRIAGE = "triage", _("read incoming reports; open incidents and pass them to agencies")
    HOLD_AUDIENCES = "hold_audiences", _("plan audiences, write minutes, give out promises to keep")
    WRITE_LETTERS = "write_letters", _("write and issue letters")
    HANDLE_APPLICATIONS = (
        "handle_applications",
        _("check, move on, activate and reject applications; record leave and farewell"),
    )
    """Check documents, move an application on, activate, reject; record leave, return, resignation, death."""
    MAKE_SIGN_IN_LINKS = "make_sign_in_links", _("make sign-in links")
    RESET_SECOND_FACTOR = "reset_second_factor", _("take away a lost second factor, in units below")
    """For somebody whose phone is lost; always from a unit above."""
    ATTEST_LIVELIHOOD = "attest_livelihood", _("attest a job or income that somebody else recorded")
    ATTEST_AS_CHAIR = "attest_as_chair", _("attest it where the rule leaves that to the chair")
    WAIVE_REST = "waive_rest", _("waive the rest between duties")
    APPOINT = "appoint", _("appoint to offices and end terms")
    SUSPEND = "suspend", _("propose suspension and expulsion; decide those of units below")
    KEEP_ROSTER = "keep_roster", _("keep the roster on the administration pages")
    READ_NIK = "read_nik", _("enter the NIK, and read it in full with a reason")
    APPROVE_EXPORT = "approve_export", _("approve exports of more than 50 people")
    CHANGE_RULE = "change_rule", _("change the rules of the unit")
    SET_REMINDERS = "set_reminders", _("set the reminder rules; keep the unit's papers")
    """What a unit is reminded of: its rules, and the papers that run out."""


_A = Action
_DESK = {_A.VIEW_MEMBERS, _A.VIEW_DUTIES, _A.VIEW_PARTNERS, _A.VIEW_MESSAGES, _A.HANDLE_APPLICATIONS}
_DESK |= {_A.MAKE_SIGN_IN_LINKS, _A.WRITE_LETTERS}
_FIELD = {_A.VIEW_INCIDENTS, _A.PLAN_DUTIES, _A.VERIFY_REPORTS, _A.TRIAGE, _A.HOLD_AUDIENCES}

_BACK_OFFICE = {_A.ATTEST_LIVELIHOOD, _A.KEEP_ROSTER, _A.READ_NIK, _A.SET_REMINDERS, _A.RESET_SECOND_FACTOR}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.MEMBER: frozenset({_A.TAKE_PART}),
    Role.COORDINATOR: frozenset(_DESK | _FIELD),
    Role.CHAIR: frozenset(
        _DESK
        | _FIELD
        | {_A.ATTEST_LIVELIHOOD, _A.ATTEST_AS_CHAIR, _A.WAIVE_REST, _A.APPOINT, _A.SUSPEND, _A.RESET_SECOND_FACTOR}
        | {_A.APPROVE_EXPORT, _A.CHANGE_RULE, _A.SET_REMINDERS, _A.VIEW_CONFIDENTIAL}
    ),
    Role.ROSTER_ADMIN: frozenset(_DESK | _BACK_OFFICE),
}


class ImportState(models.TextChoices):
    """From a file that somebody sent to people on the list."""

    MATCHING = "matching", _("columns to match")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("ready to be taken over")
    WRITING = "writing", _("being taken over")
    DONE = "done", pgettext_lazy("import", "taken over")
    GIVEN_UP = "given_up", pgettext_lazy("import", "given up")


_I = ImportState
IMPORTING = Machine(
    "roster_import",
    ImportState,
    {
        _I.MATCHING: [_I.CHECKING, _I.GIVEN_UP],
        _I.CHECKING: [_I.CHECKED, _I.MATCHING, _I.GIVEN_UP],
        _I.CHECKED: [_I.WRITING, _I.MATCHING, _I.GIVEN_UP],
        _I.WRITING: [_I.DONE, _I.CHECKED, _I.GIVEN_UP],
    },
)


class Verdict(models.TextChoices):
    """What becomes of one row of an imported file."""

    UNREAD = "unread", _("not checked yet")
    ADD = "add", _("will be added")
    CHANGE = "change", _("will be changed")
    SAME = "same", _("stays as it is")
    WRONG = "wrong", _("needs correction")
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REFUSED = "refused", _("not taken over")


class ExportState(models.TextChoices):
    """Whether a list of people may be taken out."""

    WAITING = "waiting", _("waiting for the chair")
    ALLOWED = "allowed", pgettext_lazy("export", "may be taken")
    REFUSED = "refused", pgettext_lazy("export", "refused")


EXPORTING = Machine(
    "roster_export",
    ExportState,
    {ExportState.WAITING: [ExportState.ALLOWED, ExportState.REFUSED]},
    reason_needed=[ExportState.REFUSED],
)
FREE_EXPORT = 50
"""As many people leave the roster by one person's word; for more, another one answers for it too."""


class TrainingState(models.TextChoices):
    """From the plan to the certificates."""

    PLANNED = "planned", pgettext_lazy("training", "planned")
    OPEN = "open", pgettext_lazy("training", "open")
    HELD = "held", pgettext_lazy("training", "held")
    CLOSED = "closed", pgettext_lazy("training", "closed")
    CANCELLED = "cancelled", pgettext_lazy("training", "cancelled")


COMING_TRAININGS = (TrainingState.PLANNED, TrainingState.OPEN)
TRAINING = Machine(
    "training",
    TrainingState,
    {
        TrainingState.PLANNED: [TrainingState.OPEN, TrainingState.CANCELLED],
        TrainingState.OPEN: [TrainingState.HELD, TrainingState.CANCELLED],
        TrainingState.HELD: [TrainingState.CLOSED, TrainingState.CANCELLED],
    },
    reason_needed=[TrainingState.CANCELLED],
)


class EnrolmentState(models.TextChoices):
    """One person in one training."""

    ENROLLED = "enrolled", pgettext_lazy("enrolment", "enrolled")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "withdrawn")
    PASSED = "passed", pgettext_lazy("enrolment", "passed")
    FAILED = "failed", pgettext_lazy("enrolment", "not passed")
    ABSENT = "absent", pgettext_lazy("enrolment", "absent")


_E = EnrolmentState
RESULTS = (_E.PASSED, _E.FAILED, _E.ABSENT)
ENROLMENT = Machine(
    "enrolment",
    EnrolmentState,
    {
        _E.ENROLLED: [_E.WITHDRAWN, *RESULTS],
        _E.WITHDRAWN: [_E.ENROLLED],
        _E.PASSED: [_E.FAILED, _E.ABSENT],
        _E.FAILED: [_E.PASSED, _E.ABSENT],
        _E.ABSENT: [_E.PASSED, _E.FAILED],
    },
    reason_needed=[_E.WITHDRAWN],
)
