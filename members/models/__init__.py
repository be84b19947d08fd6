"""The roster's tables, by noun."""

from members.models.cards import Card, CardCheck
from members.models.complaints import Complaint
from members.models.exports import ExportLayout, ExportTaking, RosterExport
from members.models.imports import KnownColumns, RosterImport, RosterImportRow
from members.models.offices import Appointment
from members.models.papers import PaperBundle, UnitDocument, UnitDocumentFile
from members.models.people import Member, User
from members.models.photos import MemberPhoto
from members.models.proposals import Proposal
from members.models.renewals import RenewalAnswer
from members.models.rules import MembershipRule
from members.models.skills import Consent, Grant, Qualification, Reading
from members.models.trainings import Attendance, Enrolment, Training, TrainingSession
from members.models.units import Unit

__all__ = [
    "Appointment",
    "Attendance",
    "Card",
    "CardCheck",
    "Complaint",
    "Consent",
    "ExportLayout",
    "ExportTaking",
    "Enrolment",
    "Grant",
    "KnownColumns",
    "Member",
    "MemberPhoto",
    "MembershipRule",
    "PaperBundle",
    "Proposal",
    "Qualification",
    "Reading",
    "RosterExport",
    "RosterImport",
    "RosterImportRow",
    "RenewalAnswer",
    "Training",
    "TrainingSession",
    "Unit",
    "UnitDocument",
    "UnitDocumentFile",
    "User",
]
