"""Map Legalitas: the papers of a unit, what is missing, what runs out, who is told."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from members.models import Member, UnitDocument, UnitDocumentFile, User
from members.states import Office, PaperKind, PaperState
from notifications import planner
from notifications.models import Notification
from tests.factories.members import (
    CITY,
    MAYANGAN,
    OTHER_CITY,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
    make_unit,
)
from tests.factories.papers import make_paper, make_scan, pdf
from tests.factories.pictures import jpeg, upload
from tests.members.test_costs import cost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def client_of(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def page_of(user: User, unit: str = CITY) -> str:
    """The papers of a unit as somebody reads them."""
    return client_of(user).get(reverse("members:papers", args=[unit[2:-1]])).content.decode()


def record(user: User, unit: str = CITY, *, scan: bytes | None = None, **typed: Any) -> Any:
    """The form of a new paper, filled in and sent."""
    sent = {
        "code": str(uuid.uuid4()),
        "kind": PaperKind.DECREE,
        "number": "SK-012/PENGPROV/I/2026",
        "issued_by": "Pengurus Provinsi",
        "issued_on": "2026-01-05",
        "valid_until": "",
        **typed,
    }
    if scan is not None:
        sent["paper"] = upload(scan, "sk.pdf", "application/pdf")
    return client_of(user).post(reverse("members:new_paper", args=[unit[2:-1]]), sent)


def ending_in(days: int, unit: str = CITY, **fields: Any) -> UnitDocument:
    """A letter of domicile whose last day is so many days ahead, where the unit is."""
    last = make_unit(unit).today() + timedelta(days=days)
    return make_paper(unit, PaperKind.DOMICILE, issued_on=date(2024, 1, 1), valid_until=last, **fields)


def test_the_secretary_records_a_decree_and_the_coordinator_reads_it(endah: User, joko: User) -> None:
    assert record(endah, scan=pdf()).status_code == 302
    paper = UnitDocument.objects.get()
    page = page_of(joko)
    assert "SK-012/PENGPROV/I/2026" in page
    assert "Dicatat oleh Endah Purwaningsih" in page
    assert reverse("members:replace_paper", args=[paper.code]) not in page, "a coordinator reads only"
    answer = client_of(joko).get(UnitDocumentFile.objects.get(document=paper).get_absolute_url())
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment"), "what we have not drawn is only downloaded"


def test_a_photo_of_a_paper_is_as_good_as_a_scan(bambang: User) -> None:
    assert record(bambang, scan=jpeg()).status_code == 302
    assert UnitDocumentFile.objects.get().content_type == "image/jpeg"


def test_what_is_missing_stands_on_the_page_with_the_next_step(endah: User) -> None:
    page = page_of(endah)
    assert "6 berkas perlu ditindaklanjuti." in page
    assert "Minta surat keterangan domisili ke kantor kelurahan tempat sekretariat." in page
    for kind in PaperKind:
        if kind != PaperKind.OTHER:
            make_scan(make_paper(CITY, kind))
    assert "Semua berkas ada dan berlaku." in page_of(endah)


def test_a_district_needs_only_its_decree_and_the_list_of_its_board(slamet: User) -> None:
    page = page_of(slamet, MAYANGAN)
    assert "2 berkas perlu ditindaklanjuti." in page
    assert "NPWP" not in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "Habis masa berlaku"), (0, "Hari terakhir"), (12, "Tinggal 12 hari"), (90, "Berlaku sampai")],
)
def test_a_paper_that_runs_out_says_so(endah: User, days: int, words: str) -> None:
    make_scan(ending_in(days))
    assert words in page_of(endah)


def test_a_paper_without_its_scan_is_asked_for_it_and_gets_it_once(endah: User) -> None:
    paper = make_paper(CITY)
    assert "Pindaiannya belum ada" in page_of(endah)
    address = reverse("members:add_scan", args=[paper.code])
    assert client_of(endah).post(address, {"paper": upload(pdf(), "sk.pdf")}).status_code == 302
    assert client_of(endah).post(address, {"paper": upload(pdf(), "sk.pdf")}).status_code == 409
    assert UnitDocumentFile.objects.count() == 1


def test_a_newer_paper_takes_the_place_and_the_former_stays_to_be_read(endah: User) -> None:
    former = make_paper(CITY, number="SK-LAMA")
    scan = make_scan(former)
    typed = {"code": str(uuid.uuid4()), "number": "SK-BARU", "issued_by": "Pengprov", "issued_on": "2026-10-01"}
    address = reverse("members:replace_paper", args=[former.code])
    assert client_of(endah).post(address, typed).status_code == 302
    assert client_of(endah).post(address, typed).status_code == 302, "sent twice it is done once"
    assert client_of(endah).post(address, {**typed, "code": str(uuid.uuid4())}).status_code == 409
    newer = UnitDocument.objects.standing().get()
    assert (newer.number, newer.replaces_id, newer.recorded_by) == ("SK-BARU", former.pk, endah.member)
    page = page_of(endah)
    assert page.index("SK-BARU") < page.index("Berkas terdahulu") < page.index("SK-LAMA")
    assert scan.get_absolute_url() in page


def test_a_paper_that_was_a_mistake_is_struck_with_a_reason(endah: User) -> None:
    paper = make_paper(CITY)
    address = reverse("members:strike_paper", args=[paper.code])
    assert client_of(endah).post(address, {"reason": " "}).status_code == 422
    assert client_of(endah).post(address, {"reason": "salah unggah"}).status_code == 302
    assert "salah unggah" in page_of(endah)
    assert UnitDocument.objects.get().state == PaperState.WITHDRAWN


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": ""}, "Tulis nomor yang tertera pada berkas."),
        ({"valid_until": "2025-12-31"}, "Lihat lagi kedua tanggalnya."),
        ({"kind": "other"}, "Tulis berkas apa ini."),
        ({"issued_on": "2090-01-01"}, "Tanggal ini belum tiba."),
    ],
)
def test_what_can_t_be_is_refused_in_words_and_what_was_typed_stays(
    endah: User, typed: dict[str, Any], sentence: str
) -> None:
    answer = record(endah, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Pengurus Provinsi" in answer.content.decode()
    assert not UnitDocument.objects.exists()


def test_a_unit_has_one_paper_of_a_kind_and_many_others(endah: User) -> None:
    make_paper(CITY)
    answer = record(endah)
    assert answer.status_code == 422
    assert "Ganti yang itu." in answer.content.decode()
    for title in ("PKS dengan BPBD", "Surat rekomendasi"):
        assert record(endah, kind="other", title=title).status_code == 302
    assert "PKS dengan BPBD" in page_of(endah)


def test_a_form_sent_twice_records_one_paper_with_one_scan(endah: User) -> None:
    code = str(uuid.uuid4())
    assert [record(endah, code=code, scan=pdf()).status_code for _time in range(2)] == [302, 302]
    assert (UnitDocument.objects.count(), UnitDocumentFile.objects.count()) == (1, 1)


BY_SQL = {
    "unit_document_one_of_a_kind": "INSERT INTO members_unitdocument (code, unit_id, kind, title, number, issued_by, "
    "issued_on, recorded_by_id, recorded_at, state, state_at, state_reason) SELECT gen_random_uuid(), unit_id, kind, "
    "'', number, issued_by, issued_on, recorded_by_id, now(), 'standing', now(), '' FROM members_unitdocument",
    "unit_document_fixed": "UPDATE members_unitdocument SET number = 'SK-LAIN'",
    "unit_document_kept": "DELETE FROM members_unitdocument",
    "unit_document_struck_with_reason": "UPDATE members_unitdocument SET state = 'withdrawn'",
    "unit_document_has_number": "INSERT INTO members_unitdocument (code, unit_id, kind, title, number, issued_by, "
    "issued_on, recorded_by_id, recorded_at, state, state_at, state_reason) SELECT gen_random_uuid(), unit_id, "
    "'domicile', '', '', issued_by, issued_on, recorded_by_id, now(), 'standing', now(), '' FROM members_unitdocument",
    "unit_document_replaces_its_like": "INSERT INTO members_unitdocument (code, unit_id, kind, title, number, "
    "issued_by, issued_on, recorded_by_id, recorded_at, state, state_at, state_reason, replaces_id) SELECT "
    "gen_random_uuid(), unit_id, 'domicile', '', number, issued_by, issued_on, recorded_by_id, now(), 'standing', "
    "now(), '', id FROM members_unitdocument",
    "unit_document_file_kept": "DELETE FROM members_unitdocumentfile",
    "unit_document_file_unchanged": "UPDATE members_unitdocumentfile SET size = 1",
}


@pytest.mark.parametrize("name", sorted(BY_SQL))
def test_the_database_refuses_by_sql_alone(name: str) -> None:
    make_scan(make_paper(CITY))
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_SQL[name])


def test_a_struck_paper_rises_no_more() -> None:
    make_paper(CITY, state=PaperState.REPLACED)
    with (
        pytest.raises(IntegrityError, match="unit_document_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE members_unitdocument SET state = 'standing'")


def test_the_page_costs_the_same_for_one_paper_and_for_many(endah: User) -> None:
    address = reverse("members:papers", args=["35.74"])
    make_scan(make_paper(CITY))
    one = cost(endah, address)
    for number in range(8):
        make_scan(make_paper(CITY, PaperKind.OTHER, title=f"Berkas {number}"))
        make_paper(CITY, PaperKind.OTHER, title=f"Lama {number}", state=PaperState.REPLACED)
    assert cost(endah, address) == one
    assert one <= 8


def told(paper: UnitDocument) -> set[tuple[str, str]]:
    """Who is told about a paper, and as which warning."""
    planner.run_once()
    rows = Notification.objects.filter(kind__startswith="unit_document.expiring", subject=paper.pk)
    names = dict(Member.objects.values_list("pk", "full_name"))
    return {(names[row.recipient_id], row.kind.removeprefix("unit_document.expiring.")) for row in rows}


@pytest.mark.parametrize(("days", "warning"), [(59, "1440h"), (29, "720h"), (6, "168h"), (0, "168h")])
def test_the_chair_and_the_secretary_are_told_60_30_and_7_days_ahead(
    bambang: User, endah: User, joko: User, days: int, warning: str
) -> None:
    assert told(ending_in(days)) == {("Bambang Sukoco Wardoyo", warning), ("Endah Purwaningsih", warning)}


@pytest.mark.parametrize("days", [61, 44, -1])
def test_nobody_is_told_too_early_twice_or_too_late(bambang: User, days: int) -> None:
    assert told(ending_in(days)) == set()


def test_where_a_unit_has_nobody_for_it_the_nearest_above_is_told(slamet: User, bambang: User) -> None:
    make_officer(Office.SECRETARY, PROVINCE, full_name="Sekretaris Provinsi")
    make_officer(Office.CHAIR, OTHER_CITY, full_name="Ketua kota lain")
    assert {name for name, _kind in told(ending_in(20, MAYANGAN))} == {"Bambang Sukoco Wardoyo"}
    make_appointment(make_member(MAYANGAN, full_name="Sekretaris Mayangan"), MAYANGAN, Office.SECRETARY)
    other = make_paper(
        MAYANGAN, PaperKind.OTHER, title="PKS", valid_until=make_unit(MAYANGAN).today() + timedelta(days=20)
    )
    assert {name for name, _kind in told(other)} == {"Sekretaris Mayangan"}


def test_a_paper_that_was_replaced_or_has_no_end_is_no_matter(bambang: User) -> None:
    assert told(ending_in(20, state=PaperState.REPLACED)) == set()
    assert told(make_paper(CITY)) == set()
