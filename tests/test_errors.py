"""Errors are answered in Indonesian with the next step, and a form survives the end of its session."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse

from members.models import User

HERE = {"origin": "http://testserver"}
ELSEWHERE = {"origin": "https://jahat.example"}


@pytest.fixture
def forgiving() -> Client:
    """A visitor who gets the error page where a test client would get the exception."""
    return Client(raise_request_exception=False)


@pytest.fixture
def strict() -> Client:
    """A visitor whose forms need a valid token, as in a browser."""
    return Client(enforce_csrf_checks=True)


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.broken_urls")
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/tidak/ada/", 404, "Halaman ini tidak ada"),
        ("/?q=%00", 400, "Permintaan ini tidak dapat dibaca"),
        ("/test/refused/", 403, "Hanya ketua yang boleh."),
        ("/language/", 405, "Alamat ini tidak bisa dibuka langsung"),
        ("/test/too-large/", 413, "Kirimannya terlalu besar"),
        ("/test/flooded/", 429, "Terlalu banyak percobaan"),
        ("/test/broken/", 500, "Ada yang rusak di pihak kami"),
        ("/test/unreachable/", 503, "Situs sedang tidak dapat dijangkau"),
    ],
)
def test_every_error_has_a_page_in_indonesian_with_a_next_step(
    forgiving: Client, address: str, status: int, sentence: str
) -> None:
    answer = forgiving.get(address)
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert "btn-primary" in text_of(answer)


@pytest.mark.urls("tests.broken_urls")
@pytest.mark.parametrize("address", ["/test/broken/", "/test/unreachable/"])
def test_a_broken_page_is_answered_without_the_database(forgiving: Client, address: str) -> None:
    assert "Telepon" in text_of(forgiving.get(address))  # without the mark django_db any query is an error


def test_a_method_that_is_not_allowed_still_names_those_that_are(client: Client, db: None) -> None:
    assert client.get(reverse("pages:theme")).headers["Allow"] == "POST"


def test_what_was_typed_comes_back_when_the_token_is_old(strict: Client, wiwik: User) -> None:
    strict.force_login(wiwik)
    code = str(uuid.uuid4())
    answer = strict.post("/language/?a=1", {"catatan": "Air setinggi <mata kaki>", "code": code}, headers=HERE)
    page = text_of(answer)
    assert answer.status_code == 403
    assert '<form method="post" action="/language/?a=1">' in page
    assert 'name="catatan" value="Air setinggi &lt;mata kaki&gt;"' in page
    assert f'name="code" value="{code}"' in page
    assert "Kirim lagi" in page


def test_what_was_typed_can_be_sent_after_signing_in_again(strict: Client, wiwik: User) -> None:
    page = strict.post("/theme/", {"theme": "dark"}, headers=HERE)
    strict.force_login(wiwik)
    token = strict.cookies["csrftoken"].value
    answer = strict.post("/theme/", {**dict(page.context["typed"]), "csrfmiddlewaretoken": token}, headers=HERE)
    assert answer.cookies["theme"].value == "dark"


@pytest.mark.parametrize("old", ["no token", "no session"])
def test_passwords_and_files_are_never_given_back(old: str, wiwik: User) -> None:
    visitor = Client(enforce_csrf_checks=old == "no token")
    address = "/theme/" if old == "no token" else "/admin/members/member/add/"
    page = text_of(visitor.post(address, {"password": "rahasia-sekali", "theme": "dark"}, headers=HERE))
    assert "rahasia-sekali" not in page
    photo = SimpleUploadedFile("banjir.jpg", b"isi-foto")
    page = text_of(visitor.post(address, {"catatan": "Rob di Kampung Dok", "foto": photo}, headers=HERE))
    assert "isi-foto" not in page
    assert "banjir.jpg" in page
    assert "Rob di Kampung Dok" in page


def test_a_form_from_another_site_is_not_given_back_to_be_sent(strict: Client, wiwik: User) -> None:
    strict.force_login(wiwik)
    page = text_of(strict.post("/language/", {"catatan": "isian penyusup"}, headers=ELSEWHERE))
    assert "isian penyusup" not in page


def test_a_form_survives_a_session_that_ended_while_typing(client: Client, db: None) -> None:
    page = client.post("/admin/members/member/add/", {"catatan": "Lampu jalan mati"}, headers=HERE)
    assert page.status_code == 403
    assert "Lampu jalan mati" in text_of(page)
    assert "Jangan tutup halaman ini" in text_of(page)


def test_a_visitor_who_only_looks_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/admin/", headers=HERE).status_code == 302


def test_choosing_colours_on_the_sign_in_page_is_no_lost_form(client: Client, db: None) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/accounts/login/?next=/patrols/"}, headers=HERE)
    assert answer.status_code == 302


@override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"})
def test_too_many_tries_to_sign_in_are_told_to_wait(client: Client, wiwik: User) -> None:
    for _try in range(2):
        answer = client.post("/accounts/login/", {"login": "wiwik", "password": "salah"})
    assert answer.status_code == 429
    assert "Tunggu lima menit" in text_of(answer)
