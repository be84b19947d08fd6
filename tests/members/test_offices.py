"""The page of the offices, from the top of the country down."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Appointment, User
from members.states import Office
from tests.factories.members import (
    NATION,
    make_appointment,
    make_member,
    make_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation() -> User:
    """A coordinator of the nation."""
    return make_officer(Office.HEAD_PUBLIC_ORDER, NATION)


def test_the_offices_are_paged_from_the_top_of_the_country_down(nation: User) -> None:
    for number in range(30):
        path = f"0.35.74.{10 + number}."
        make_appointment(make_member(path), path, Office.TREASURER)
        make_appointment(make_member(path), path, Office.CHAIR)
    client = Client()
    client.force_login(nation)
    pages = [client.get(reverse("members:offices"))]
    while pages[-1].context["next"]:
        pages.append(client.get(pages[-1].context["next"]))
    shown: list[Appointment] = [row for page in pages for row, _may_end in page.context["held"]]
    assert [len(page.context["held"]) for page in pages] == [50, 11]
    assert [(row.unit_id, row.office) for row in shown[:3]] == [
        (NATION, Office.HEAD_PUBLIC_ORDER),
        ("0.35.74.10.", Office.CHAIR),
        ("0.35.74.10.", Office.TREASURER),
    ]
    assert len({row.pk for row in shown}) == 61
