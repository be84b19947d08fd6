"""The second factor: codes, recovery codes, links, and a lost phone. Numbers (S30 …): docs/security.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Reading, User
from members.reminders.people import data_opened, texts_of_readings
from members.states import Office
from tests.factories.members import (
    CITY,
    MAYANGAN,
    PASSWORD,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
    make_user,
)
from tests.members.second_factor import (
    begin,
    code_at,
    confirm,
    give_app,
    is_in,
    recovery_codes,
    second_step,
    set_up_app,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, 7, tzinfo=UTC)
HOME = "/members/me/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_a_password_alone_no_longer_opens_the_account_and_a_code_does(client: Client, slamet: User, clock: Any) -> None:
    secret = give_app(slamet)
    asked = begin(client, slamet)
    assert asked["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert "aplikasi" in client.get(asked["Location"]).content.decode()
    assert second_step(client, code_at(secret)) == 302
    assert client.get(HOME).status_code == 302
    assert is_in(client)


def test_s30_a_code_counts_once_as_long_as_it_could_be_right(client: Client, slamet: User, clock: Any) -> None:
    secret = give_app(slamet)
    early = code_at(secret, 1)
    for late in (0, 29, 31, 59):
        clock.move_to(NOW.timestamp() + late)
        browser = Client()
        begin(browser, slamet)
        assert second_step(browser, early) == (302 if late == 0 else 422), late


def test_s30_the_code_used_to_set_the_app_up_is_used_up(client: Client, slamet: User, clock: Any) -> None:
    secret = give_app(slamet)
    begin(client, slamet)
    assert second_step(client, code_at(secret, -1)) == 422


def test_s30_a_code_that_just_ended_counts_and_the_one_before_does_not(
    client: Client, slamet: User, clock: Any
) -> None:
    secret = give_app(slamet)
    begin(client, slamet)
    clock.move_to(NOW.timestamp() + 300)
    assert second_step(client, code_at(secret, -2)) == 422
    assert second_step(client, code_at(secret, 2)) == 422
    assert second_step(client, code_at(secret, -1)) == 302


def test_s30_the_sixth_guess_is_one_too_many_even_if_it_is_right(client: Client, slamet: User, clock: Any) -> None:
    secret = give_app(slamet)
    begin(client, slamet)
    wrong = str((int(code_at(secret)) + 1) % 10**6).zfill(6)
    assert [second_step(client, wrong) for _guess in range(5)] == [422] * 5
    page = client.post(reverse("mfa_authenticate"), {"code": code_at(secret)})
    assert page.status_code == 429
    assert "Terlalu banyak" in page.content.decode()
    elsewhere = Client()
    begin(elsewhere, slamet)
    assert second_step(elsewhere, code_at(secret)) == 429


def test_s31_a_recovery_code_opens_once(client: Client, slamet: User, clock: Any) -> None:
    give_app(slamet)
    code = recovery_codes(slamet)[3]
    for expected in (302, 422):
        browser = Client()
        begin(browser, slamet)
        assert second_step(browser, code) == expected


def test_s31_the_second_step_can_not_be_walked_around(client: Client, slamet: User, clock: Any) -> None:
    give_app(slamet)
    begin(client, slamet)
    for address in (HOME, "/members/", "/accounts/password/", reverse("mfa_index"), reverse("mfa_activate_totp")):
        assert client.get(address)["Location"].startswith("/accounts/login/"), address
    client.post("/accounts/logout/")
    assert client.get(reverse("mfa_authenticate"))["Location"] == "/accounts/login/"
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_s28_the_session_has_another_key_after_the_second_step_and_after_setting_one_up(
    client: Client, slamet: User, clock: Any
) -> None:
    client.force_login(slamet)
    first = client.session.session_key
    secret = set_up_app(client)
    second = client.session.session_key
    client.post("/accounts/logout/")
    slamet.refresh_from_db()
    begin(client, slamet)
    third = client.session.session_key
    second_step(client, code_at(secret))
    assert len({first, second, third, client.session.session_key}) == 4


def test_s28_the_session_has_another_key_after_confirming_who_one_is(client: Client, slamet: User, clock: Any) -> None:
    client.force_login(slamet)
    before = client.session.session_key
    assert confirm(client, reverse("mfa_activate_totp")).status_code == 200
    after = client.session.session_key
    assert after != before
    set_up_app(client)
    replay = Client()
    replay.cookies["sessionid"] = str(before)
    assert replay.get("/accounts/password/")["Location"].startswith("/accounts/login/")


@pytest.mark.django_db(transaction=True)
def test_other_phones_sign_in_anew_once_a_second_factor_is_set_up_or_gone(slamet: User, clock: Any) -> None:
    phone, other = Client(), Client()
    other.force_login(slamet)
    phone.force_login(slamet)
    set_up_app(phone)
    assert other.get("/accounts/password/")["Location"].startswith("/accounts/login/")
    assert phone.get("/accounts/password/").status_code == 200
    slamet.refresh_from_db()
    other.force_login(slamet)
    answer = phone.post(reverse("mfa_deactivate_totp"))
    assert answer["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.filter(user=slamet).exists()
    assert other.get("/accounts/password/").status_code == 302
    assert phone.get("/accounts/password/").status_code == 200


def test_who_found_a_phone_unlocked_changes_no_second_factor_without_the_password(slamet: User) -> None:
    phone = Client()
    phone.force_login(slamet)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        for asked in (phone.get(reverse(name)), phone.post(reverse(name), {"code": "123456"})):
            assert asked["Location"].startswith(reverse("account_reauthenticate")), name
    wrong = confirm(phone, reverse("mfa_activate_totp"), password="salah-sama-sekali")
    assert wrong.status_code == 422


def test_the_secrets_lie_encrypted(slamet: User, clock: Any) -> None:
    secret = give_app(slamet)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert stored.count("'k1:") == 2


HOSTILE = [
    *("", "null", "[]", "{}", "1", '"x"', '{"id": 1}', '{"id": "a", "rawId": "a", "type": "public-key"}', "{" * 900),
    json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}),
    json.dumps(
        {
            "id": "YQ",
            "rawId": "YQ",
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "", "signature": ""},
        }
    ),
    json.dumps({"id": "é", "rawId": None, "type": 7, "response": {"clientDataJSON": "%%%", "attestationObject": "_"}}),
]


@pytest.mark.parametrize("sent", HOSTILE)
def test_what_no_passkey_made_is_a_wrong_code_and_no_error(client: Client, slamet: User, sent: str) -> None:
    client.force_login(slamet)
    confirm(client, reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"name": "HP", "credential": sent}).status_code == 422
    set_up_app(client)
    client.post("/accounts/logout/")
    slamet.refresh_from_db()
    begin(client, slamet)
    client.get(reverse("mfa_authenticate"))
    assert client.post(reverse("mfa_authenticate"), {"credential": sent}).status_code == 422
    assert not is_in(client)


def test_a_sign_in_link_does_not_get_around_the_second_factor(client: Client, bambang: User, clock: Any) -> None:
    member = make_member(MAYANGAN)
    user = make_user(member)
    secret = give_app(user)
    path = services.make_sign_in_link(member, by=bambang).path
    assert client.post(path)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert not Reading.objects.exists()
    assert client.get("/accounts/password/")["Location"].startswith("/accounts/login/")
    assert client.post(reverse("mfa_authenticate"), {"code": code_at(secret)})["Location"] == "/accounts/password/"
    assert is_in(client)
    assert client.session.get_expiry_age() > 89 * 86400
    assert Reading.objects.get().by == bambang.member
    assert Client().post(path).status_code == 410


def test_a_link_opened_in_somebody_else_s_session_ends_that_one_first(
    client: Client, bambang: User, wiwik: User, clock: Any
) -> None:
    user = make_user(make_member(MAYANGAN))
    secret = give_app(user)
    client.force_login(wiwik)
    client.post(services.make_sign_in_link(user.member, by=bambang).path)
    assert not is_in(client)
    second_step(client, code_at(secret))
    assert client.session["_auth_user_id"] == str(user.pk)


def reset(by: User, user: User, reason: str = "HP hilang, sudah bicara langsung") -> int:
    """What the desk is answered that takes away somebody's second factor."""
    desk = Client()
    desk.force_login(by)
    return desk.post(reverse("members:second_factor", args=[user.member.code]), {"reason": reason}).status_code


