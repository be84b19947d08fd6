"""Forms of duties and patrol reports that need more than a guess."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from members.models import Member
from patrols.models import Duty, Reserve
from patrols.states import AssignmentState, DutyState, SlotRole
from tests.factories.members import MAYANGAN, make_member
from tests.factories.patrols import hours_from_now, make_assignment, make_attendance, make_duty
from tests.factories.reports import make_past_duty, make_report
from tests.hostile.examples import Example

S = AssignmentState


def _wiwik() -> Member:
    return Member.objects.get(full_name="Wiwik Sulastri")


def _running(*states: AssignmentState) -> Duty:
    """A duty that began an hour ago, with somebody in each of these states."""
    duty = make_duty(MAYANGAN, starts_at=hours_from_now(-1), state=DutyState.IN_PROGRESS, slots=len(states) + 1)
    for state in states:
        place = make_assignment(duty, make_member(MAYANGAN), state=state)
        if state in (S.CHECKED_IN, S.COMPLETED):
            make_attendance(
                place, **({"out_at": timezone.now(), "out_by": place.member} if state == S.COMPLETED else {})
            )
    return duty


def _full() -> Any:
    duty = make_duty(MAYANGAN, slots=1, leader=False)
    make_assignment(duty)
    return duty.code


def _with_reserve() -> Any:
    duty = make_duty(MAYANGAN)
    Reserve.objects.create(duty=duty, role=SlotRole.MEMBER, member=_wiwik())
    return duty.code


def _ahead(state: AssignmentState) -> Any:
    duty = make_duty(MAYANGAN)
    make_assignment(duty, state=state)
    return duty.code


def _no_show() -> Any:
    duty = make_past_duty(make_member(MAYANGAN))
    return make_assignment(duty, make_member(MAYANGAN), state=S.NO_SHOW).code


def _served() -> Any:
    return make_past_duty(_wiwik()).code


def _draft() -> Any:
    duty = make_past_duty(_wiwik(), hours_ago=40)
    return duty.code, make_report(duty, _wiwik(), state="draft").code


DETAIL = "patrols:detail"
NIGHT = ("2026-12-05T20:00", "2026-12-05T23:30")


def _plan() -> dict[str, Any]:
    tomorrow = timezone.localtime(hours_from_now(30))
    return {"ends_at": f"{tomorrow:%Y-%m-%dT%H:%M}", "members": "3", "min_crew": "1", **_no_agencies()}


def _no_agencies() -> dict[str, Any]:
    return {f"{name}_{number}": "" for name in ("agency", "headcount") for number in (1, 2, 3, 4)}


EXAMPLES = [
    Example("patrols:plan", data=_plan),
    Example("patrols:abort", lambda: _running(S.CHECKED_IN).code),
    Example("patrols:complete", lambda: _running(S.CHECKED_IN).code, on=DETAIL),
    Example("patrols:arrive", lambda: _running(S.CONFIRMED).code, on=DETAIL),
    Example("patrols:no_show", lambda: _running(S.CONFIRMED).code, on=DETAIL),
    Example("patrols:finish", lambda: _running(S.CHECKED_IN).code, on=DETAIL),
    Example("patrols:home", lambda: _running(S.COMPLETED, S.CHECKED_IN).code, on=DETAIL),
    Example("patrols:reserve", _full, on=DETAIL),
    Example("patrols:leave_reserve", _with_reserve, on=DETAIL),
    Example("patrols:accept", lambda: _ahead(S.OFFERED), on=DETAIL),
    Example("patrols:decline", lambda: _ahead(S.OFFERED), on=DETAIL),
    Example("patrols:release", lambda: _ahead(S.CONFIRMED), on=DETAIL),
    Example("patrols:excuse", _no_show),
    Example("patrols:report_write", _served),
    Example("patrols:report_edit", _draft),
]
