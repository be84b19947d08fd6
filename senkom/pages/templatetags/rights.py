"""Asking for rights in templates, to show or hide a link; the view asks again.

{% can "plan_duties" as may_plan %}             anywhere, for menus
{% can "plan_duties" duty.unit as may_plan %}   in this unit
"""

from __future__ import annotations

from typing import Any

from django import template

from members import permissions
from members.models import Unit
from members.states import Action

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: dict[str, Any], action: str, unit: Unit | str | None = None) -> bool:
    """Whether the person may do this in the unit; without one, in any."""
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return False
    if unit is None:
        return permissions.allows_anywhere(request.user, Action(action))
    return permissions.allows(request.user, Action(action), unit)