def test_a_lost_phone_is_reset_from_above_and_the_person_is_told(
    client: Client, slamet: User, endah: User, clock: Any
) -> None:
    give_app(slamet)
    client.force_login(slamet)
    assert reset(endah, slamet, reason="  ") == 422
    assert reset(endah, slamet) == 302
    assert not Authenticator.objects.filter(user=slamet).exists()
    assert client.get("/accounts/password/").status_code == 302
    row = Reading.objects.get()
    assert (row.member, row.by, row.reason) == (slamet.member, endah.member, "HP hilang, sudah bicara langsung")
    assert data_opened().filter(recipient=slamet.member_id).exists()
    said = texts_of_readings([row.pk])[row.pk]
    assert "Endah Purwaningsih" in said.body
    assert "HP hilang" in said.body
    assert reset(endah, slamet) == 409
    begin(browser := Client(), slamet)
    assert is_in(browser)


def test_nobody_resets_himself_nor_whoever_holds_an_office_where_he_does(
    bambang: User, endah: User, slamet: User, joko: User, clock: Any
) -> None:
    for user in (bambang, endah, slamet, joko):
        give_app(user)
    assert reset(endah, endah) in (403, 422)
    assert reset(bambang, endah) == 403  # his unit is the same
    assert reset(endah, joko) == 403
    assert reset(slamet, make_user(make_member(MAYANGAN))) == 403  # a coordinator
    assert reset(slamet, joko) == 404
    above = make_officer(Office.CHAIR, PROVINCE, full_name="Ketua Provinsi")
    assert reset(above, endah) == 302
    # A coming term counts as well: a member of Mayangan who will chair the city.
    coming = make_user(make_member(MAYANGAN))
    make_appointment(coming.member, CITY, Office.VICE_CHAIR)
    give_app(coming)
    assert reset(bambang, coming) == 403


