"""An application that lies: who hears of it, when, and what is said outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import User
from members.states import MemberState
from notifications import planner
from notifications.models import Notification
from senkom.lib.registry import registered
from tests.factories.members import KEDOPOK, MAYANGAN, make_member

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def told() -> list[tuple[str, int]]:
    """What the planner wrote about applications."""
    planner.run_once()
    return list(Notification.objects.filter(kind__startswith="application").values_list("kind", "recipient_id"))


def applicant(unit: str = MAYANGAN, days: int = 8, state: MemberState = MemberState.APPLICANT) -> int:
    return make_member(unit, state=state, state_at=timezone.now() - days * DAY, full_name="Sari Wulandari").pk


def test_the_desk_of_the_unit_hears_of_an_application_after_a_week_and_once_more_after_three(slamet: User) -> None:
    applicant(days=6)
    applicant(days=8, state=MemberState.DOCUMENT_CHECK)
    assert told() == []
    applicant(days=8)
    applicant(days=22)
    assert sorted(told()) == sorted(
        [("application.waiting.168h", slamet.member_id), ("application.waiting.504h", slamet.member_id)]
    )


def test_where_a_unit_has_no_desk_the_nearest_above_hears_of_it(slamet: User, joko: User) -> None:
    applicant(KEDOPOK)
    assert told() == [("application.waiting.168h", joko.member_id)]


def test_the_name_of_who_applies_stands_in_the_application_only(slamet: User) -> None:
    pk = applicant()
    message = registered.reminders["application.waiting"].texts([pk])[pk]
    assert "Sari Wulandari menunggu sejak" in message.body
    assert "Sari" not in message.outside + message.title
