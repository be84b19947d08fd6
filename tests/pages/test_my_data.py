"""My data: all of it on one page, who sees it, and the file only to who shows once more who he is."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from members import services
from members.models import Consent, User
from members.states import Office
from senkom.lib.crypto import keyed_hash
from tests.factories.members import (
    CITY,
    MAYANGAN,
    OTHER_CITY,
    PASSWORD,
    make_appointment,
    make_grant,
    make_member,
    make_officer,
)
from tests.factories.patrols import make_assignment, make_duty
from tests.members.test_costs import cost

pytestmark = pytest.mark.django_db

NIK = "3574015705800001"


@pytest.fixture
def known(wiwik: User) -> User:
    """Wiwik, of whom something is known in every app."""
    me = wiwik.member
    me.nik, me.nik_hash = NIK, keyed_hash(NIK)
    me.birth_date, me.address, me.emergency_contact = date(1980, 5, 17), "Jalan Kenari 7", "Sugeng, 0812"
    me.save()
    make_grant(me)
    make_appointment(me, MAYANGAN, Office.TREASURER, decree_number="SK-9")
    make_assignment(make_duty(MAYANGAN, title="Jaga Alun-alun"), me)
    Consent.objects.create(member=me, purpose="membership", text_version="2026-11")
    return wiwik


def page_of(user: User) -> str:
    """All one's data as one reads them."""
    client = Client()
    client.force_login(user)
    return client.get(reverse("pages:my_data")).content.decode()


def signed_in(user: User) -> Client:
    """A browser in which somebody signed in by password."""
    client = Client()
    assert client.post("/accounts/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    return client


def confirmed(user: User) -> Client:
    """The same, after the password was asked for once more."""
    client = signed_in(user)
    asked = client.get(reverse("pages:my_data_json"))
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    answer = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert answer.headers["Location"] == reverse("pages:my_data_json")
    return client


def test_everything_stands_on_one_page_in_plain_words(known: User) -> None:
    page = page_of(known)
    for said in (
        "Jalan Kenari 7",
        "Sugeng, 0812",
        "17 Mei 1980",
        "P3K dasar",
        "SK-9",
        "Jaga Alun-alun",
        "versi 2026-11",
    ):
        assert said in page
    assert NIK not in page
    assert known.member.masked_nik in page


def test_it_is_one_s_own_page_only(known: User, fery: User) -> None:
    page = page_of(fery)
    for said in ("Jalan Kenari 7", "Wiwik", "Jaga Alun-alun"):
        assert said not in page


def test_who_can_see_me_are_the_offices_of_today_here_and_above(wiwik: User, slamet: User, endah: User) -> None:
    make_officer(Office.CHAIR, OTHER_CITY, full_name="Ketua Kota Lain")
    make_appointment(make_member(MAYANGAN, full_name="Bendahara Saja"), MAYANGAN, Office.TREASURER)
    page = page_of(wiwik)
    assert page.index("Slamet Hariyono") < page.index("Endah Purwaningsih"), "the nearest first"
    assert "NIK lengkap hanya dengan alasan" in page
    assert "Ketua Kota Lain" not in page
    assert "Bendahara Saja" not in page


def test_who_opened_what_and_why_stands_there(wiwik: User, endah: User) -> None:
    services.open_for_emergency(wiwik.member, by=endah, reason="kecelakaan saat patroli")
    page = page_of(wiwik)
    assert "Endah Purwaningsih, alamat dan kontak darurat: kecelakaan saat patroli" in page


def test_a_consent_that_was_taken_back_says_when(wiwik: User) -> None:
    given = Consent.objects.create(member=wiwik.member, purpose="photo", text_version="2026-11")
    Consent.objects.filter(pk=given.pk).update(withdrawn_at=given.given_at)
    assert "ditarik kembali pada" in page_of(wiwik)


@pytest.mark.parametrize("name", ["pages:my_data_json", "pages:my_data_pdf"])
def test_a_phone_left_lying_about_gives_no_file_away(known: User, name: str) -> None:
    answer = signed_in(known).get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_the_json_holds_everything_and_no_nik(known: User, slamet: User) -> None:
    answer = confirmed(known).get(reverse("pages:my_data_json"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    told: dict[str, Any] = json.loads(answer.content)
    assert set(told) == {"made", "data", "who_can_see_me"}
    assert {"what": "Alamat", "value": "Jalan Kenari 7"} in told["data"]["person"]
    assert told["data"]["duties"][0]["value"].startswith("Jaga Alun-alun")
    assert told["who_can_see_me"][0]["name"] == "Slamet Hariyono"
    assert NIK not in answer.content.decode()


def test_the_pdf_says_the_same(known: User) -> None:
    answer = confirmed(known).get(reverse("pages:my_data_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)
    for said in ("Wiwik Sulastri", "Jalan Kenari 7", "P3K dasar", "Jaga Alun-alun"):
        assert said in words
    assert NIK not in words


def test_the_page_costs_the_same_for_one_duty_and_for_many(known: User, slamet: User) -> None:
    address = reverse("pages:my_data")
    one = cost(known, address)
    for number in range(4):
        make_assignment(make_duty(MAYANGAN, title=f"Jaga {number}"), known.member, state="withdrawn")
    for office in (Office.HEAD_DISASTER, Office.SECRETARY):
        make_officer(office, CITY)
    assert cost(known, address) == one
