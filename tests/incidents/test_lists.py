"""Lists: worst first, filtered, searched, and at the same price for one row and for many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.states import Outcome, Situation, Status
from members.models import User
from tests.factories.incidents import (
    make_category,
    make_entry,
    make_figure,
    make_flood,
    make_incident,
    make_incident_report,
    make_link,
    make_referral,
    make_village,
)
from tests.factories.members import KEDOPOK
from tests.factories.partners import make_agency
from tests.factories.reports import make_past_duty, make_report

pytestmark = pytest.mark.django_db


def cost(client: Client, address: str) -> int:
    """How many questions to the database a page asks, sign-in included."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["list", "unread", "reports"])
def test_lists_cost_the_same_for_one_row_and_for_many(client: Client, joko: User, wiwik: User, name: str) -> None:
    client.force_login(joko)

    def fill(number: int) -> None:
        make_incident(lead=joko.member)
        make_incident_report(reporter=wiwik.member, village=make_village(), place_source="village")
        make_report(make_past_duty(wiwik.member, hours_ago=20 * number), wiwik.member)

    fill(1)
    address = reverse(f"incidents:{name}")
    one = cost(client, address)
    for number in range(2, 10):
        fill(number)
    assert cost(client, address) == one
    assert one <= 8


def test_the_worst_stands_first_and_what_is_over_last(client: Client, joko: User) -> None:
    hour = timedelta(hours=1)
    now = timezone.now()
    make_incident(title="Selesai", state=Status.CLOSED, outcome=Outcome.SETTLED, situation=Situation.CRISIS, severity=4)
    make_incident(title="Biasa", situation=Situation.NORMAL, severity=4)
    make_incident(title="Krisis lama", situation=Situation.CRISIS, severity=2, occurred_at=now - 9 * hour)
    make_incident(title="Krisis baru", situation=Situation.CRISIS, severity=2, occurred_at=now - hour)
    make_incident(title="Lanjut berat", situation=Situation.FOLLOW_UP, severity=3)
    client.force_login(joko)
    page = client.get(reverse("incidents:list")).content.decode()
    titles = ["Krisis baru", "Krisis lama", "Lanjut berat", "Biasa", ">Selesai<"]
    content = page[page.index('<ul class="rows">') :]
    places = [content.index(title) for title in titles]
    assert places == sorted(places)


def test_the_list_is_filtered_by_status_category_unit_and_words(client: Client, joko: User) -> None:
    make_incident(title="Banjir di Mayangan", category=make_flood(), state=Status.HANDLING)
    make_incident(KEDOPOK, title="Lampu Kedopok", category=make_category())
    client.force_login(joko)
    for query, shown in [
        ("status=handling", "Banjir di Mayangan"),
        ("category=flood", "Banjir di Mayangan"),
        ("unit=35.74.05", "Lampu Kedopok"),
        ("q=LAMPU", "Lampu Kedopok"),
        ("q=kjd-uji", "Lampu Kedopok"),
    ]:
        page = client.get(f"{reverse('incidents:list')}?{query}").content.decode()
        assert shown in page, query
    page = client.get(f"{reverse('incidents:list')}?unit=35.74.05").content.decode()
    assert "Banjir di Mayangan" not in page


def test_pages_follow_one_another_without_gap_or_repeat(client: Client, joko: User) -> None:
    for number in range(60):
        make_incident(title=f"Kejadian nomor {number:02d}.")
    client.force_login(joko)
    address = reverse("incidents:list")
    first = client.get(address)
    second = client.get(address, {"after": first.context["page"].after})
    seen = [row.pk for row in [*first.context["page"].rows, *second.context["page"].rows]]
    assert len(seen) == len(set(seen)) == 60
    assert client.get(address, {"after": "nonsense"}).status_code == 400


def test_the_page_of_an_incident_costs_the_same_however_long_its_story(client: Client, slamet: User) -> None:
    incident = make_incident(category=make_flood())
    client.force_login(slamet)

    def grow() -> None:
        make_entry(incident, author=slamet.member)
        make_figure(incident, village=make_village())
        make_referral(incident, make_agency())
        make_link(make_incident_report(), incident)

    grow()
    one = cost(client, incident.get_absolute_url())
    for _time in range(5):
        grow()
    assert cost(client, incident.get_absolute_url()) == one
