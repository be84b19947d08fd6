"""Certificates: who records them, what the database refuses, who holds one on a day, and who is told that it ends."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from psycopg.types.range import DateRange

from members.models import Grant, Member, Qualification, User
from members.models.skills import months_later
from members.states import MemberState, Office
from notifications import planner
from notifications.models import Notification
from tests.factories.members import (
    CITY,
    KEDOPOK,
    MAYANGAN,
    OTHER_DISTRICT,
    PROVINCE,
    make_appointment,
    make_grant,
    make_member,
    make_officer,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
ADVENT = date(2026, 12, 20)


@pytest.fixture
def first_aid() -> Qualification:
    return Qualification.objects.create(slug="first-aid", name="P3K dasar", valid_months=24)


def sent(kind: Qualification, begins: str = "2026-01-10", ends: str = "", **fields: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "code": uuid.uuid4(),
        "qualification": kind.pk,
        "begins": begins,
        "ends": ends,
        "evidence": "PMI 12/2026",
        **fields,
    }


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_desk_records_a_certificate_once_however_often_the_form_is_sent(
    slamet: User, first_aid: Qualification
) -> None:
    person, client, form = make_member(MAYANGAN, full_name="Wiwik"), signed_in(slamet), sent(first_aid)
    address = reverse("members:new_certificate", args=[person.code])
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    [grant] = Grant.objects.filter(member=person)
    assert (grant.period, grant.verified_by) == (DateRange(date(2026, 1, 10), date(2028, 1, 10)), slamet.member)
    shown = client.get(person.get_absolute_url()).content.decode()
    assert "10 Januari 2026 – 9 Januari 2028" in shown
    assert "PMI 12/2026" in shown


def test_nobody_records_corrects_or_revokes_his_own(slamet: User, first_aid: Qualification) -> None:
    own, client = make_grant(slamet.member), signed_in(slamet)
    new = reverse("members:new_certificate", args=[slamet.member.code])
    assert client.post(new, sent(first_aid, "2020-01-01", "2020-12-31")).status_code == 422
    assert client.post(reverse("members:certificate", args=[own.code]), sent(first_aid)).status_code == 422
    revoke = reverse("members:revoke_certificate", args=[own.code])
    assert client.post(revoke, {"reason": "bukan milik saya"}).status_code == 422
    assert Grant.objects.get(member=slamet.member).period == own.period


def test_two_certificates_of_a_kind_never_overlap_and_the_page_says_so(slamet: User, first_aid: Qualification) -> None:
    person = make_member(MAYANGAN)
    make_grant(person)
    begins = make_unit(MAYANGAN).today().isoformat()
    answer = signed_in(slamet).post(
        reverse("members:new_certificate", args=[person.code]), sent(first_aid, begins, evidence="PMI 99")
    )
    assert answer.status_code == 422
    assert "sudah tercatat untuk masa itu" in answer.content.decode()
    assert "PMI 99" in answer.content.decode()


def test_a_last_day_before_the_first_is_refused_beside_its_field(slamet: User, first_aid: Qualification) -> None:
    person = make_member(MAYANGAN)
    form = sent(first_aid, "2026-01-10", "2026-01-09")
    answer = signed_in(slamet).post(reverse("members:new_certificate", args=[person.code]), form)
    assert answer.status_code == 422
    assert answer.context["form"].errors["ends"]


def test_whoever_corrects_a_certificate_answers_for_it(slamet: User, endah: User, first_aid: Qualification) -> None:
    grant = make_grant(make_member(MAYANGAN))
    form = sent(first_aid, "2026-02-01", "2026-06-30", evidence="PMI 13")
    assert signed_in(endah).post(reverse("members:certificate", args=[grant.code]), form).status_code == 302
    grant.refresh_from_db()
    assert (grant.period, grant.evidence) == (DateRange(date(2026, 2, 1), date(2026, 7, 1)), "PMI 13")
    assert grant.verified_by == endah.member


def test_a_revoked_certificate_counts_no_more_from_that_day_and_stays_with_its_reason(slamet: User) -> None:
    person = make_member(MAYANGAN)
    grant, client = make_grant(person), signed_in(slamet)
    address = reverse("members:revoke_certificate", args=[grant.code])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Sertifikat palsu"}).status_code == 302
    today = make_unit(MAYANGAN).today()
    assert not Grant.objects.valid_on(today).exists()
    assert Grant.objects.valid_on(today - timedelta(days=1)).get() == grant
    assert "Sertifikat palsu" in client.get(person.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": "sekali lagi"}).status_code == 409
    anew = sent(grant.qualification, today.isoformat())
    assert client.post(reverse("members:new_certificate", args=[person.code]), anew).status_code == 302


def test_one_that_had_not_begun_leaves_only_its_record(slamet: User) -> None:
    grant = make_grant(make_member(MAYANGAN))
    tomorrow = make_unit(MAYANGAN).today() + timedelta(days=1)
    Grant.objects.filter(pk=grant.pk).update(period=DateRange(tomorrow, None))
    signed_in(slamet).post(reverse("members:revoke_certificate", args=[grant.code]), {"reason": "keliru"})
    grant.refresh_from_db()
    assert grant.period.isempty
    assert "dicabut sebelum mulai berlaku" in signed_in(slamet).get(grant.member.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("revoked_at = now()", "grant_revoked_with_reason"),
        ("revoked_at = now(), revoked_by_id = {other}, revoked_reason = ' '", "grant_revoked_with_reason"),
        ("revoked_at = now(), revoked_by_id = member_id, revoked_reason = 'x'", "grant_revoked_by_another"),
        ("verified_by_id = member_id", "grant_verified_by_another"),
        ("member_id = {other}", "grant_fixed"),
        ("period = daterange(NULL, '2030-01-01')", "grant_period_begins"),
        ("period = 'empty'", "grant_period_begins"),
    ],
)
def test_the_database_refuses_by_sql_alone(change: str, name: str) -> None:
    make_grant(make_member(MAYANGAN))
    other = make_member(MAYANGAN)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        run(f"UPDATE members_grant SET {change}".format(other=other.pk))  # noqa: S608 - words of this file


def test_the_database_keeps_a_revoked_certificate_and_deletes_none() -> None:
    make_grant(make_member(MAYANGAN))
    other = make_member(MAYANGAN)
    with pytest.raises(IntegrityError, match="grant_kept"), transaction.atomic():
        run("DELETE FROM members_grant")
    run("UPDATE members_grant SET revoked_at = now(), revoked_by_id = %s, revoked_reason = 'x'", other.pk)
    with pytest.raises(IntegrityError, match="grant_fixed"), transaction.atomic():
        run("UPDATE members_grant SET revoked_at = NULL, revoked_by_id = NULL, revoked_reason = ''")


def run(sql: str, *values: int) -> None:
    """One statement as the application's role."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (ADVENT, 1, date(2027, 1, 20)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(begins: date, months: int, ends: date) -> None:
    assert months_later(begins, months) == ends


