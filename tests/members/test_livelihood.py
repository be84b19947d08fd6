"""A job or income: recorded by one, attested by another, waived for a time; people count, not accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Member, Unit, User
from members.states import Evidence, Livelihood, MemberState
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_it_is_attested_by_neither_its_recorder_nor_the_member_nor_a_coordinator(
    mayangan: Unit, endah: User, bambang: User, slamet: User
) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
    services.record_livelihood(member, Livelihood.SELF_EMPLOYED, occupation="nelayan", by=endah)
    with pytest.raises(PermissionDenied):
        services.attest_livelihood(member, by=slamet, evidence=Evidence.WORKPLACE)
    with pytest.raises(ValidationError):
        services.attest_livelihood(member, by=endah, evidence=Evidence.WORKPLACE)
    attested = services.attest_livelihood(member, by=bambang, evidence=Evidence.WORKPLACE)
    assert (attested.livelihood_verified_by, attested.livelihood_verified_on) == (bambang.member, mayangan.today())
    with pytest.raises(ValidationError):
        services.attest_livelihood(bambang.member, by=bambang, evidence=Evidence.WORKPLACE)


def test_the_rule_holds_for_a_superuser_as_for_everybody(mayangan: Unit, dian: User) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
    services.record_livelihood(member, Livelihood.SELF_EMPLOYED, by=dian)
    with pytest.raises(ValidationError):
        services.attest_livelihood(member, by=dian, evidence=Evidence.WORKPLACE)


def test_nothing_recorded_is_nothing_to_attest(mayangan: Unit, bambang: User) -> None:
    for fields in ({"livelihood": ""}, {"livelihood": Livelihood.NONE}, {"livelihood_recorded_by": None}):
        member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
        Member.objects.filter(pk=member.pk).update(**fields)
        with pytest.raises(ValidationError):
            services.attest_livelihood(member, by=bambang, evidence=Evidence.WORKPLACE)


def test_a_member_who_lost_the_job_stays_active_for_sixty_days_and_is_attested_anew(
    mayangan: Unit, slamet: User, bambang: User
) -> None:
    member = services.record_livelihood(make_member(mayangan), Livelihood.NONE, by=slamet)
    assert (member.state, member.livelihood_verified_by) == (MemberState.ACTIVE, None)
    assert member.livelihood_waiver_until == mayangan.today() + timedelta(days=60)
    services.record_livelihood(member, Livelihood.EMPLOYED_PRIVATE, occupation="kurir", by=slamet)
    member = services.attest_livelihood(member, by=bambang, evidence=Evidence.WORKPLACE)
    assert (member.livelihood_waiver_until, member.livelihood_waiver_by) == (None, None)


def test_a_waiver_needs_a_reason_a_day_to_come_and_somebody_else(mayangan: Unit, endah: User) -> None:
    member = make_member(mayangan, state=MemberState.TRAINING, livelihood=Livelihood.NONE, livelihood_verified_by=None)
    later = mayangan.today() + timedelta(days=60)
    for until, reason in ((later, " "), (mayangan.today(), "PHK"), (later + timedelta(days=400), "PHK")):
        with pytest.raises(ValidationError):
            services.waive_livelihood(member, until=until, by=endah, reason=reason)
    with pytest.raises(ValidationError):
        services.waive_livelihood(endah.member, until=later, by=endah, reason="PHK")
    services.waive_livelihood(member, until=later, by=endah, reason="PHK, sedang mencari kerja")
    assert services.activate(member, by=endah).state == MemberState.ACTIVE


def test_what_was_seen_is_kept_as_a_kind_and_the_page_shows_it(
    client: Client, mayangan: Unit, endah: User, slamet: User
) -> None:
    member = make_member(mayangan, state=MemberState.TRAINING, livelihood_verified_by=None)
    client.force_login(endah)
    attest = reverse("members:step", args=[member.code, "attest"])
    assert client.post(attest, {"evidence": ""}).status_code == 422
    assert client.post(attest, {"evidence": "payslip"}).status_code == 422
    assert client.post(attest, {"evidence": "village_office"}).status_code == 302
    member.refresh_from_db()
    assert (member.livelihood_evidence, member.livelihood_verified_on) == ("village_office", mayangan.today())
    assert "keterangan RT/RW atau kelurahan" in client.get(member.get_absolute_url()).content.decode()
    services.record_livelihood(member, Livelihood.EMPLOYED_PRIVATE, by=slamet)
    assert Member.objects.get(pk=member.pk).livelihood_evidence == ""


def test_a_renewal_needs_an_attestation_of_the_last_twelve_months(
    client: Client, mayangan: Unit, endah: User, slamet: User
) -> None:
    today = mayangan.today()
    member = make_member(
        mayangan, valid_until=today + timedelta(days=20), livelihood_verified_on=today - timedelta(days=367)
    )
    client.force_login(slamet)
    renew = reverse("members:step", args=[member.code, "renew"])
    assert "berlaku 12 bulan" in client.get(member.get_absolute_url()).content.decode()
    assert client.post(renew, {"reason": ""}).status_code == 422
    services.attest_livelihood(member, by=endah, evidence=Evidence.KNOWN)
    assert client.post(renew, {"document": "SK-3/2026"}).status_code == 302
    member.refresh_from_db()
    assert member.valid_until is not None
    assert member.valid_until.year == (today + timedelta(days=20)).year + 5
    assert client.post(renew, {"reason": ""}).status_code == 409


def test_a_recorded_change_of_job_is_attested_before_the_renewal(mayangan: Unit, endah: User, slamet: User) -> None:
    member = make_member(mayangan, valid_until=mayangan.today() + timedelta(days=20))
    services.record_livelihood(member, Livelihood.EMPLOYED_PRIVATE, by=slamet)
    with pytest.raises(ValidationError, match="belum dipastikan"):
        services.renew(member, by=slamet)
    services.attest_livelihood(member, by=endah, evidence=Evidence.WORK_PAPER)
    assert services.renew(member, by=slamet).state == MemberState.ACTIVE


def test_whoever_looks_for_work_is_renewed_while_the_waiver_lasts(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan, valid_until=mayangan.today() + timedelta(days=20))
    services.record_livelihood(member, Livelihood.NONE, by=slamet)
    renewed = services.renew(member, by=slamet)
    assert renewed.livelihood_waiver_until == mayangan.today() + timedelta(days=60)
    Member.objects.filter(pk=member.pk).update(
        livelihood_waiver_until=mayangan.today() - timedelta(days=1), valid_until=mayangan.today()
    )
    with pytest.raises(ValidationError, match="belum bekerja"):
        services.renew(member, by=slamet)
