"""Forms of pages that combine apps, and need more than a guess."""

from __future__ import annotations

from typing import Any

from members.models import Member
from members.states import Office
from tests.factories.members import MAYANGAN, make_appointment, make_member
from tests.factories.patrols import make_duty
from tests.hostile.examples import Example


def _office_with_a_duty() -> Any:
    holder = make_member(MAYANGAN)
    make_duty(MAYANGAN, planner=holder)
    return make_appointment(holder, MAYANGAN, Office.VICE_COORDINATOR).code


EXAMPLES = [
    Example("pages:existence", data=lambda: {"recipient": "kesbangpol"}, visitor="roster", status=200),
    Example(
        "pages:hand_over",
        _office_with_a_duty,
        data=lambda: {"to": str(Member.objects.get(full_name="Slamet Hariyono").code)},
        visitor="chair",
    ),
]