# --- who holds one --------------------------------------------------------------------------------------------------


def names_in(client: Client, **query: str) -> set[str]:
    answer = client.get(reverse("members:list"), query)
    assert answer.status_code == 200
    return {line[1] for line in answer.context["lines"]}


def test_who_holds_first_aid_in_mayangan_on_20_december_is_one_filter(endah: User, first_aid: Qualification) -> None:
    for name, unit, until in (
        ("Ridwan", MAYANGAN, ADVENT + timedelta(days=400)),
        ("Titin", MAYANGAN, ADVENT + timedelta(days=1)),
        ("Sugianto", MAYANGAN, date(2026, 10, 1)),
        ("Nanang", KEDOPOK, ADVENT + timedelta(days=400)),
    ):
        make_grant(make_member(unit, full_name=name), until=until)
    make_grant(make_member(MAYANGAN, full_name="Fauzan"), "radio")
    wanted = {"unit": MAYANGAN, "certificate": "first-aid", "on": "2026-12-20"}
    assert names_in(signed_in(endah), **wanted) == {"Ridwan", "Titin"}
    assert names_in(signed_in(endah), **wanted | {"on": "2026-12-21"}) == {"Ridwan"}
    assert names_in(signed_in(endah), certificate="first-aid", on="2026-12-21") == {"Ridwan", "Nanang"}


def test_whose_certificate_ends_within_60_days_leaves_out_what_was_renewed(slamet: User) -> None:
    today = make_unit(MAYANGAN).today()
    soon = today + timedelta(days=40)
    make_grant(make_member(MAYANGAN, full_name="Sri"), until=soon)
    make_grant(make_member(MAYANGAN, full_name="Later"), until=today + timedelta(days=70))
    make_grant(make_member(MAYANGAN, full_name="Over"), until=today)
    renewed = make_grant(make_member(MAYANGAN, full_name="Renewed"), until=soon)
    Grant.objects.create(member=renewed.member, qualification=renewed.qualification, period=DateRange(soon, None))
    assert names_in(signed_in(slamet), ending="on") == {"Sri"}
    assert names_in(signed_in(slamet), ending="on", certificate="first-aid") == {"Sri"}


