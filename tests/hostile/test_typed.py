"""Texts and numbers of the bad-input list, no. 38–60: what is refused, what is kept, and in which form."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Member, User
from members.nik import parse_nik
from partners.models import Agency
from senkom.lib.characters import hides_something, trimmed
from senkom.lib.forms import MailField, PhoneField
from tests.factories.members import CITY, MAYANGAN, make_member

pytestmark = pytest.mark.django_db


def apply(client: Client, **typed: str) -> HttpResponseBase:
    """Send the public application form with something else in it."""
    page = client.get(reverse("members:apply"))
    form = page.context["form"]
    said = {
        "code": str(form["code"].value()),
        "full_name": "Sri",
        "birth_date": "1990-05-17",
        "sex": "female",
        "phone": "0812 3456 7890",
        "unit": MAYANGAN,
        "livelihood": "self_employed",
        "occupation": "pedagang buah",
        "consent": "on",
    }
    return client.post(reverse("members:apply"), said | typed)


def agency(client: Client, name: str) -> int:
    """Send the form of a new agency of this name."""
    form = client.get(reverse("partners:add")).context["form"]
    said = {"code": str(form["code"].value()), "kind": "bpbd", "name": name, "areas": [CITY]}
    return client.post(reverse("partners:add"), said).status_code


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1--", "); DROP TABLE members_member;--"])
def test_i38_signs_of_sql_are_searched_for_as_they_are(client: Client, endah: User, words: str) -> None:
    make_member(MAYANGAN, full_name="Budi Santoso")
    client.force_login(endah)
    page = client.get(reverse("members:list"), {"q": words})
    assert page.status_code == 200
    assert "Budi Santoso" not in page.content.decode()


@pytest.mark.parametrize("name", ["phone", "email", "nik", "full_name"])
def test_i39_a_text_made_to_keep_a_pattern_busy_is_answered_at_once(client: Client, wiwik: User, name: str) -> None:
    begun = time.process_time()
    assert apply(client, **{name: "a" * 10_000 + "!"}).status_code == 422
    assert time.process_time() - begun < 2  # seconds of work, not of waiting; a busy pattern takes hours


def test_i40_a_new_line_in_a_name_is_refused_and_adds_no_header(client: Client, endah: User) -> None:
    client.force_login(endah)
    assert agency(client, "BPBD\r\nBcc: semua@example.com") == 422
    assert not Agency.objects.exists()


@pytest.mark.parametrize("target", ["/theme/?x=%0d%0aSet-Cookie:a=b", "/members/units/x%0d%0aSet-Cookie:a=b/"])
def test_i41_a_new_line_in_an_address_becomes_no_header(client: Client, endah: User, target: str) -> None:
    client.force_login(endah)
    for answer in (client.get(target), client.post("/theme/", {"theme": "dark", "next": "/\r\nSet-Cookie: a=b"})):
        assert answer.status_code < 500
        assert "a" not in answer.cookies
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "unseen", ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\U000e0041", "\x07", "\t", "\xad"]
)
def test_t50_a_character_that_can_t_be_seen_is_refused_in_a_name(client: Client, wiwik: User, unseen: str) -> None:
    answer = apply(client, full_name=f"Sla{unseen}met")
    assert answer.status_code == 422
    assert "tidak terlihat" in answer.content.decode()  # type: ignore[attr-defined]


def test_t50_what_a_phone_copies_around_a_name_is_taken_away() -> None:
    assert trimmed("\u202a+62 812 3456 7890\u202c \u200e") == "+62 812 3456 7890"


def test_t50_a_long_text_may_have_lines_and_joined_pictures_but_no_turned_words() -> None:
    assert not hides_something("Baris satu\r\nBaris dua\t\u202a0812\u202c", lines=True)
    assert not hides_something("Regu \U0001f469\u200d\U0001f692", lines=False)
    assert hides_something("Aman \u202etapi tidak", lines=True)
    assert hides_something("Aman\x1b[31m", lines=True)


@pytest.mark.parametrize(
    "name",
    [
        "Sri",
        "O'Brien",
        "Siti Nur'aini",
        "\ua9b1\ua9ae\ua9a4",
        "\u0645\u062d\u0645\u062f",
        "E\u0301lia",
        "W" * 80,
        "Ayu \U0001f33a",
    ],
)
def test_t51_names_of_one_word_and_of_every_script_are_taken(client: Client, wiwik: User, name: str) -> None:
    assert apply(client, full_name=name).status_code == 302
    assert Member.objects.filter(full_name=name).exists()


@pytest.mark.parametrize(
    "day", ["0000-00-00", "2026-02-31", "9999-12-31", "0001-01-01", "1886-01-01", "", "17/17/1990"]
)
def test_t55_a_birthday_that_can_t_be_is_refused(client: Client, wiwik: User, day: str) -> None:
    assert apply(client, birth_date=day).status_code == 422


def test_t55_nobody_applies_at_three_or_before_birth(client: Client, wiwik: User) -> None:
    this_year = timezone.localdate().year
    assert apply(client, birth_date=f"{this_year - 3}-01-01").status_code == 422
    assert apply(client, birth_date=f"{this_year + 1}-01-01").status_code == 422


@pytest.mark.parametrize(
    "number",
    [
        *("357403170590000", "35740317059000011", "357403170590000A", "\u0663574031705900001", "0000000000000000"),
        *("3574030005900001", "3574033205900001", "3574034005900001", "3574037205900001", "3574031713900001"),
        *("3574033104900001", "3574031705900000"),
    ],
)
def test_t57_a_nik_that_can_t_exist_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        parse_nik(number, timezone.localdate())


@pytest.mark.parametrize(
    "number", ["3574031705900001", "3574 0317 0590 0001", "3574.03-1705900001", "3574035705900001"]
)
def test_t57_a_nik_is_read_as_people_write_it_also_a_woman_s(number: str) -> None:
    assert len(parse_nik(number, timezone.localdate()).number) == 16


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "+6281234567890",
        "6281234567890",
        "006281234567890",
        "0812-3456 7890",
        "\u202a+62 812 3456 7890\u202c",
    ],
)
def test_t59_a_phone_number_is_kept_in_one_form_however_it_is_written(typed: str) -> None:
    assert PhoneField().clean(typed).as_e164 == "+6281234567890"


@pytest.mark.parametrize("typed", ["0" * 20, "+1", "112", "abc", "\u0660\u0668\u0661\u0662", "08123456789012345678"])
def test_t59_what_is_no_phone_number_is_refused(client: Client, wiwik: User, typed: str) -> None:
    assert apply(client, phone=typed).status_code == 422


@pytest.mark.parametrize(
    "typed", ["a@b", "x" * 250 + "@example.com", "a@example.com.", "a b@example.com", "a@b\r\nBcc: c@d.id"]
)
def test_t60_what_is_no_address_of_mail_is_refused_and_never_breaks(client: Client, wiwik: User, typed: str) -> None:
    assert apply(client, email=typed).status_code == 422


@pytest.mark.parametrize("typed", ["wiwik+senkom@example.com", "WIWIK@EXAMPLE.COM"])
def test_t60_every_usual_address_of_mail_is_taken(typed: str) -> None:
    assert MailField().clean(typed).casefold() == typed.casefold()
