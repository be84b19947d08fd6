"""The tables of the duties, by noun."""

from patrols.models.crews import Assignment, Attendance, Reserve
from patrols.models.duties import Duty, Slot
from patrols.models.partners import DutyPartner
from patrols.models.reports import Finding, PatrolReport

__all__ = ["Assignment", "Attendance", "Duty", "DutyPartner", "Finding", "PatrolReport", "Reserve", "Slot"]
