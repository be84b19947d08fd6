"""Forms of the trainings that need more than a guess."""

from __future__ import annotations

from typing import Any

from members.states import TrainingState
from tests.factories.members import MAYANGAN, make_member
from tests.factories.trainings import make_enrolment, make_training
from tests.hostile.examples import Example

BEGINS, ENDS = "2027-01-10T09:00", "2027-01-10T12:00"


def _session() -> dict[str, Any]:
    return {"starts_at": BEGINS, "ends_at": ENDS}


def _to_close() -> Any:
    return (make_training(MAYANGAN, TrainingState.HELD).code, "close")


def _with_people() -> Any:
    training = make_training(MAYANGAN, TrainingState.HELD)
    make_enrolment(training)
    return training.code


def _somebody() -> dict[str, Any]:
    return {"member": make_member(MAYANGAN).code}


EXAMPLES = [
    Example("members:new_training", data=lambda: {"capacity": "20", **_session()}),
    Example("members:add_session", data=_session),
    Example("members:training_sheet", _with_people),
    Example("members:join_training", on="members:training", visitor="member"),
]