def test_a_day_that_is_none_is_said_beside_it_and_filters_nothing(slamet: User, first_aid: Qualification) -> None:
    make_grant(make_member(MAYANGAN, full_name="Sri"))
    answer = signed_in(slamet).get(reverse("members:list"), {"certificate": "first-aid", "on": "2026-13-01"})
    assert answer.context["form"].errors["on"]
    assert {line[1] for line in answer.context["lines"]} == {"Sri"}


# --- who is told ----------------------------------------------------------------------------------------------------


def told(grant: Grant) -> set[tuple[str, str]]:
    """Who is told about a certificate, and as which warning."""
    planner.run_once()
    rows = Notification.objects.filter(kind__startswith="certificate.expiring", subject=grant.pk)
    names = dict(Member.objects.values_list("pk", "full_name"))
    return {(names[row.recipient_id], row.kind.removeprefix("certificate.expiring.")) for row in rows}


def ending_in(days: int, member: Member) -> Grant:
    """A certificate whose last day is so many days ahead."""
    return make_grant(member, until=member.unit.today() + timedelta(days=days + 1))


@pytest.mark.parametrize(("days", "warning"), [(59, "1440h"), (50, "1440h"), (29, "720h"), (20, "720h")])
def test_holder_and_coordinator_are_told_60_and_30_days_ahead(days: int, warning: str, slamet: User) -> None:
    grant = ending_in(days, make_member(MAYANGAN, full_name="Wiwik"))
    assert told(grant) == {("Wiwik", warning), ("Slamet Hariyono", warning)}


@pytest.mark.parametrize("days", [62, 44, 3, -1])
def test_nobody_is_told_too_early_or_too_late(days: int, slamet: User) -> None:
    assert told(ending_in(days, make_member(MAYANGAN))) == set()


def test_the_head_of_training_comes_first_and_the_unit_above_where_a_unit_has_nobody() -> None:
    make_officer(Office.SECRETARY, CITY, full_name="Sekretaris kota")
    make_officer(Office.HEAD_TRAINING, CITY, full_name="Kabid Diklat")
    make_officer(Office.HEAD_TRAINING, PROVINCE, full_name="Kabid provinsi")
    make_officer(Office.COORDINATOR, KEDOPOK, full_name="Koordinator Kedopok")
    assert told(ending_in(20, make_member(MAYANGAN, full_name="Wiwik"))) == {
        ("Wiwik", "720h"),
        ("Kabid Diklat", "720h"),
    }
    kedopok = told(ending_in(20, make_member(KEDOPOK, full_name="Fery")))
    assert kedopok == {("Fery", "720h"), ("Koordinator Kedopok", "720h")}


def test_a_coordinator_s_own_goes_to_the_unit_above_and_without_any_desk_the_holder_is_told() -> None:
    slamet = make_member(MAYANGAN, full_name="Slamet")
    make_appointment(slamet, MAYANGAN, Office.COORDINATOR)
    make_officer(Office.SECRETARY, CITY, full_name="Sekretaris kota")
    assert told(ending_in(20, slamet)) == {("Slamet", "720h"), ("Sekretaris kota", "720h")}
    assert told(ending_in(20, make_member(OTHER_DISTRICT, full_name="Sendiri"))) == {("Sendiri", "720h")}


def test_nobody_is_told_about_one_that_is_renewed_or_revoked_nor_about_who_has_left(slamet: User, endah: User) -> None:
    renewed, revoked = ending_in(20, make_member(MAYANGAN)), ending_in(20, make_member(MAYANGAN))
    left = ending_in(20, make_member(MAYANGAN, state=MemberState.RESIGNED))
    following = DateRange(renewed.period.upper + timedelta(days=3), None)
    Grant.objects.create(member=renewed.member, qualification=renewed.qualification, period=following)
    signed_in(slamet).post(reverse("members:revoke_certificate", args=[revoked.code]), {"reason": "keliru"})
    assert [told(grant) for grant in (renewed, revoked, left)] == [set(), set(), set()]


def test_the_message_names_the_certificate_the_day_and_what_to_do(slamet: User) -> None:
    person = make_user(make_member(MAYANGAN, full_name="Wiwik"))
    grant = ending_in(20, person.member)
    told(grant)
    inbox = signed_in(person).get(reverse("notifications:inbox")).content.decode()
    assert "Sertifikat segera berakhir: P3K dasar, Wiwik" in inbox
