"""A job or income: recorded by one, attested by another, waived for a time; people count, not accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from members import services
from members.models import Member, Unit, User
from members.states import Livelihood, MemberState
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_it_is_attested_by_neither_its_recorder_nor_the_member_nor_a_coordinator(
    mayangan: Unit, endah: User, bambang: User, slamet: User
) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
    services.record_livelihood(member, Livelihood.SELF_EMPLOYED, occupation="nelayan", by=endah)
    with pytest.raises(PermissionDenied):
        services.attest_livelihood(member, by=slamet)
    with pytest.raises(ValidationError):
        services.attest_livelihood(member, by=endah)
    attested = services.attest_livelihood(member, by=bambang)
    assert (attested.livelihood_verified_by, attested.livelihood_verified_on) == (bambang.member, mayangan.today())
    with pytest.raises(ValidationError):
        services.attest_livelihood(bambang.member, by=bambang)


def test_the_rule_holds_for_a_superuser_as_for_everybody(mayangan: Unit, dian: User) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
    services.record_livelihood(member, Livelihood.SELF_EMPLOYED, by=dian)
    with pytest.raises(ValidationError):
        services.attest_livelihood(member, by=dian)


def test_nothing_recorded_is_nothing_to_attest(mayangan: Unit, bambang: User) -> None:
    for fields in ({"livelihood": ""}, {"livelihood": Livelihood.NONE}, {"livelihood_recorded_by": None}):
        member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
        Member.objects.filter(pk=member.pk).update(**fields)
        with pytest.raises(ValidationError):
            services.attest_livelihood(member, by=bambang)


def test_a_member_who_lost_the_job_stays_active_for_sixty_days_and_is_attested_anew(
    mayangan: Unit, slamet: User, bambang: User
) -> None:
    member = services.record_livelihood(make_member(mayangan), Livelihood.NONE, by=slamet)
    assert (member.state, member.livelihood_verified_by) == (MemberState.ACTIVE, None)
    assert member.livelihood_waiver_until == mayangan.today() + timedelta(days=60)
    services.record_livelihood(member, Livelihood.EMPLOYED_PRIVATE, occupation="kurir", by=slamet)
    member = services.attest_livelihood(member, by=bambang)
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
