"""Signing in by four identifiers, by link, and being slowed down after too many tries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import services
from members.models import Member, User
from members.states import MemberState
from senkom.lib.models import Link
from tests.factories.members import MAYANGAN, PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def buari() -> User:
    """Somebody with all four identifiers."""
    cache.clear()
    member = make_member(
        MAYANGAN, full_name="Buari", member_number="3574.12.0001", phone="+6287000000003", email="buari@contoh.example"
    )
    return make_user(member, username="buari")


def is_signed_in(client: Client) -> bool:
    """Whether the browser is somebody's."""
    return client.get(reverse("members:me")).status_code == 302 and "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed",
    ["buari", "3574.12.0001", "0870-0000-0003", "+62 870 0000 0003", "buari@contoh.example", "BUARI@contoh.example"],
)
def test_one_field_takes_four_identifiers(client: Client, buari: User, typed: str) -> None:
    answer = client.post(LOGIN, {"login": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert is_signed_in(client)


def test_a_phone_that_two_people_share_signs_nobody_in(client: Client, buari: User) -> None:
    make_user(make_member(MAYANGAN, phone="+6287000000003"))
    assert client.post(LOGIN, {"login": "087000000003", "password": PASSWORD}).status_code == 422
    assert client.post(LOGIN, {"login": "3574.12.0001", "password": PASSWORD}).status_code == 302


def test_a_wrong_password_keeps_what_was_typed_and_says_nothing_about_the_account(client: Client, buari: User) -> None:
    pages = [client.post(LOGIN, {"login": name, "password": "salah-sama-sekali"}) for name in ("buari", "tidak.ada")]
    assert [page.status_code for page in pages] == [422, 422]
    assert 'value="buari"' in pages[0].content.decode()
    errors = [page.context["form"].non_field_errors() for page in pages]
    assert errors[0] == errors[1]


def test_too_many_tries_are_slowed_down_with_what_was_typed_and_a_way_on(client: Client, buari: User) -> None:
    for _try in range(5):
        client.post(LOGIN, {"login": "buari", "password": "salah-sama-sekali"})
    page = client.post(LOGIN, {"login": "buari", "password": PASSWORD})
    assert page.status_code == 429
    text = page.content.decode()
    assert 'value="buari"' in text
    assert "Terlalu banyak" in text
    assert not is_signed_in(client)


@pytest.mark.parametrize("state", [MemberState.RESIGNED, MemberState.EXPELLED, MemberState.DECEASED])
def test_who_has_left_can_not_sign_in_even_if_the_account_was_forgotten(client: Client, state: MemberState) -> None:
    make_user(make_member(MAYANGAN, state=state), username="pergi")
    assert client.post(LOGIN, {"login": "pergi", "password": PASSWORD}).status_code == 422


def test_a_closed_account_is_answered_like_a_wrong_password(client: Client, buari: User) -> None:
    User.objects.filter(pk=buari.pk).update(is_active=False)
    assert client.post(LOGIN, {"login": "buari", "password": PASSWORD}).status_code == 422


def make_link(member: Member, by: User) -> str:
    """The address a coordinator gets on his screen."""
    maker = Client()
    maker.force_login(by)
    page = maker.post(reverse("members:sign_in_link", args=[member.code]), {"sent": "yes"})
    assert page.status_code == 200
    found = re.search(r"/r/[\w-]+/", page.content.decode())
    assert found is not None
    return found.group()


def test_the_link_page_has_a_qr_code_and_a_text_that_stands_alone(client: Client, slamet: User) -> None:
    member = make_member(MAYANGAN, full_name="Misnari")
    client.force_login(slamet)
    page = client.post(reverse("members:sign_in_link", args=[member.code]), {"sent": "yes"}).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert "Misnari" in page
    assert "WIB" in page


def test_opening_a_link_signs_nobody_in_and_the_button_does_once_for_ninety_days(client: Client, slamet: User) -> None:
    member = make_member(MAYANGAN, full_name="Misnari", email="")
    path = make_link(member, slamet)
    shown = client.get(path)
    assert "Misnari" in shown.content.decode()
    assert not is_signed_in(client)
    answer = client.post(path)
    assert (answer.status_code, answer["Location"]) == (302, reverse("members:password"))
    assert is_signed_in(client)
    assert client.session.get_expiry_age() > timedelta(days=89).total_seconds()
    again = Client().post(path)
    assert again.status_code == 410
    assert "koordinator" in again.content.decode()


def test_a_password_can_be_made_after_the_link_without_an_old_one(client: Client, slamet: User) -> None:
    member = make_member(MAYANGAN)
    client.post(make_link(member, slamet))
    chosen = {"new_password1": "tiga-perahu-biru", "new_password2": "tiga-perahu-biru"}
    assert client.post(reverse("members:password"), chosen).status_code == 302
    assert is_signed_in(client)
    other = Client()
    name = User.objects.get(member=member).username
    assert other.post(LOGIN, {"login": name, "password": "tiga-perahu-biru"}).status_code == 302
    assert other.post(reverse("members:password"), chosen).status_code == 422


def test_a_newer_link_ends_the_one_before_and_time_ends_both(client: Client, slamet: User) -> None:
    member = make_member(MAYANGAN)
    first, second = make_link(member, slamet), make_link(member, slamet)
    assert client.post(first).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1), tick=False):
        assert client.post(second).status_code == 410
        assert client.get(second).status_code == 410
    assert client.get("/r/tidak-ada/").status_code == 404


def test_the_token_itself_is_nowhere_in_the_database(slamet: User) -> None:
    path = make_link(make_member(MAYANGAN), slamet)
    assert path.split("/")[2] not in str(list(Link.objects.values()))


def test_a_link_of_somebody_who_left_meanwhile_signs_nobody_in(client: Client, slamet: User) -> None:
    member = make_member(MAYANGAN)
    path = make_link(member, slamet)
    services.record_resignation(member, by=slamet, reason="pindah domisili")
    assert client.post(path).status_code == 410
    assert not is_signed_in(client)


def test_a_link_for_an_account_with_more_rights_is_refused_in_words(
    client: Client, slamet: User, bambang: User
) -> None:
    Member.objects.filter(pk=bambang.member_id).update(unit=MAYANGAN)
    client.force_login(slamet)
    page = client.post(reverse("members:sign_in_link", args=[bambang.member.code]), {"sent": "yes"})
    assert page.status_code == 403
    assert "jabatan" in page.content.decode()


def test_a_flood_from_one_place_gets_a_page_with_the_next_step(client: Client, buari: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [client.post(LOGIN, {"login": f"orang{n}", "password": "salah-sama-sekali"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert "koordinator" in answers[-1].content.decode()
