"""The schedule, what people see of it, and what it costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Unit, User
from patrols.models import Assignment, Duty
from patrols.states import AssignmentState, DutyState
from tests.factories.members import CITY, OTHER_DISTRICT, make_member
from tests.factories.patrols import hours_from_now, make_assignment, make_duty, make_partner

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def filled_duty(unit: Unit, crew: int = 2, **fields: Any) -> Duty:
    duty = make_duty(unit, slots=crew + 1, **fields)
    for _ in range(crew):
        make_assignment(duty)
    make_partner(duty)
    return duty


def test_the_schedule_costs_the_same_for_one_duty_and_for_ten(client: Client, slamet: User, mayangan: Unit) -> None:
    client.force_login(slamet)
    month = timezone.localdate() + timedelta(days=40)
    address = f"{reverse('patrols:list')}?month={month:%Y-%m}"
    filled_duty(mayangan, starts_at=hours_from_now(40 * 24))
    one = queries(client, address)
    for hour in range(1, 10):
        filled_duty(mayangan, starts_at=hours_from_now(40 * 24 + hour))
    assert queries(client, address) == one
    assert one <= 8


def test_signing_up_asks_at_most_ten_questions(client: Client, wiwik: User, mayangan: Unit) -> None:
    client.force_login(wiwik)
    duty = make_duty(mayangan)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(reverse("patrols:sign_up", args=[duty.code]), {"role": "member"})
    assert answer.status_code == 302
    assert Assignment.objects.live().filter(duty=duty, member=wiwik.member).count() == 1
    # The first and the last open and close the test's stand-in for the request's transaction.
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 10


def test_the_page_of_a_duty_costs_the_same_for_one_person_and_for_ten(
    client: Client, slamet: User, mayangan: Unit
) -> None:
    client.force_login(slamet)
    few, many = filled_duty(mayangan, 1), filled_duty(mayangan, 10)
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url())


def test_the_candidates_cost_the_same_for_one_and_for_ten(client: Client, slamet: User, mayangan: Unit) -> None:
    client.force_login(slamet)
    slot = make_duty(mayangan).slots.first()
    assert slot is not None
    address = reverse("patrols:assign", args=[slot.code])
    one = queries(client, address)
    for _ in range(10):
        make_member(mayangan)
    assert queries(client, address) == one


def test_the_questions_of_the_home_page_cost_one_query_each(slamet: User, wiwik: User, mayangan: Unit) -> None:
    for hour in range(3):
        filled_duty(mayangan, starts_at=hours_from_now(30 + 20 * hour), min_crew=3)
    filled_duty(mayangan, starts_at=hours_from_now(-1), state=DutyState.IN_PROGRESS)
    now = timezone.now()
    seen = Duty.objects.visible_to(slamet)
    list(seen.open())
    for rows in [
        seen.short_of_people(),
        seen.on_now(),
        seen.tonight(now, now + timedelta(hours=12)),
        Duty.objects.visible_to(wiwik).needing(wiwik.member),
    ]:
        with CaptureQueriesContext(connection) as captured:
            lines = [(duty.name, duty.adequacy) for duty in rows]
        assert len(captured) == 1
        assert lines


def test_duties_short_of_people_come_worst_first(slamet: User, mayangan: Unit) -> None:
    well = filled_duty(mayangan, 2, min_crew=1)
    short = make_duty(mayangan, slots=4, min_crew=3, starts_at=hours_from_now(200))
    make_assignment(short)
    make_duty(mayangan, slots=4, min_crew=3, starts_at=hours_from_now(15 * 24))
    found = list(Duty.objects.visible_to(slamet).short_of_people())
    assert [(duty.pk, duty.missing) for duty in found] == [(short.pk, 2), (well.pk, -1)]


def test_a_member_is_asked_only_where_he_is_free(wiwik: User, mayangan: Unit) -> None:
    mine = make_duty(mayangan)
    make_assignment(mine, wiwik.member)
    make_duty(mayangan, starts_at=mine.ends_at + timedelta(hours=2))
    free = make_duty(mayangan, starts_at=hours_from_now(80))
    make_duty(OTHER_DISTRICT, starts_at=hours_from_now(80))
    assert list(Duty.objects.visible_to(wiwik).needing(wiwik.member)) == [free]
    place = Assignment.objects.next_of(wiwik.member)
    assert place is not None
    assert place.duty == mine


def test_members_see_what_is_announced_in_their_unit_and_above(
    client: Client, wiwik: User, slamet: User, stranger_coordinator: User, mayangan: Unit
) -> None:
    shown = make_duty(mayangan, title="Patroli pelabuhan")
    city = make_duty(CITY, title="Patroli kota")
    draft = make_duty(mayangan, title="Rencana rahasia", state=DutyState.DRAFT)
    city_draft = make_duty(CITY, title="Rencana kota", state=DutyState.DRAFT)
    for user, expected in [
        (wiwik, [200, 200, 404, 404]),
        (slamet, [200, 200, 200, 404]),
        (stranger_coordinator, [404, 404, 404, 404]),
    ]:
        client.force_login(user)
        seen = [client.get(duty.get_absolute_url()).status_code for duty in (shown, city, draft, city_draft)]
        assert seen == expected


def test_the_schedule_shows_one_month_and_filters(client: Client, slamet: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, title="Patroli pelabuhan", starts_at=hours_from_now(40 * 24))
    month = timezone.localdate(duty.starts_at)
    client.force_login(slamet)
    address = reverse("patrols:list")
    for query, found in [
        (f"month={month:%Y-%m}", True),
        (f"month={month:%Y-%m}&unit=35.74.03&state=published", True),
        (f"month={month:%Y-%m}&unit=35.78", False),
        (f"month={month:%Y-%m}&state=draft", False),
        ("month=2020-01", False),
        ("month=besok", False),
    ]:
        assert ("Patroli pelabuhan" in client.get(f"{address}?{query}").content.decode()) is found


def test_the_schedule_writes_each_duty_once_and_folds_what_is_past(
    client: Client, slamet: User, mayangan: Unit
) -> None:
    now = timezone.now()
    first = timezone.localtime(now).replace(day=1, hour=12, minute=0)
    over = make_duty(mayangan, title="Patroli lama", starts_at=first - timedelta(days=40))
    address = f"{reverse('patrols:list')}?month={timezone.localtime(over.starts_at):%Y-%m}"
    client.force_login(slamet)
    page = client.get(address).content.decode()
    assert page.count(over.get_absolute_url()) == page.count("Patroli lama") == 1
    assert "Sudah lewat (1)" in page
    coming = make_duty(mayangan, title="Patroli nanti", starts_at=first + timedelta(days=70))
    page = client.get(f"{reverse('patrols:list')}?month={timezone.localtime(coming.starts_at):%Y-%m}").content.decode()
    assert page.count("Patroli nanti") == 1
    assert "Sudah lewat" not in page


def test_a_duty_of_a_foreign_unit_is_found_nowhere(client: Client, stranger_coordinator: User, mayangan: Unit) -> None:
    duty = make_duty(mayangan, title="Patroli pelabuhan")
    place, partner = make_assignment(duty), make_partner(duty)
    client.force_login(stranger_coordinator)
    month = timezone.localdate(duty.starts_at)
    assert "pelabuhan" not in client.get(reverse("patrols:list"), {"month": f"{month:%Y-%m}"}).content.decode()
    slot = duty.slots.first()
    assert slot is not None
    rows: list[tuple[str, Any]] = [
        ("change", duty),
        ("assign", slot),
        ("withdraw", place),
        ("arrive", place),
        ("answer", partner),
    ]
    for name, row in rows:
        address = reverse(f"patrols:{name}", args=[row.code])
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


def test_strength_counts_who_holds_a_place_and_who_is_ready(mayangan: Unit) -> None:
    duty, empty = make_duty(mayangan, slots=4), make_duty(mayangan, slots=0)
    make_assignment(duty, make_member(mayangan))
    make_assignment(duty, make_member(mayangan), state=AssignmentState.OFFERED)
    make_assignment(duty, make_member(mayangan), state=AssignmentState.WITHDRAWN, state_reason="sakit")
    counted = Duty.objects.with_strength().get(pk=duty.pk)
    assert (counted.places, counted.taken, counted.ready, counted.free_roles) == (4, 2, 1, ["member", "member"])
    counted = Duty.objects.with_strength().get(pk=empty.pk)
    assert (counted.places, counted.taken, counted.ready, counted.free_roles) == (0, 0, 0, [])


def test_strength_is_counted_for_the_duties_shown_and_not_by_joining_all_places(mayangan: Unit) -> None:
    query = Duty.objects.for_month().query
    assert query.group_by is None
    assert "patrols_slot" not in query.alias_map
