"""Addresses of the trainings."""

from __future__ import annotations

from typing import Any

from members.states import TrainingState
from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.trainings import make_enrolment, make_training

TEXTS: dict[str, Any] = {"name": CANARY, "organiser": CANARY, "place": CANARY}


def make_place(unit: str, **fields: Any) -> Any:
    """Somebody's place in a training."""
    return make_enrolment(make_training(unit, **fields), make_member(unit, full_name=fields.get("name", "Sri"))).code


KINDS = {
    "training": Kind(
        own=lambda: make_training(MAYANGAN).code, foreign=lambda: make_training(OTHER_DISTRICT, **TEXTS).code
    ),
    "planned training": Kind(
        own=lambda: make_training(MAYANGAN, TrainingState.PLANNED).code,
        foreign=lambda: make_training(OTHER_DISTRICT, TrainingState.PLANNED, **TEXTS).code,
    ),
    "training's step": Kind(
        own=lambda: (make_training(MAYANGAN, TrainingState.PLANNED).code, "open"),
        foreign=lambda: (make_training(OTHER_DISTRICT, TrainingState.PLANNED, **TEXTS).code, "open"),
    ),
    "place": Kind(own=lambda: make_place(MAYANGAN), foreign=lambda: make_place(OTHER_DISTRICT, **TEXTS)),
}

PAGES: list[Page] = [
    page("members:trainings", get="302 200 200 200 200 200", post=NO),
    page("members:new_training", get="302 403 403 200 200 200", post="302 403 403 422 422 422"),
    page("members:training", "training", get="302 404 200 200 200 200", post=NO),
    page("members:training", "planned training", get="302 404 404 200 200 200", post=NO),
    page("members:join_training", "training", get="302 405 405 405 405 405", post="302 404 302 302 422 422"),
    page("members:enrol", "training", get="302 404 403 200 200 200", post="302 404 403 422 422 422"),
    page("members:add_session", "training", get="302 404 403 200 200 200", post="302 404 403 422 422 422"),
    page("members:training_sheet", "training", get="302 404 403 200 200 200", post="302 404 403 302 302 302"),
    page("members:cancel_training", "training", get="302 404 403 200 200 200", post="302 404 403 422 422 422"),
    page(
        "members:training_step",
        "training's step",
        get="302 405 405 405 405 405",
        post="302 404 404 302 302 302",
    ),
    page("members:withdraw_training", "place", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
]
