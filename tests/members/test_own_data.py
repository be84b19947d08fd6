"""Own contact data: what a member mends himself, and what he doesn't."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from members import services
from members.accounts import username_for
from members.history import changes_of
from members.models import Member, User
from tests.factories.members import MAYANGAN, make_member, make_user

pytestmark = pytest.mark.django_db
WRITTEN = {
    "phone": "0870-0000-7777",
    "email": "wiwik@contoh.example",
    "address": "Jalan Mawar 1",
    "emergency_contact": "Adik, 0870-0000-8888",
}


def test_a_member_changes_his_own_contact_data_and_nothing_else(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    address = reverse("members:own_data")
    assert address in client.get(wiwik.member.get_absolute_url()).content.decode()
    number, occupation = wiwik.member.member_number, wiwik.member.occupation
    forged = {"nik": "3574030403019001", "occupation": "lain", "full_name": "Lain", "member_number": "1"}
    assert client.post(address, {**WRITTEN, **forged}).status_code == 302
    member = Member.objects.get(pk=wiwik.member_id)
    assert (member.phone.as_e164, member.email) == ("+6287000007777", WRITTEN["email"])
    assert (member.address, member.emergency_contact) == (WRITTEN["address"], WRITTEN["emergency_contact"])
    assert (member.member_number, member.occupation, member.nik) == (number, occupation, None)
    assert member.full_name == wiwik.member.full_name
    assert username_for("087000007777") == username_for("WIWIK@contoh.example") == "wiwik"
    newest = changes_of(member)[0]
    assert newest.who == wiwik.member.full_name
    assert "Jalan Mawar 1" in {new for _field, _old, new in newest.fields}


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "0870-0000-7777"), ("email", "Budi@contoh.example")], ids=["phone", "email"]
)
def test_what_another_account_signs_in_with_is_refused_and_what_was_typed_stays(
    client: Client, wiwik: User, field: str, value: str
) -> None:
    other = make_member(MAYANGAN, phone="+6287000007777", email="budi@contoh.example")
    make_user(other, username="budi")
    client.force_login(wiwik)
    free = {**WRITTEN, "phone": "0870-0000-1111", field: value}
    answer = client.post(reverse("members:own_data"), free)
    assert answer.status_code == 422
    assert "masuk dengan" in answer.content.decode()
    assert "Jalan Mawar 1" in answer.content.decode()
    assert username_for("087000007777") == "budi"


def test_a_number_of_the_family_that_opens_no_account_may_be_shared(wiwik: User) -> None:
    make_member(MAYANGAN, phone="+6287000007777")
    make_user(make_member(MAYANGAN, phone="+6287000007777"), username="tutup", is_active=False)
    assert services.change_own_data(by=wiwik, **WRITTEN).address == "Jalan Mawar 1"


def test_what_stays_the_same_is_kept_even_where_it_is_shared(wiwik: User) -> None:
    make_user(make_member(MAYANGAN, phone=str(wiwik.member.phone)), username="kembar")
    services.change_own_data(by=wiwik, **{**WRITTEN, "phone": str(wiwik.member.phone)})


@pytest.mark.parametrize("phone", ["", "12"])
def test_whoever_has_a_number_does_not_leave_it_empty_or_wrong(client: Client, wiwik: User, phone: str) -> None:
    client.force_login(wiwik)
    answer: Any = client.post(reverse("members:own_data"), {**WRITTEN, "phone": phone})
    assert answer.status_code == 422


def test_the_service_refuses_a_user_name_of_somebody_else_as_e_mail(wiwik: User) -> None:
    make_user(make_member(MAYANGAN), username="orang@contoh.example")
    with pytest.raises(ValidationError):
        services.change_own_data(by=wiwik, **{**WRITTEN, "email": "orang@contoh.example"})
