"""The tables of the incidents, by noun."""

from incidents.models.categories import Category
from incidents.models.incidents import Incident, ReportLink
from incidents.models.referrals import Referral
from incidents.models.reports import IncidentReport
from incidents.models.timeline import Figure, TimelineEntry

__all__ = ["Category", "Figure", "Incident", "IncidentReport", "Referral", "ReportLink", "TimelineEntry"]
