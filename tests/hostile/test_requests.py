"""Requests no browser sends: no. 48, 49, 52–54, 62 and 63 of the bad-input list, and what a search echoes (36)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from members.models import Member, User
from tests.factories.members import CITY, make_member, make_user
from tests.hostile.payloads import BREAKER, SCRIPT
from tests.hostile.stage import URLENCODED, alive

pytestmark = pytest.mark.django_db
APPLY = "/apply/"


@pytest.fixture
def visitor(db: None) -> Client:
    """Gets an error page where a test client would get the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/tidak/{}/", "/members/units/{}/", "/members/?q={}", "/partners/?q={}&kind={}"])
@pytest.mark.parametrize("payload", [SCRIPT, BREAKER, "{{7*1234577}}"])
def test_i36_what_stands_in_an_address_comes_back_as_text(visitor: Client, address: str, payload: str) -> None:
    visitor.force_login(make_user(make_member(CITY), is_superuser=True))
    page = visitor.get(address.replace("{}", payload)).content.decode()
    assert not alive(page)
    assert "8642039" not in page


@pytest.mark.parametrize("where", ["/?q=%00", "/%00/", "/members/units/%00/", "/accounts/login/?next=%00"])
def test_t48_a_nul_byte_in_an_address_is_400_or_404(visitor: Client, where: str) -> None:
    assert visitor.get(where).status_code in (400, 404)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "theme", "django_language"])
def test_t48_a_nul_byte_in_a_cookie_or_a_header_breaks_nothing(visitor: Client, name: str) -> None:
    answer = visitor.get("/", headers={"cookie": f"{name}=a\x00b", "x-request-id": "a\x00b", "accept-language": "\x00"})
    assert answer.status_code < 500


@pytest.mark.parametrize("bytes_", [b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\xaf", b"%ED%A0%80"])
def test_t49_what_is_no_utf_8_is_replaced_or_refused(visitor: Client, bytes_: bytes) -> None:
    assert visitor.post(APPLY, b"full_name=" + bytes_, content_type=URLENCODED).status_code in (400, 422)
    assert visitor.get("/", QUERY_STRING="q=" + bytes_.decode("latin-1")).status_code in (200, 400)


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "punycode", "rot13", "utf-16", "tidak-ada"])
def test_t49_another_character_set_is_no_way_around(visitor: Client, charset: str) -> None:
    answer = visitor.generic("POST", APPLY, b"full_name=+AAA-", content_type=f"{URLENCODED}; charset={charset}")
    assert answer.status_code in (400, 415, 422)


def test_t52_a_form_of_three_megabytes_is_413_and_so_are_2000_fields_and_200_files(visitor: Client) -> None:
    assert visitor.post(APPLY, b"a=" + b"x" * 3_000_000, content_type=URLENCODED).status_code == 413
    fields = "&".join(f"a{number}=1" for number in range(2000)).encode()
    assert visitor.post(APPLY, fields, content_type=URLENCODED).status_code == 413
    files = {f"f{number}": SimpleUploadedFile(f"{number}.txt", b"x") for number in range(200)}
    assert visitor.post(APPLY, files).status_code == 413


@pytest.mark.parametrize("number", ["99999999999999999999999", "9e99", "abc", "-1", "\u0663"])
def test_t54_a_row_that_can_t_be_is_404(visitor: Client, endah: User, number: str) -> None:
    visitor.force_login(endah)
    addresses = [f"/members/{number}/", f"/patrols/{number}/", f"/members/units/{number}/"]
    addresses.append(f"/admin/members/member/{number}/change/")
    assert {visitor.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"--x\r\n"),
        ("multipart/form-data; boundary=" + "x" * 5000, b""),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="full_name"\r\n\r\nSr'),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="b\x00"\r\n\r\nc',
        ),
        ("application/json", b"[" * 10_000),
        ("text/plain", b"full_name=Sri"),
    ],
)
def test_t62_a_broken_form_is_no_error_of_ours_and_changes_nothing(visitor: Client, kind: str, sent: bytes) -> None:
    assert visitor.generic("POST", APPLY, sent, content_type=kind).status_code in (200, 400, 413, 415, 422)
    assert not Member.objects.exists()


def test_t62_a_form_that_breaks_off_is_a_bad_request(visitor: Client) -> None:
    class BreaksOff:
        def read(self, *_size: int) -> bytes:
            raise OSError("the phone lost its signal")

        readline = read

    broken: dict[str, Any] = {"wsgi.input": BreaksOff()}
    assert visitor.generic("POST", APPLY, b"full_name=Sri", content_type=URLENCODED, **broken).status_code == 400


def test_t63_a_parameter_sent_twice_is_read_once_and_the_same_everywhere(visitor: Client, endah: User) -> None:
    visitor.force_login(endah)
    make_member("0.35.78.01.", full_name="Kenariwati")
    page = visitor.get(reverse("members:list") + "?unit=0.35.74.&unit=0.35.78.").content.decode()
    assert "Kenariwati" not in page
