"""From an application to the first day as a member."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Consent, Member, Unit, User
from members.services import Application
from members.states import Document, Evidence, Livelihood, MemberState
from tests.factories.members import CITY, MAYANGAN, OTHER_DISTRICT, make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24 05:00+00:00", tick=False)]


def application(unit: Unit, **fields: Any) -> Application:
    """What Ilham writes on the form."""
    written: dict[str, Any] = {
        "code": uuid.uuid4(),
        "unit": unit,
        "full_name": "Ilham Ramadhani",
        "birth_date": date(2001, 3, 4),
        "livelihood": Livelihood.EMPLOYED_PRIVATE,
        "occupation": "kurir",
        "phone": "+6287000000901",
    }
    return Application(**{**written, **fields})


def applicant_in(state: MemberState, unit: Unit, **fields: Any) -> Member:
    """An applicant with all documents seen and an attested job."""
    return make_member(unit, state=state, documents_seen=[d.value for d in Document], **fields)


def test_an_applicant_is_on_the_list_once_with_consent_and_his_own_word_about_his_job(mayangan: Unit) -> None:
    written = application(mayangan)
    member = services.apply_for_membership(written)
    assert services.apply_for_membership(written) == member
    assert member.state == MemberState.APPLICANT
    assert member.livelihood_recorded_by == member
    assert Consent.objects.get(member=member).text_version == "2026-11"


def test_another_person_with_the_same_form_code_is_a_conflict(mayangan: Unit) -> None:
    written = application(mayangan)
    services.apply_for_membership(written)
    with pytest.raises(ValidationError) as refusal:
        services.apply_for_membership(application(mayangan, code=written.code, full_name="Orang Lain"))
    assert refusal.value.code == "conflict"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"birth_date": date(2008, 11, 25)}, "birth_date"), ({"livelihood": Livelihood.NONE}, "livelihood")],
)
def test_too_young_or_without_income_is_refused_beside_the_field(
    mayangan: Unit, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.apply_for_membership(application(mayangan, **fields))
    assert list(refusal.value.message_dict) == [field]
    assert not Member.objects.filter(full_name="Ilham Ramadhani").exists()


def test_who_turns_eighteen_today_may_apply(mayangan: Unit) -> None:
    assert services.apply_for_membership(application(mayangan, birth_date=date(2008, 11, 24)))


@pytest.mark.parametrize("state", [MemberState.ACTIVE, MemberState.RESIGNED, MemberState.APPLICANT])
def test_the_same_name_and_birth_date_are_taken_and_noted_for_the_coordinator(
    mayangan: Unit, state: MemberState
) -> None:
    known = make_member(mayangan, full_name="ILHAM Ramadhani", birth_date=date(2001, 3, 4), state=state)
    member = services.apply_for_membership(application(mayangan))
    assert (member.state, member.likely_same_as) == (MemberState.APPLICANT, known)
    assert services.apply_for_membership(application(mayangan, full_name="Orang Lain")).likely_same_as is None


def test_a_nik_that_is_on_the_list_is_noted_whatever_the_name_and_not_kept_twice(mayangan: Unit) -> None:
    first = services.apply_for_membership(application(mayangan, nik="3574 0304 0301 9001"))
    other = services.apply_for_membership(application(mayangan, full_name="Nama Lain", nik="3574030403019001"))
    assert (other.likely_same_as, other.nik, other.nik_hash) == (first, None, None)


def test_a_stranger_reads_the_same_answer_whether_or_not_the_person_is_on_the_list(
    client: Client, mayangan: Unit
) -> None:
    written = {
        "full_name": "Ilham Ramadhani",
        "birth_date": "2001-03-04",
        "sex": "male",
        "phone": "087000000901",
        "unit": MAYANGAN,
        "livelihood": "employed_private",
        "occupation": "kurir",
        "nik": "3574030403019001",
        "consent": "on",
    }
    answers = [client.post(reverse("members:apply"), {**written, "code": str(uuid.uuid4())}) for _time in range(2)]
    pages = [re.sub(r'name="csrf\S+ value="\w+"', "", client.get(a["Location"]).content.decode()) for a in answers]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert pages[0] == pages[1]


def test_the_coordinator_sees_the_likely_duplicate_by_name_only_where_he_may(
    client: Client, mayangan: Unit, slamet: User
) -> None:
    here = make_member(mayangan, full_name="Ilham Ramadhani", birth_date=date(2001, 3, 4))
    client.force_login(slamet)
    member = services.apply_for_membership(application(mayangan))
    page = client.get(member.get_absolute_url()).content.decode()
    assert "Mungkin sudah ada di daftar" in page
    assert here.get_absolute_url() in page
    elsewhere = make_member(OTHER_DISTRICT, full_name="Kenari Rahasia", birth_date=date(1990, 1, 2))
    Member.objects.filter(pk=member.pk).update(likely_same_as=elsewhere)
    page = client.get(member.get_absolute_url()).content.decode()
    assert "Mungkin sudah ada di daftar" in page
    assert "Kenari Rahasia" not in page


def test_a_place_without_a_chapter_takes_no_applications(mayangan: Unit) -> None:
    Unit.objects.filter(pk=mayangan.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        services.apply_for_membership(application(Unit.objects.get(pk=mayangan.pk)))


def test_the_whole_way_from_application_to_member(mayangan: Unit, slamet: User, endah: User) -> None:
    member = services.apply_for_membership(application(mayangan))
    services.begin_document_check(member, by=slamet)
    with pytest.raises(ValidationError, match="KTP|identity card"):
        services.invite_to_interview(member, by=slamet)
    services.tick_documents(member, [d.value for d in Document], by=slamet)
    services.invite_to_interview(member, by=slamet)
    services.admit_to_training(member, by=slamet)
    with pytest.raises(ValidationError):
        services.activate(member, by=slamet)
    services.attest_livelihood(member, by=endah, evidence=Evidence.WORKPLACE)
    member = services.activate(member, by=slamet)
    assert member.state == MemberState.ACTIVE
    assert member.member_number == "3574.26.0001"
    assert (member.joined_on, member.valid_until) == (date(2026, 11, 24), date(2031, 11, 24))
    assert (member.state_by, member.state_reason) == (slamet.member, "")


def test_numbers_run_on_in_the_city_and_pass_over_those_given_by_hand(mayangan: Unit, slamet: User) -> None:
    make_member(mayangan, member_number="3574.26.0002")
    people = [applicant_in(MemberState.TRAINING, mayangan) for _person in range(3)]
    services.activate(people[0], by=slamet)
    services.activate(people[1], by=slamet)
    services.activate(people[2], by=slamet, member_number="JT.0815")
    numbers = (
        Member.objects.filter(pk__in=[p.pk for p in people]).order_by("pk").values_list("member_number", flat=True)
    )
    assert list(numbers) == ["3574.26.0001", "3574.26.0003", "JT.0815"]


def test_a_number_that_somebody_has_is_refused_in_words(mayangan: Unit, slamet: User) -> None:
    make_member(mayangan, member_number="3574.20.0001")
    member = applicant_in(MemberState.TRAINING, mayangan)
    with pytest.raises(ValidationError):
        services.activate(member, by=slamet, member_number="3574.20.0001")


def test_interview_and_training_are_skipped_only_where_the_rule_of_the_city_says_so(
    mayangan: Unit, slamet: User
) -> None:
    member = applicant_in(MemberState.DOCUMENT_CHECK, mayangan)
    with pytest.raises(ValidationError):
        services.activate(member, by=slamet)
    Unit.objects.filter(path=CITY).update(skips_training=True)
    assert services.activate(member, by=slamet).state == MemberState.ACTIVE


def test_who_was_not_admitted_loses_the_account_and_may_begin_anew(mayangan: Unit, slamet: User) -> None:
    member = applicant_in(MemberState.INTERVIEW, mayangan)
    account = make_user(member)
    with pytest.raises(ValidationError):
        services.reject(member, by=slamet, reason=" ")
    services.reject(member, by=slamet, reason="belum cukup umur di KTP")
    account.refresh_from_db()
    assert not account.is_active
    member = services.reapply(member, by=slamet)
    assert (member.state, member.livelihood_verified_by, member.documents_seen) == (MemberState.APPLICANT, None, [])


def test_the_account_of_a_superuser_is_not_closed_by_rejecting_him_but_by_another_superuser(
    mayangan: Unit, slamet: User, dian: User
) -> None:
    member = applicant_in(MemberState.INTERVIEW, mayangan)
    account = make_user(member, is_superuser=True)
    with pytest.raises(ValidationError, match="superuser"):
        services.reject(member, by=slamet, reason="belum siap")
    account.refresh_from_db()
    assert account.is_active
    assert Member.objects.get(pk=member.pk).state == MemberState.INTERVIEW
    services.reject(member, by=dian, reason="belum siap")
    account.refresh_from_db()
    assert not account.is_active


def test_a_farewell_does_not_close_the_account_of_a_superuser_either(slamet: User, dian: User, mayangan: Unit) -> None:
    member = make_member(mayangan)
    make_user(member, is_superuser=True)
    with pytest.raises(ValidationError, match="superuser"):
        services.record_resignation(member, by=slamet, reason="pindah domisili")
    services.record_resignation(member, by=dian, reason="pindah domisili")


def test_nobody_moves_himself_on(mayangan: Unit, slamet: User) -> None:
    with pytest.raises(ValidationError):
        services.reject(slamet.member, by=slamet, reason="tidak jadi")


@pytest.mark.parametrize("service", [services.begin_document_check, services.admit_to_training, services.reapply])
def test_only_an_office_of_the_unit_moves_an_application(
    mayangan: Unit, wiwik: User, stranger_coordinator: User, service: Any
) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT)
    for user in (wiwik, stranger_coordinator):
        with pytest.raises(PermissionDenied):
            service(member, by=user)


@pytest.mark.parametrize(
    "forgotten",
    [
        {"livelihood": ""},
        {"livelihood": Livelihood.NONE},
        {"livelihood_recorded_by": None},
        {"livelihood_verified_by": None},
        {"livelihood_verified_on": None},
        {"member_number": None},
        {"valid_until": None},
    ],
)
def test_the_database_refuses_an_active_member_when_code_forgets_the_rule(
    mayangan: Unit, forgotten: dict[str, Any]
) -> None:
    member = make_member(mayangan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=member.pk).update(**forgotten)


def test_the_database_refuses_an_attestation_by_the_recorder_by_the_member_or_of_nothing_recorded() -> None:
    member = make_member(MAYANGAN)
    recorder = member.livelihood_recorded_by
    for wrong in (
        {"livelihood_verified_by": recorder},
        {"livelihood_verified_by": member},
        {"livelihood_recorded_by": member.livelihood_verified_by},
        {"livelihood_waiver_by": member},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.filter(pk=member.pk).update(**wrong)
