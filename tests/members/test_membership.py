"""Leave, return, renewal, suspension, farewell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from psycopg.types.range import DateRange

from members import services
from members.models import Appointment, Member, Unit, User
from members.permissions import allows, paths_for
from members.states import Action, MemberState, Office
from senkom.lib.models import Link
from senkom.lib.registry import LeavingStep, registered
from tests.factories.members import (
    CITY,
    MAYANGAN,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
    make_user,
    suspend,
)

pytestmark = pytest.mark.django_db


def expel(member: Member, *, by: User, reason: str) -> None:
    """Expel a member in the two steps this takes."""
    proposal = services.propose_expulsion(member, by=by, reason=reason)
    services.confirm_proposal(proposal, by=make_officer(Office.CHAIR, PROVINCE))


def test_a_leave_needs_a_reason_and_ends_with_the_return(wiwik: User, slamet: User) -> None:
    with pytest.raises(ValidationError):
        services.record_leave(wiwik.member, by=slamet, reason="")
    services.record_leave(wiwik.member, by=slamet, reason="keperluan pribadi")
    assert services.record_return(wiwik.member, by=slamet).state == MemberState.ACTIVE


def test_the_offices_of_a_suspended_member_give_no_rights_until_it_is_lifted(slamet: User, bambang: User) -> None:
    suspend(slamet.member)
    assert paths_for(User.objects.get(pk=slamet.pk), Action.PLAN_DUTIES) == []
    services.lift_suspension(slamet.member, by=bambang)
    assert paths_for(User.objects.get(pk=slamet.pk), Action.PLAN_DUTIES) == [MAYANGAN]


@pytest.mark.parametrize(
    ("service", "state"),
    [
        (services.record_resignation, MemberState.RESIGNED),
        (services.record_death, MemberState.DECEASED),
        (expel, MemberState.EXPELLED),
    ],
)
def test_a_farewell_ends_offices_account_sessions_and_links_the_same_minute(
    client: Client, slamet: User, bambang: User, service: Any, state: MemberState
) -> None:
    client.force_login(slamet)
    assert client.get(reverse("members:list")).status_code == 200
    services.make_sign_in_link(slamet.member, by=bambang)
    service(slamet.member, by=bambang, reason="pindah domisili")
    assert Member.objects.get(pk=slamet.member_id).state == state
    assert client.get(reverse("members:list")).status_code == 302
    assert not Link.objects.live().exists()
    assert not allows(User.objects.get(pk=slamet.pk), Action.PLAN_DUTIES, MAYANGAN)
    assert Appointment.objects.get(member=slamet.member).term.upper == slamet.member.unit.today()


def test_a_term_that_begins_today_or_later_leaves_only_its_history(mayangan: Unit, bambang: User) -> None:
    member = make_member(mayangan)
    today = mayangan.today()
    for begins in (today, today + timedelta(days=30)):
        services.appoint(member, mayangan, Office.COORDINATOR, begins=begins, ends=begins, by=bambang)
    services.record_resignation(member, by=bambang, reason="pindah domisili")
    assert [row.term.isempty for row in Appointment.objects.filter(member=member)] == [True, True]


def test_what_other_apps_registered_ends_in_the_same_transaction(
    wiwik: User, slamet: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(member: Member, *, by: User, reason: str) -> None:
        raise ValidationError("Masih memegang kunci posko.")

    monkeypatch.setitem(registered.leaving, "test", LeavingStep(1, refuse))
    with pytest.raises(ValidationError, match="kunci posko"):
        services.record_resignation(wiwik.member, by=slamet, reason="pindah domisili")
    assert Member.objects.get(pk=wiwik.member_id).state == MemberState.ACTIVE
    assert User.objects.get(pk=wiwik.pk).is_active


def test_memberships_lapse_by_the_clock_when_the_last_day_is_over_where_the_unit_is(
    mayangan: Unit, kedopok: Unit
) -> None:
    Unit.objects.filter(pk=kedopok.pk).update(timezone="Asia/Jayapura")
    west = make_member(mayangan, valid_until=date(2026, 11, 23))
    east = make_member(kedopok, valid_until=date(2026, 11, 23))
    lapse = registered.jobs["members.lapse"].run
    evening = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 23.30 WIB, 01.30 WIT
    assert lapse(evening) == 1
    assert lapse(evening) == 0
    assert Member.objects.get(pk=east.pk).state == MemberState.LAPSED
    assert lapse(evening + timedelta(minutes=31)) == 1
    assert Member.objects.get(pk=west.pk).state_by is None


def test_a_lapsed_membership_is_renewed_for_five_years(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan, state=MemberState.LAPSED, valid_until=date(2026, 1, 1))
    renewed = services.renew(member, by=slamet)
    today = mayangan.today()
    assert renewed.state == MemberState.ACTIVE
    assert renewed.valid_until is not None
    assert (renewed.valid_until.year, renewed.valid_until.month) == (today.year + 5, today.month)


def test_a_lapsed_member_without_an_attested_income_is_not_renewed(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan, state=MemberState.LAPSED, valid_until=date(2026, 1, 1), livelihood_verified_by=None)
    with pytest.raises(ValidationError):
        services.renew(member, by=slamet)


def test_an_account_of_somebody_who_left_is_not_opened_by_a_link(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan, state=MemberState.RESIGNED)
    make_user(member, is_active=False)
    with pytest.raises(ValidationError):
        services.make_sign_in_link(member, by=slamet)


def test_an_office_ended_with_an_appointment_frees_the_seat(mayangan: Unit, bambang: User, slamet: User) -> None:
    other = make_member(mayangan)
    today = mayangan.today()
    with pytest.raises(ValidationError):
        services.appoint(other, mayangan, Office.COORDINATOR, begins=today, ends=None, by=bambang)
    services.end_appointment(Appointment.objects.get(member=slamet.member), by=bambang)
    services.appoint(other, mayangan, Office.COORDINATOR, begins=today, ends=None, by=bambang)
    assert Appointment.objects.on(today).get(unit=mayangan).member == other


def test_who_appoints_is_never_himself_nor_below_nor_elsewhere(
    mayangan: Unit, bambang: User, slamet: User, stranger_coordinator: User
) -> None:
    member = make_member(mayangan)
    today = mayangan.today()

    def appoint(whom: Member, unit: Unit, by: User) -> None:
        services.appoint(whom, unit, Office.SECRETARY, begins=today, ends=None, by=by)

    with pytest.raises(ValidationError):
        appoint(bambang.member, mayangan, bambang)
    for user in (slamet, stranger_coordinator):
        with pytest.raises(PermissionDenied):
            appoint(member, mayangan, user)
    with pytest.raises(PermissionDenied):
        appoint(member, Unit.objects.get(path=PROVINCE), bambang)
    with pytest.raises(ValidationError):
        appoint(make_member("0.35.78.01."), mayangan, bambang)
    with pytest.raises(ValidationError):
        appoint(make_member(mayangan, state=MemberState.APPLICANT), mayangan, bambang)


def test_a_new_office_ends_the_sessions_that_were_opened_before(
    client: Client, wiwik: User, bambang: User, mayangan: Unit
) -> None:
    client.force_login(wiwik)
    services.appoint(wiwik.member, mayangan, Office.TREASURER, begins=mayangan.today(), ends=None, by=bambang)
    assert client.get("/members/").status_code == 302


def test_a_link_is_never_made_for_an_account_with_more_rights(
    slamet: User, bambang: User, endah: User, dian: User, wiwik: User, mayangan: Unit
) -> None:
    services.make_sign_in_link(wiwik.member, by=slamet)
    services.make_sign_in_link(slamet.member, by=bambang)
    for maker, other in ((slamet, bambang), (slamet, dian), (endah, bambang), (bambang, endah), (bambang, dian)):
        other.member.unit = mayangan
        other.member.save(update_fields=["unit"])
        with pytest.raises(PermissionDenied):
            services.make_sign_in_link(other.member, by=maker)
    tomorrow = mayangan.today() + timedelta(days=1)
    coming_chair = make_member(mayangan)
    make_appointment(coming_chair, CITY, Office.VICE_CHAIR, term=_days(tomorrow, 90))
    with pytest.raises(PermissionDenied):
        services.make_sign_in_link(coming_chair, by=slamet)


def _days(first: date, number: int) -> DateRange:
    return DateRange(first, first + timedelta(days=number))
