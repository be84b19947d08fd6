"""What people do with duties: plan them, join them, carry them out. Each function is one transaction."""

from patrols.services.crews import assign_member, release, sign_up, waive_rest, withdraw
from patrols.services.entrusted import give_duty
from patrols.services.leaving import release_coming
from patrols.services.night import abort_duty, check_in, check_out, complete_duty, excuse, home_safe, no_show
from patrols.services.partners import (
    ask_partner,
    confirm_partner,
    decline_partner,
    partner_absent,
    partner_attended,
)
from patrols.services.plans import (
    Asked,
    Place,
    cancel_duty,
    change_duty,
    close_duty,
    move_duty,
    plan_duty,
    publish_duty,
)
from patrols.services.reports import (
    FindingContent,
    ReportContent,
    return_report,
    save_draft,
    submit_report,
    supersede_report,
    verify_report,
)
from patrols.services.reserves import accept_offer, decline_offer, join_reserve, leave_reserve, offer_free_places

__all__ = [
    "Asked",
    "FindingContent",
    "Place",
    "ReportContent",
    "abort_duty",
    "accept_offer",
    "ask_partner",
    "assign_member",
    "cancel_duty",
    "change_duty",
    "check_in",
    "check_out",
    "close_duty",
    "complete_duty",
    "confirm_partner",
    "decline_offer",
    "decline_partner",
    "excuse",
    "give_duty",
    "home_safe",
    "join_reserve",
    "leave_reserve",
    "move_duty",
    "no_show",
    "offer_free_places",
    "partner_absent",
    "partner_attended",
    "plan_duty",
    "publish_duty",
    "release",
    "release_coming",
    "return_report",
    "save_draft",
    "sign_up",
    "submit_report",
    "supersede_report",
    "verify_report",
    "waive_rest",
    "withdraw",
]
