"""What people do with incidents. Each function is one transaction; every change writes its line in the timeline."""

from incidents.services.entrusted import give_incident
from incidents.services.incidents import (
    assess_incident,
    hand_over,
    let_go_of_incidents,
    take_step,
    verify_incident,
)
from incidents.services.referrals import record_answer, refer_incident, say_it_was_told
from incidents.services.reports import record_call, report_incident, supply_information, withdraw_report
from incidents.services.timeline import Counted, add_note, record_figures, strike_entry, strike_figure
from incidents.services.triage import (
    answer_report,
    link_report,
    open_incident_from_finding,
    open_incident_from_report,
    take_into_triage,
    unlink_report,
)

__all__ = [
    "Counted",
    "add_note",
    "answer_report",
    "assess_incident",
    "give_incident",
    "hand_over",
    "let_go_of_incidents",
    "link_report",
    "open_incident_from_finding",
    "open_incident_from_report",
    "record_answer",
    "record_call",
    "record_figures",
    "refer_incident",
    "report_incident",
    "say_it_was_told",
    "strike_entry",
    "strike_figure",
    "supply_information",
    "take_into_triage",
    "take_step",
    "unlink_report",
    "verify_incident",
    "withdraw_report",
]
