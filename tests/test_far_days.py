"""A day that lies thousands of years away is refused in words, and breaks no page."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User
from partners.states import AudienceState
from patrols.models import Duty
from patrols.states import DutyKind, Origin
from tests.factories.incidents import make_category
from tests.factories.members import CITY, MAYANGAN, make_member
from tests.factories.partners import make_audience

pytestmark = pytest.mark.django_db
FAR_MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59")
FAR_DAYS = ("0001-01-01", "9999-12-31")
PLACES = {"leaders": 1, "radios": 0, "drivers": 0, "medics": 0, "members": 2, "min_crew": 1}


def answer(client: Client, address: str, **typed: Any) -> int:
    return client.post(address, {"code": str(uuid.uuid4()), **typed}).status_code


@pytest.mark.parametrize("far", FAR_MOMENTS)
def test_a_duty_is_planned_in_our_time(client: Client, slamet: User, far: str) -> None:
    client.force_login(slamet)
    plan = {"unit": MAYANGAN, "kind": DutyKind.PATROL, "origin": Origin.PLANNED, "meeting_point": "Balai", **PLACES}
    assert answer(client, reverse("patrols:plan"), starts_at=far, ends_at=far[:-2] + "59", **plan) == 422
    assert not Duty.objects.exists()


@pytest.mark.parametrize("far", FAR_MOMENTS)
def test_a_report_is_of_our_time(client: Client, wiwik: User, far: str) -> None:
    client.force_login(wiwik)
    said = {"category": make_category().slug, "text": "Lampu mati.", "place_text": "dekat pasar"}
    assert answer(client, reverse("incidents:report_new"), occurred_at=far, **said) == 422


@pytest.mark.parametrize("far", FAR_DAYS)
def test_a_term_of_office_lies_in_our_time(client: Client, bambang: User, far: str) -> None:
    client.force_login(bambang)
    address = reverse("members:appoint", args=[make_member(MAYANGAN).code])
    assert answer(client, address, unit=MAYANGAN, office="coordinator", begins="2026-01-01", ends=far) == 422


@pytest.mark.parametrize("far", FAR_DAYS)
def test_a_promise_is_due_in_our_time(client: Client, bambang: User, far: str) -> None:
    client.force_login(bambang)
    address = reverse("partners:item_add", args=[make_audience(CITY, state=AudienceState.HELD).code])
    owner = f"m:{bambang.member.code}"
    assert answer(client, address, title="Daftar nomor", owner=owner, due_on=far) == 422
