"""Terms of office: who is told that one ends, when, and that its rights end in that night."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from psycopg.types.range import DateRange

from members.models import Appointment, Member, User
from members.states import MemberState, Office
from notifications import planner
from notifications.models import Notification
from tests.factories.members import (
    CITY,
    MAYANGAN,
    OTHER_CITY,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
    make_unit,
)

pytestmark = pytest.mark.django_db


def ending_in(days: int, member: Member, office: Office = Office.COORDINATOR, unit: str = MAYANGAN) -> Appointment:
    """An office whose last day is so many days ahead, where the unit is."""
    end = make_unit(unit).today() + timedelta(days=days + 1)
    return make_appointment(member, unit, office, term=DateRange(date(2024, 1, 1), end))


def told(held: Appointment) -> set[tuple[str, str]]:
    """Who is told about a term, and as which warning."""
    planner.run_once()
    rows = Notification.objects.filter(kind__startswith="office.expiring", subject=held.pk)
    names = dict(Member.objects.values_list("pk", "full_name"))
    return {(names[row.recipient_id], row.kind.removeprefix("office.expiring.")) for row in rows}


@pytest.mark.parametrize(("days", "warning"), [(59, "1440h"), (47, "1440h"), (29, "720h"), (6, "168h"), (0, "168h")])
def test_a_holder_and_his_chair_are_told_60_30_and_7_days_ahead(days: int, warning: str) -> None:
    make_officer(Office.CHAIR, CITY, full_name="Bambang")
    held = ending_in(days, make_member(MAYANGAN, full_name="Slamet"))
    assert told(held) == {("Slamet", warning), ("Bambang", warning)}


@pytest.mark.parametrize("days", [61, 44, -1])
def test_nobody_is_told_too_early_twice_or_too_late(days: int) -> None:
    make_officer(Office.CHAIR, CITY)
    assert told(ending_in(days, make_member(MAYANGAN))) == set()


def test_the_nearest_chair_is_told_and_a_chair_s_own_term_goes_to_the_unit_above() -> None:
    make_officer(Office.CHAIR, PROVINCE, full_name="Ketua Provinsi")
    make_officer(Office.CHAIR, OTHER_CITY, full_name="Ketua kota lain")
    make_officer(Office.SECRETARY, CITY, full_name="Sekretaris")
    coordinator = ending_in(20, make_member(MAYANGAN, full_name="Slamet"))
    chair = ending_in(20, make_member(CITY, full_name="Bambang"), Office.CHAIR, CITY)
    assert {name for name, _kind in told(coordinator)} == {"Slamet", "Bambang"}
    assert {name for name, _kind in told(chair)} == {"Bambang", "Ketua Provinsi"}


def test_a_term_that_goes_on_is_no_matter_and_a_successor_is_known_to_the_chair() -> None:
    make_officer(Office.CHAIR, CITY, full_name="Bambang")
    slamet, ridwan = make_member(MAYANGAN, full_name="Slamet"), make_member(MAYANGAN, full_name="Ridwan")
    goes_on, handed_over = ending_in(20, slamet), ending_in(20, ridwan, Office.VICE_COORDINATOR)
    for held, following in ((goes_on, slamet), (handed_over, make_member(MAYANGAN))):
        term = DateRange(held.term.upper, held.term.upper + timedelta(days=365))
        make_appointment(following, MAYANGAN, Office(held.office), term=term)
    assert told(goes_on) == set()
    assert {name for name, _kind in told(handed_over)} == {"Ridwan"}


def test_who_has_left_or_is_suspended_is_told_nothing() -> None:
    make_officer(Office.CHAIR, CITY, full_name="Bambang")
    suspended = make_member(MAYANGAN, state=MemberState.SUSPENDED)
    assert told(ending_in(20, suspended)) == set()


def test_a_term_ends_at_midnight_of_its_unit_and_its_rights_with_it(slamet: User) -> None:
    held = Appointment.objects.get(member=slamet.member)
    ends = held.unit.today() + timedelta(days=20)
    Appointment.objects.filter(pk=held.pk).update(term=DateRange(held.term.lower, ends))
    planner.run_once()
    [message] = Notification.objects.filter(kind__startswith="office.expiring", recipient_id=slamet.member_id)
    midnight = message.at.astimezone(held.unit.zone)
    assert (midnight.date(), midnight.hour) == (ends, 0)
    assert Member.objects.visible_to(slamet).filter(unit=MAYANGAN).count() > 1
    Appointment.objects.filter(pk=held.pk).update(term=DateRange(held.term.lower, held.unit.today()))
    assert list(Member.objects.visible_to(User.objects.get(pk=slamet.pk))) == [slamet.member]
