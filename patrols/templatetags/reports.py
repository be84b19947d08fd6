"""The reports of a duty, on the duty's page."""

from __future__ import annotations

from typing import Any

from django import template

from patrols.models import Duty, PatrolReport
from patrols.services.reports import is_reportable, may_report

register = template.Library()


@register.inclusion_tag("patrols/reports_of_duty.html", takes_context=True)
def reports_of(context: dict[str, Any], duty: Duty) -> dict[str, Any]:
    """Reports of a duty that this person sees, and the way to write one."""
    user = context["request"].user
    reports = (
        PatrolReport.objects.visible_to(user).filter(duty=duty).select_related("author").order_by("-is_main", "pk")
    )
    return {"duty": duty, "reports": reports, "may_write": is_reportable(duty) and may_report(user, duty)}
