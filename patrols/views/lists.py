"""The schedule: a month at a time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Unit
from members.permissions import paths_for
from members.states import Action
from patrols.models import Assignment, Duty
from patrols.states import DutyState
from patrols.views.month import Month
from senkom.lib.http import MemberRequest

MOST_ROWS = 300
"""More duties than this in a month are not shown; one chooses a unit."""
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@login_required
@require_safe
def duty_list(request: MemberRequest) -> HttpResponse:
    """The duties of one month that the person sees: a table of days on wide screens, a list on phones."""
    first = chosen_month(request.GET.get("month", ""))
    unit, state = request.GET.get("unit", ""), request.GET.get("state", "")
    found = list(_of_month(request, first, unit=unit, state=state)[: MOST_ROWS + 1])
    duties = found[:MOST_ROWS]
    mine = Assignment.objects.live().filter(member=request.user.member_id, duty__in=duties).order_by()
    context = {
        "first": first,
        "last_month": (first - timedelta(days=1)).replace(day=1),
        "next_month": (first + timedelta(days=32)).replace(day=1),
        "month": Month(first, duties, mine=set(mine.values_list("duty_id", flat=True))),
        "is_cut": len(found) > MOST_ROWS,
        "units": _units(request, unit),
        "states": DutyState.choices,
        "unit": unit,
        "state": state,
    }
    return render(request, "patrols/list.html", context)


def chosen_month(text: str) -> date:
    """The first day of the month in an address, such as 2026-11; else of this month."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else timezone.localdate().replace(day=1)


def _of_month(request: MemberRequest, first: date, *, unit: str, state: str) -> Any:
    zone = timezone.get_current_timezone()
    begin, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, first + timedelta(days=32)))
    duties = Duty.objects.visible_to(request.user).between(begin, end).for_month()
    if unit:
        duties = duties.filter(unit__path__startswith=Unit.path_of(unit))
    return duties.filter(state=state) if state in DutyState.values else duties


def _units(request: MemberRequest, code: str) -> Any:
    """The units one may choose between: where one's offices see duties, and one's own unit with those above."""
    below = Unit.objects.to_choose(paths_for(request.user, Action.VIEW_DUTIES), code)
    return below | Unit.objects.active().above(request.user.member.unit_id).order_by("path")
