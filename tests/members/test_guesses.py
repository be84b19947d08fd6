"""Guessing and taking over accounts. Numbers (S23 …) are the rows of the list of attacks in docs/security.md."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from members import services
from members.models import User
from tests.factories.members import MAYANGAN, PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CHOOSE = "/accounts/password/"
WRONG = "salah-sama-sekali"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed: that is the time a sign-in takes."""

    times: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.times.append(salt)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def attempt(name: str, password: str, address: str = "192.0.2.1", **headers: str) -> int:
    """The answer to one try from an address."""
    typed = {"login": name, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, typed, headers=headers).status_code


def test_s23_five_wrong_tries_stop_that_address_and_nobody_else(wiwik: User) -> None:
    assert [attempt("wiwik", WRONG) for _try in range(6)] == [422] * 5 + [429]
    assert attempt("wiwik", PASSWORD) == 429
    assert attempt("wiwik", PASSWORD, address="198.51.100.7") == 302


def test_s23_twenty_wrong_tries_from_an_address_stop_it_for_every_account(wiwik: User) -> None:
    assert [attempt(f"orang{number}", WRONG) for number in range(20)] == [422] * 20
    assert attempt("wiwik", PASSWORD) == 429


def test_s24_a_forged_address_changes_nothing(wiwik: User) -> None:
    forged = [attempt("wiwik", WRONG, **{"X-Forwarded-For": f"10.0.0.{number}"}) for number in range(6)]
    assert forged == [422] * 5 + [429]


def test_s24_behind_our_proxy_its_own_word_counts_and_what_came_before_does_not(wiwik: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through_proxy(forged: int, true: str) -> int:
        return attempt("wiwik", WRONG, address="127.0.0.1", **{"X-Forwarded-For": f"10.0.0.{forged}, {true}"})

    assert [through_proxy(number, "192.0.2.1") for number in range(6)] == [422] * 5 + [429]
    assert through_proxy(0, "198.51.100.7") == 422


def test_s25_unknown_wrong_and_closed_are_answered_alike_and_take_as_long(wiwik: User, settings: Any) -> None:
    closed, without = make_user(username="tutup"), make_user(username="tanpa")
    closed.is_active = False
    without.set_unusable_password()
    without.save()
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    for user in (wiwik, closed):
        user.set_password(PASSWORD)
        user.save()
    answers = set()
    tries = (("wiwik", WRONG), ("tidak.ada", WRONG), ("tutup", PASSWORD), ("tutup", WRONG), ("tanpa", WRONG))
    for name, password in tries:
        CountingHasher.times.clear()
        page = Client().post(LOGIN, {"login": name, "password": password})
        said = tuple(map(str, page.context["form"].non_field_errors()))
        answers.add((page.status_code, said, len(CountingHasher.times)))
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 422


def test_s26_there_is_no_reset_by_mail_to_probe_addresses_with(client: Client) -> None:
    for address in ("/accounts/password/reset/", "/accounts/email/", "/accounts/signup/", "/accounts/login/code/"):
        assert client.get(address).status_code in (302, 404), address
    assert client.get("/accounts/signup/")["Location"] == "/apply/"


def test_s27_a_link_leads_to_the_configured_address_whatever_host_was_asked(slamet: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "lain.example"]
    maker = Client(headers={"host": "lain.example"})
    maker.force_login(slamet)
    member = make_member(MAYANGAN)
    page = maker.post(reverse("members:sign_in_link", args=[member.code]), {"sent": "yes"})
    assert page.context["address"].startswith(settings.SITE_URL)
    assert "lain.example" not in page.content.decode()


def test_s27_an_open_link_ends_with_a_new_password(slamet: User, wiwik: User) -> None:
    path = services.make_sign_in_link(wiwik.member, by=slamet).path
    phone = Client()
    phone.force_login(wiwik)
    choose(phone, "tiga-perahu-biru", old=PASSWORD)
    assert Client().post(path).status_code == 410


def test_s28_the_session_has_another_key_after_signing_in(client: Client, wiwik: User) -> None:
    client.get(LOGIN)
    client.session["came"] = "before"
    client.session.save()
    before = client.session.session_key
    client.post(LOGIN, {"login": "wiwik", "password": PASSWORD})
    first = client.session.session_key
    choose(client, "tiga-perahu-biru", old=PASSWORD)
    assert len({before, first, client.session.session_key}) == 3


def test_s29_a_session_ends_with_the_password_it_was_opened_with_and_with_sign_out(wiwik: User) -> None:
    phone, other = Client(), Client()
    for browser in (phone, other):
        browser.post(LOGIN, {"login": "wiwik", "password": PASSWORD})
    key = phone.session.session_key
    choose(phone, "tiga-perahu-biru", old=PASSWORD)
    assert phone.get(reverse("members:me")).status_code == 302
    assert phone.get(CHOOSE).status_code == 200
    assert other.get(CHOOSE)["Location"].startswith(LOGIN)
    replay = Client()
    replay.cookies["sessionid"] = str(key)
    assert replay.get(CHOOSE)["Location"].startswith(LOGIN)
    kept = phone.cookies["sessionid"].value
    phone.post("/accounts/logout/")
    replay.cookies["sessionid"] = kept
    assert replay.get(CHOOSE)["Location"].startswith(LOGIN)


def choose(client: Client, new: str, *, old: str = "") -> Any:
    """Send the password page."""
    typed = {"new_password1": new, "new_password2": new} | ({"old_password": old} if old else {})
    return client.post(CHOOSE, typed)


@pytest.mark.parametrize(
    "easy",
    [
        "abc1234",
        "password123",
        "1234567890",
        "Senkom-2026",
        "senkom.senkom",
        "MitraPolri1",
        "Wiwik-Sulastri",
        "wiwik.mayangan",
        "0870-1234-5678",
        "17081980-wiwik",
    ],
)
def test_s32_what_others_would_try_first_is_refused(client: Client, wiwik: User, easy: str) -> None:
    wiwik.member.phone, wiwik.member.birth_date = "+6287012345678", "1980-08-17"
    wiwik.member.save()
    client.force_login(wiwik)
    assert choose(client, easy, old=PASSWORD).status_code == 422
    wiwik.refresh_from_db()
    assert wiwik.check_password(PASSWORD)


@pytest.mark.parametrize(
    "strong",
    [
        "perahu biru di dermaga 🚤 " * 5,
        "tiga perahu biru",
        "4820175936648",
        "wiwik menjual sayur di pasar",
    ],
)
def test_s32_a_phrase_with_spaces_and_pictures_is_welcome_and_works(client: Client, wiwik: User, strong: str) -> None:
    client.force_login(wiwik)
    assert choose(client, strong, old=PASSWORD).status_code == 302
    assert attempt("wiwik", strong) == 302


def test_s33_a_password_is_taken_exactly_as_typed(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    typed = unicodedata.normalize("NFC", " kopi-lélé-panas ")
    assert choose(client, typed, old=PASSWORD).status_code == 302
    assert attempt("wiwik", typed.strip()) == 422
    assert attempt("wiwik", unicodedata.normalize("NFD", typed)) == 422
    assert attempt("wiwik", typed) == 302


def test_s34_nobody_is_signed_in_or_out_by_another_site(wiwik: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN, {"login": "wiwik", "password": PASSWORD}).status_code == 403
    strict.force_login(wiwik)
    assert strict.get("/accounts/logout/").status_code == 200
    assert strict.post("/accounts/logout/").status_code == 403
    assert strict.get(CHOOSE).status_code == 200
