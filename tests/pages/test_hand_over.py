"""The hand-over of an office: who reads what, and handing on in one go."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange

from incidents.models import TimelineEntry
from incidents.states import EntryKind, Outcome, Sensitivity, Status
from members.models import Appointment, Member, User
from members.states import MemberState, Office
from partners.states import AudienceState, ItemState, LetterState
from patrols.states import DutyState
from senkom.lib.registry import things_to_hand_over
from tests.factories.incidents import make_incident
from tests.factories.members import (
    CITY,
    KEDOPOK,
    MAYANGAN,
    OTHER_DISTRICT,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
)
from tests.factories.partners import make_audience, make_contact, make_item, make_letter
from tests.factories.patrols import make_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def ridwan(slamet: User) -> Member:
    """The vice coordinator of Mayangan, to whom Slamet hands over."""
    member = make_member(MAYANGAN, full_name="Mochammad Ridwan")
    make_appointment(member, MAYANGAN, Office.VICE_COORDINATOR)
    return member


def office_of(user: User) -> Appointment:
    return Appointment.objects.get(member=user.member)


def page(reader: User, office: Appointment, **data: Any) -> Any:
    """The answer to opening the page, or to sending its form."""
    client = Client()
    client.force_login(reader)
    address = reverse("pages:hand_over", args=[office.code])
    return client.post(address, data) if data else client.get(address)


def shown(answer: Any) -> dict[str, list[str]]:
    """What stands under each heading of the page, by its registered name."""
    return {s.thing.name: [line.what for line in s.lines] for s in answer.context["sections"]}


def entrust(member: Member) -> dict[str, Any]:
    """One thing of each kind that somebody looks after in Mayangan."""
    held = make_audience(MAYANGAN, state=AudienceState.HELD, planned_by=member)
    return {
        "incidents.led": make_incident(MAYANGAN, lead=member),
        "patrols.planned": make_duty(MAYANGAN, planner=member),
        "partners.items": make_item(held, member),
        "partners.audiences": held,
        "partners.letters": make_letter(MAYANGAN, written_by=member, state=LetterState.DRAFT),
        "partners.contacts": make_contact(held.agency, created_by=member),
        "members.applications": make_member(MAYANGAN, state=MemberState.DOCUMENT_CHECK),
    }


def test_everything_a_holder_looks_after_stands_on_one_page(slamet: User) -> None:
    entrust(slamet.member)
    seen = shown(page(slamet, office_of(slamet)))
    assert set(seen) == {thing.name for thing in things_to_hand_over()}
    assert {name for name, lines in seen.items() if lines} == set(seen) - {"notifications.rules"}


def test_what_is_done_or_somebody_else_s_or_elsewhere_is_not_handed_over(slamet: User, ridwan: Member) -> None:
    make_incident(MAYANGAN, lead=slamet.member, state=Status.CLOSED, outcome=Outcome.SETTLED)
    make_incident(MAYANGAN, lead=ridwan)
    make_incident(KEDOPOK, lead=slamet.member)
    make_duty(MAYANGAN, planner=slamet.member, state=DutyState.CANCELLED, state_reason="hujan")
    make_item(make_audience(MAYANGAN, planned_by=ridwan), slamet.member, state=ItemState.DONE, outcome="ada")
    make_letter(MAYANGAN, written_by=ridwan)
    seen = shown(page(slamet, office_of(slamet)))
    assert [name for name, lines in seen.items() if lines] == ["members.applications"]  # the unit's, not the holder's


@pytest.mark.parametrize(
    ("office", "unit", "answer"),
    [
        (Office.CHAIR, MAYANGAN, 200),
        (Office.CHAIR, CITY, 200),
        (Office.CHAIR, PROVINCE, 200),
        (Office.SECRETARY, CITY, 403),
        (Office.VICE_COORDINATOR, MAYANGAN, 403),
        (Office.CHAIR, KEDOPOK, 404),
        (Office.CHAIR, OTHER_DISTRICT, 404),
    ],
)
def test_the_holder_reads_it_and_who_appoints_there(slamet: User, office: Office, unit: str, answer: int) -> None:
    assert page(slamet, office_of(slamet)).status_code == 200
    assert page(make_officer(office, unit), office_of(slamet)).status_code == answer


def test_all_that_goes_by_name_is_handed_on_in_one_go(slamet: User, ridwan: Member) -> None:
    given = entrust(slamet.member)
    kinds = ["incidents.led", "patrols.planned", "partners.items", "partners.audiences"]
    client = Client()
    client.force_login(slamet)
    address = reverse("pages:hand_over", args=[office_of(slamet).code])
    seen = client.post(address, {"to": ridwan.code, "kinds": kinds}, follow=True)
    assert "4 hal diserahkan kepada Mochammad Ridwan." in unescape(seen.content.decode())
    for row in given.values():
        row.refresh_from_db()
    owners = [given["incidents.led"].lead, given["patrols.planned"].planner]
    owners += [given["partners.items"].owner_member, given["partners.audiences"].planned_by]
    assert owners == [ridwan] * 4
    assert given["partners.letters"].written_by == slamet.member
    entry = TimelineEntry.objects.get(incident=given["incidents.led"], kind=EntryKind.LEAD)
    assert entry.author == slamet.member


def test_a_chair_hands_on_what_somebody_else_leaves(slamet: User, ridwan: Member, bambang: User) -> None:
    given = entrust(slamet.member)
    assert page(bambang, office_of(slamet), to=ridwan.code, kinds=["incidents.led"]).status_code == 302
    given["incidents.led"].refresh_from_db()
    given["patrols.planned"].refresh_from_db()
    assert given["incidents.led"].lead == ridwan
    assert given["patrols.planned"].planner == slamet.member


def test_nothing_at_all_is_handed_on_where_one_thing_is_refused(slamet: User) -> None:
    given = entrust(slamet.member)
    treasurer = make_member(MAYANGAN, full_name="Bendahara Mayangan")
    make_appointment(treasurer, MAYANGAN, Office.TREASURER)
    answer = page(slamet, office_of(slamet), to=treasurer.code, kinds=["partners.items", "incidents.led"])
    assert answer.status_code == 422
    assert "Bendahara Mayangan hari ini tidak memegang jabatan" in unescape(answer.content.decode())
    given["partners.items"].refresh_from_db()
    assert given["partners.items"].owner_member == slamet.member


def test_only_office_holders_of_the_unit_and_above_can_be_chosen(slamet: User, bambang: User) -> None:
    entrust(slamet.member)
    make_officer(Office.COORDINATOR, KEDOPOK)
    wiwik = make_member(MAYANGAN)
    answer = page(slamet, office_of(slamet), to=wiwik.code, kinds=["incidents.led"])
    assert answer.status_code == 422
    assert list(answer.context["form"].people.values()) == [bambang.member]


def test_the_successor_is_named_and_offered_first(slamet: User, ridwan: Member) -> None:
    held = office_of(slamet)
    follows = make_member(MAYANGAN, full_name="Penerus Slamet")
    begins = timezone.localdate() + timedelta(days=30)
    Appointment.objects.filter(pk=held.pk).update(term=DateRange(held.term.lower, begins))
    make_appointment(follows, MAYANGAN, Office.COORDINATOR, term=DateRange(begins, None))
    entrust(slamet.member)
    answer = page(slamet, held)
    assert list(answer.context["form"].people.values()) == [follows, ridwan]
    assert [held.member for held in answer.context["following"]] == [follows]


def test_whose_term_has_ended_reads_what_he_still_sees_and_hands_nothing_on(slamet: User, ridwan: Member) -> None:
    given = entrust(slamet.member)
    make_incident(MAYANGAN, lead=slamet.member, sensitivity=Sensitivity.CONFIDENTIAL)
    held = office_of(slamet)
    Appointment.objects.filter(pk=held.pk).update(term=DateRange(held.term.lower, timezone.localdate()))
    answer = page(slamet, held, to=ridwan.code, kinds=["incidents.led"])
    assert answer.status_code == 422
    seen = shown(answer)
    assert not seen["incidents.led"] + seen["members.applications"] + seen["partners.letters"]
    given["incidents.led"].refresh_from_db()
    assert given["incidents.led"].lead == slamet.member


def test_a_confidential_incident_is_on_the_page_of_its_lead_and_of_the_chair_alone(slamet: User, dian: User) -> None:
    make_incident(MAYANGAN, lead=slamet.member, sensitivity=Sensitivity.CONFIDENTIAL)
    assert len(shown(page(slamet, office_of(slamet)))["incidents.led"]) == 1
    assert len(shown(page(make_officer(Office.CHAIR, CITY), office_of(slamet)))["incidents.led"]) == 1
