"""Nobody gets more rights than an office gives him: by links and passwords, by the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Appointment, Grant, Member, Unit, User
from members.states import Office
from tests.factories.members import CITY, MAYANGAN, make_grant, make_member, make_officer

pytestmark = pytest.mark.django_db
PASSWORD = "kapal-layar-tiga-tiang"


def set_a_password_by_link(member: Member, maker: User) -> None:
    """Whoever made the link uses it himself, and chooses a password."""
    phone = Client()
    phone.post(services.make_sign_in_link(member, by=maker).path, {"pressed": "yes"})
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert phone.post(reverse("members:password"), typed).status_code == 302


def can_sign_in(member: Member) -> bool:
    cache.clear()
    user = User.objects.get(member=member)
    return Client().post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 302


def appoint(member: Member, unit: Unit | str, office: Office, by: User) -> Appointment:
    where = Unit.objects.get(pk=unit) if isinstance(unit, str) else unit
    return services.appoint(member, where, office, begins=where.today() - timedelta(days=1), ends=None, by=by)


def test_a_password_that_a_weaker_maker_of_a_link_could_have_set_ends_with_the_appointment(
    slamet: User, bambang: User
) -> None:
    member = make_member(MAYANGAN)
    set_a_password_by_link(member, slamet)
    assert can_sign_in(member)
    appoint(member, CITY, Office.HEAD_DISASTER, bambang)
    assert not can_sign_in(member)


def test_a_password_stays_where_the_maker_of_the_link_may_do_as_much(bambang: User) -> None:
    member = make_member(MAYANGAN)
    set_a_password_by_link(member, bambang)
    appoint(member, MAYANGAN, Office.COORDINATOR, bambang)
    assert can_sign_in(member)


def test_the_desk_doesn_t_change_the_rules_of_a_unit(client: Client, endah: User) -> None:
    client.force_login(endah)
    sent = {"rest_hours": "0", "skips_training": "on", "is_active": ""}
    assert client.post(reverse("admin:members_unit_change", args=[CITY]), sent).status_code == 403
    assert Unit.objects.get(pk=CITY).rest_hours == 8


@pytest.fixture
def certificate() -> dict[str, Any]:
    """What the desk sends for a certificate, as if somebody else had seen it."""
    other, qualification = make_member(MAYANGAN), make_grant(make_member(MAYANGAN)).qualification
    period = {"period_0": "2026-01-01", "period_1": "2028-01-01"}
    return {"qualification": qualification.pk, "verified_by": other.pk, "evidence": "P3K 12", **period}


def test_a_certificate_is_verified_by_whoever_writes_it_down(
    client: Client, endah: User, certificate: dict[str, Any]
) -> None:
    client.force_login(endah)
    member = make_member(MAYANGAN)
    assert client.post(reverse("admin:members_grant_add"), certificate | {"member": member.pk}).status_code == 302
    assert Grant.objects.get(member=member).verified_by == endah.member


def test_nobody_writes_down_a_certificate_of_his_own(client: Client, certificate: dict[str, Any]) -> None:
    desk = make_officer(Office.ROSTER_ADMIN, MAYANGAN)
    client.force_login(desk)
    client.post(reverse("admin:members_grant_add"), certificate | {"member": desk.member.pk})
    assert not Grant.objects.filter(member=desk.member).exists()