def test_a_superuser_is_reset_by_another_one_or_at_the_server_only(dian: User, clock: Any, capsys: Any) -> None:
    give_app(dian)
    above = make_officer(Office.CHAIR, PROVINCE)
    assert reset(above, dian) == 403
    call_command("reset_second_factor", "dian")
    assert not Authenticator.objects.filter(user=dian).exists()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "dian")
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "tidak.ada")
    dian.refresh_from_db()
    give_app(dian)
    assert reset(make_user(make_member(CITY), is_superuser=True), dian) == 302


def test_the_desk_offers_it_only_to_who_may_and_where_there_is_one(wiwik: User, slamet: User, endah: User) -> None:
    def offered(user: User) -> bool:
        (desk := Client()).force_login(user)
        page = desk.get(wiwik.member.get_absolute_url()).content.decode()
        return reverse("members:second_factor", args=[wiwik.member.code]) in page

    assert not offered(endah)
    give_app(wiwik)
    assert (offered(slamet), offered(endah)) == (False, True)


def test_a_member_may_have_one_too_and_reads_his_recovery_codes_again(client: Client, wiwik: User, clock: Any) -> None:
    client.force_login(wiwik)
    set_up_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    wiwik.refresh_from_db()
    codes = recovery_codes(wiwik)
    assert len(codes) == 10
    assert all(code in page for code in codes)
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert recovery_codes(wiwik) != codes
    assert PASSWORD not in page


def test_a_passkey_of_somebody_else_is_not_there(client: Client, slamet: User, wiwik: User) -> None:
    kept = {"name": "HP Wiwik", "credential": {}}
    row = Authenticator.objects.create(user=wiwik, type=Authenticator.Type.WEBAUTHN, data=kept)
    client.force_login(slamet)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for answer in (client.get(reverse(name, args=[row.pk])), client.post(reverse(name, args=[row.pk]))):
            assert answer.status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()
