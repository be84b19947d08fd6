"""The report of existence: one PDF of letter, profile and papers, for whom it is, and who made it."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from members.models import Member, PaperBundle, User
from members.services import PaperFacts, record_paper
from members.states import Office, PaperKind, PaperState
from partners.states import AgencyKind
from patrols.states import DutyState
from senkom.lib.uploads.pictures import Picture
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_CITY, make_appointment, make_member, make_unit
from tests.factories.papers import make_paper, make_scan, pdf
from tests.factories.partners import make_agency
from tests.factories.pictures import jpeg
from tests.factories.reports import make_past_duty

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def make(user: User, unit: str = CITY, **typed: Any) -> Any:
    """The form of the report, filled in and sent."""
    client = Client()
    client.force_login(user)
    sent = {"code": str(uuid.uuid4()), "recipient": "kesbangpol", "letter_number": "B-021/LAP/SENKOM-KPR/XI/2026"}
    return client.post(reverse("pages:existence", args=[unit[2:-1]]), {**sent, **typed})


def read(answer: Any) -> tuple[str, int]:
    """What stands in the PDF, and how many pages it has."""
    assert answer.status_code == 200, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages), len(pages)


def test_one_button_binds_letter_profile_and_papers(bambang: User, endah: User) -> None:
    plain = read(make(endah))[1]
    make_scan(make_paper(CITY, number="SK-012/PENGPROV"), pdf(3))
    facts = PaperFacts(number="503/77", issued_by="Kelurahan Mangunharjo", issued_on=make_unit(CITY).today())
    record_paper(make_unit(CITY), PaperKind.DOMICILE, facts, Picture(jpeg()), by=endah, code=uuid.uuid4())
    make_scan(make_paper(CITY, PaperKind.ENDORSEMENT, number="LAMA", state=PaperState.REPLACED), pdf(5))
    make_scan(make_paper(OTHER_CITY, number="SK-KOTA-LAIN"), pdf(2))
    words, pages = read(make(endah))
    assert pages == plain + 3 + 1, "three pages of the decree and the photo of the letter; nothing else"
    for said in (
        "Laporan keberadaan dan kegiatan organisasi",
        "B-021/LAP/SENKOM-KPR/XI/2026",
        "Kepala Badan Kesatuan Bangsa dan Politik Kota Probolinggo",
        "SK-012/PENGPROV",
        "Kelurahan Mangunharjo",
        "Bambang Sukoco Wardoyo",
    ):
        assert said in words
    for hidden in ("LAMA", "SK-KOTA-LAIN"):
        assert hidden not in words


def test_the_profile_counts_members_and_activities_and_names_only_the_board(bambang: User, endah: User) -> None:
    people = [make_member(MAYANGAN, phone="+6281230009999", address="Jalan Kenari 7") for _person in range(3)]
    make_member(KEDOPOK)
    make_appointment(people[0], CITY, Office.TREASURER, decree_number="SK-77")
    make_past_duty(people[1], state=DutyState.CLOSED)
    words, _pages = read(make(endah))
    assert "1 Kedopok 1 1 2 Kota Probolinggo" in words
    there = Member.objects.filter(unit=MAYANGAN).enrolled().count()
    assert f"Mayangan {there} {there}" in words
    assert "Patroli 1" in words
    assert "SK-77" in words
    assert people[0].full_name in words
    for private in (people[1].full_name, people[2].full_name, "Jalan Kenari", "81230009999"):
        assert private not in words


@pytest.mark.parametrize(
    ("recipient", "addressee"),
    [("police", "Kepala Polres Probolinggo Kota"), ("above", "Ketua Senkom Mitra Polri Jawa Timur")],
)
def test_it_is_written_to_whom_was_chosen(endah: User, recipient: str, addressee: str) -> None:
    make_agency(CITY, kind=AgencyKind.POLRES, name="Polres Probolinggo Kota")
    assert addressee in read(make(endah, recipient=recipient))[0]


def test_a_district_writes_to_the_kesbangpol_of_its_city(bambang: User) -> None:
    assert "Politik Kota Probolinggo" in read(make(bambang, MAYANGAN))[0]


def test_who_made_it_when_and_for_whom_stays_on_record_and_once(endah: User) -> None:
    code = str(uuid.uuid4())
    assert [make(endah, code=code).status_code for _time in range(2)] == [200, 200]
    kept = PaperBundle.objects.get()
    assert (kept.made_by, kept.recipient, kept.unit_id) == (endah.member, "kesbangpol", CITY)
    client = Client()
    client.force_login(endah)
    page = client.get(reverse("pages:existence", args=["35.74"])).content.decode()
    assert "Endah Purwaningsih" in page
    assert "B-021/LAP/SENKOM-KPR/XI/2026" in page
    for change in ("DELETE FROM members_paperbundle", "UPDATE members_paperbundle SET papers = 9"):
        with (
            pytest.raises(IntegrityError, match="paper_bundle"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_what_is_missing_is_said_before_it_is_made(endah: User) -> None:
    make_scan(make_paper(CITY))
    client = Client()
    client.force_login(endah)
    page = client.get(reverse("pages:existence", args=["35.74"])).content.decode()
    assert "Periksa dulu" in page
    assert "NPWP" in page


def test_text_of_people_is_text_in_the_pdf(endah: User) -> None:
    number = '#panic("x") $x$ [*tebal*] \\ @nama'
    assert number in read(make(endah, letter_number=number))[0]


def test_nobody_else_makes_one(joko: User, wiwik: User) -> None:
    assert (make(joko).status_code, make(wiwik).status_code) == (403, 404)
    assert not PaperBundle.objects.exists()
