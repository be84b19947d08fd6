"""Addresses of the duties."""

from __future__ import annotations

from typing import Any

from patrols.models import Duty
from patrols.states import DutyState
from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import CITY, MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.partners import make_agency
from tests.factories.patrols import make_assignment, make_duty, make_partner


def ours(unit: str = MAYANGAN, state: DutyState = DutyState.PUBLISHED) -> Duty:
    return make_duty(unit, state=state)


def theirs() -> Duty:
    """An announced duty of another city with the canary in every text."""
    texts: dict[str, Any] = dict.fromkeys(("title", "purpose", "route", "meeting_point", "state_reason"), CANARY)
    planner = make_member(OTHER_DISTRICT, full_name=CANARY)
    duty = make_duty(OTHER_DISTRICT, planner=planner, lead_agency=make_agency(OTHER_DISTRICT, name=CANARY), **texts)
    make_assignment(duty, planner)
    return duty


KINDS = {
    "duty": Kind(own=lambda: ours().code, foreign=lambda: theirs().code),
    "draft": Kind(own=lambda: ours(state=DutyState.DRAFT).code),
    "city duty": Kind(own=lambda: ours(CITY).code),
    "city draft": Kind(own=lambda: ours(CITY, DutyState.DRAFT).code),
    "slot": Kind(own=lambda: ours().slots.latest("pk").code, foreign=lambda: theirs().slots.latest("pk").code),
    "crew": Kind(
        own=lambda: make_assignment(ours()).code,
        foreign=lambda: make_assignment(theirs(), make_member(OTHER_DISTRICT, full_name=CANARY)).code,
    ),
    "agency on a duty": Kind(
        own=lambda: make_partner(ours()).code,
        foreign=lambda: make_partner(theirs(), make_agency(OTHER_DISTRICT, name=CANARY)).code,
    ),
}


def role() -> dict[str, str]:
    return {"role": "member"}


PLANNERS = "302 404 403 200 200 403"
REFUSED = "302 404 403 422 422 403"
STEP = "302 404 403 302 302 403"
LATE = "302 404 403 409 409 403"
OWN_UNIT = "302 404 302 302 403 403"

PAGES: list[Page] = [
    page("patrols:list", get="302 200 200 200 200 200", post=NO),
    page("patrols:plan", get="302 403 403 200 200 403", post="302 403 403 422 422 403"),
    page("patrols:detail", "duty", get="302 404 200 200 200 200", post=NO),
    page("patrols:detail", "draft", get="302 404 404 200 200 200", post=NO),
    page("patrols:detail", "city duty", get="302 200 200 200 200 200", post=NO),
    page("patrols:detail", "city draft", get="302 404 404 404 200 200", post=NO),
    page("patrols:change", "duty", get=PLANNERS, post=REFUSED),
    page("patrols:change", "city duty", get="302 403 403 403 200 403", post="302 403 403 403 422 403"),
    page("patrols:publish", "draft", get="302 404 404 302 302 403", post="302 404 404 302 302 403"),
    page("patrols:cancel", "duty", get=PLANNERS, post=REFUSED),
    page("patrols:complete", "duty", get=STEP, post=REFUSED),
    page("patrols:abort", "duty", get=PLANNERS, post=REFUSED),
    page("patrols:sign_up", "duty", get=OWN_UNIT, post=OWN_UNIT, data=role),
    page("patrols:sign_up", "city duty", get="302 302 302 302 302 302", post="302 302 302 302 302 302", data=role),
    page("patrols:reserve", "duty", get=OWN_UNIT, post="302 404 422 422 403 403", data=role),
    page("patrols:leave_reserve", "duty", get=OWN_UNIT, post=OWN_UNIT),
    page("patrols:ask", "duty", get=PLANNERS, post=REFUSED),
    page("patrols:answer", "agency on a duty", get=PLANNERS, post=REFUSED),
    page("patrols:assign", "slot", get=PLANNERS, post=REFUSED),
    page("patrols:accept", "crew", get=STEP, post=STEP),
    page("patrols:decline", "crew", get=STEP, post=LATE),
    page("patrols:arrive", "crew", get=STEP, post=REFUSED),
    page("patrols:finish", "crew", get=STEP, post=LATE),
    page("patrols:home", "crew", get=STEP, post=REFUSED),
    page("patrols:no_show", "crew", get=STEP, post=REFUSED),
    page("patrols:release", "crew", get=STEP, post=STEP),
    page("patrols:withdraw", "crew", get=PLANNERS, post=STEP),
    page("patrols:excuse", "crew", get=PLANNERS, post=REFUSED),
    page("patrols:waive", "crew", get="302 404 403 403 200 403", post="302 404 403 403 422 403"),
]
