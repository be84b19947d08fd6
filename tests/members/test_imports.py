"""People from a sheet, through the pages: what is found, said and written, who sees it, what is left of it."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange

from members import services
from members.jobs import forget_imports
from members.models import Appointment, Member, RosterImport, RosterImportRow, User
from members.services import imports
from members.states import ImportState, Livelihood, MemberState, Verdict
from senkom.lib import long_work
from senkom.lib.sheets import reading
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member, make_unit, make_user
from tests.members.sheets.browser import check, columns_of, row, said_of, send, take_over

pytestmark = pytest.mark.django_db
NIK = "3574031705909123"
HEAD = "Nama;NIK;Tanggal lahir;No HP;Kecamatan;Pekerjaan;No KTA;Berlaku sampai\n"
SRI = f"Sri Wahyuni;{NIK};17/5/1990;0870-1111-2222;Mayangan;pedagang;3574.20.0001;31/12/2031\n"


@pytest.fixture
def browser(client: Client, endah: User) -> Client:
    """Endah's browser."""
    client.force_login(endah)
    return client


def test_nothing_is_written_before_somebody_says_so(browser: Client) -> None:
    before = Member.objects.count()
    sheet = check(browser, HEAD + SRI)
    assert (sheet.state, Member.objects.count()) == (ImportState.CHECKED, before)
    take_over(browser, sheet)
    sri = Member.objects.get(member_number="3574.20.0001")
    assert (sri.full_name, sri.nik, sri.birth_date, sri.unit_id) == ("Sri Wahyuni", NIK, date(1990, 5, 17), MAYANGAN)


def test_a_member_from_a_sheet_is_active_and_still_to_be_attested_by_another(browser: Client, endah: User) -> None:
    take_over(browser, check(browser, HEAD + SRI))
    sri = Member.objects.get(member_number="3574.20.0001")
    assert (sri.state, sri.livelihood, sri.livelihood_verified_by) == (
        MemberState.ACTIVE,
        Livelihood.SELF_EMPLOYED,
        None,
    )
    assert (sri.livelihood_recorded_by, sri.livelihood_waiver_by) == (endah.member, endah.member)
    assert sri in Member.objects.awaiting_attestation()


def test_without_number_and_day_it_is_an_applicant(browser: Client) -> None:
    take_over(browser, check(browser, HEAD + "Sri Wahyuni;;17/5/1990;0870-1111-2222;Mayangan;pedagang;;\n"))
    assert Member.objects.get(full_name="Sri Wahyuni").state == MemberState.APPLICANT


def test_rows_that_need_correction_are_left_out_only_by_choice(browser: Client) -> None:
    sheet = check(browser, HEAD + SRI + "Budi;;31/2/1980;;;guru;;\n")
    answer = browser.post(sheet.get_absolute_url(), {})
    assert answer.status_code == 422
    assert "1 baris perlu diperbaiki" in answer.content.decode()
    assert not Member.objects.filter(full_name="Sri Wahyuni").exists()
    take_over(browser, sheet, without_wrong="on")
    assert Member.objects.filter(full_name="Sri Wahyuni").exists()
    assert not Member.objects.filter(full_name="Budi").exists()


def test_a_mistake_is_said_with_its_cell(browser: Client) -> None:
    check(browser, HEAD + SRI + "Budi;;31/2/1980;;;guru;;\n")
    assert said_of(3).startswith("C3: Tidak ada tanggal seperti itu")


def test_headings_nobody_knows_are_matched_by_hand_once(browser: Client) -> None:
    text = "Sebutan;Kelahiran;Isian\nSri Wahyuni;17/5/1990;pedagang\n"
    send(browser, text)
    sheet = RosterImport.objects.get()
    chosen = {"c0": "full_name", "c1": "birth_date", "c2": "occupation"}
    browser.post(reverse("members:import_columns", args=[sheet.code]), chosen)
    assert RosterImport.objects.get().state == ImportState.CHECKED
    send(browser, text)
    assert columns_of(browser, RosterImport.objects.latest("pk")) == chosen


def test_names_are_needed_and_no_field_comes_twice(browser: Client) -> None:
    send(browser, HEAD + SRI)
    address = reverse("members:import_columns", args=[RosterImport.objects.get().code])
    for chosen in ({"c1": "nik"}, {"c0": "full_name", "c1": "nik", "c2": "nik"}):
        assert browser.post(address, chosen).status_code == 422


def test_who_is_on_the_list_is_brought_up_to_date_and_an_empty_cell_empties_nothing(browser: Client) -> None:
    sri = make_member(
        MAYANGAN, full_name="Sri Wahyuni", birth_date=date(1990, 5, 17), phone="+6287099998888", skills="P3K", nik=None
    )
    sheet = check(browser, HEAD + f"SRI WAHYUNI;{NIK};17 Mei 1990;0870-1111-2222;;;;\nSri Wahyuni 2;;;;;guru;;\n")
    assert (row(2).verdict, row(2).member) == (Verdict.CHANGE, sri)
    take_over(browser, sheet)
    sri.refresh_from_db()
    assert (sri.phone.as_e164, sri.skills, sri.nik, sri.full_name) == ("+6287011112222", "P3K", NIK, "Sri Wahyuni")
    assert sri.state == MemberState.ACTIVE
    check(browser, HEAD + f"Sri Wahyuni;{NIK};17 Mei 1990;0870-1111-2222;;;;\n")
    assert row(2).verdict == Verdict.SAME


def test_somebody_of_another_unit_is_neither_changed_nor_told_of(browser: Client) -> None:
    stranger = make_member(OTHER_DISTRICT, full_name="Kenariwati", member_number="3578.20.0001")
    services.set_nik(stranger, NIK, by=_superuser())
    check(browser, HEAD + SRI + "Budi;;17/5/1981;;;guru;3578.20.0001;31/12/2031\n")
    assert [row(2).verdict, row(3).verdict] == [Verdict.WRONG, Verdict.WRONG]
    assert [row(2).member, row(3).member] == [None, None]
    page = browser.get(RosterImport.objects.get().get_absolute_url()).content.decode()
    assert "Kenariwati" not in page
    assert "Karang Pilang" not in page


def _superuser() -> User:
    return make_user(make_member(CITY), is_superuser=True)


def test_a_unit_of_others_is_a_mistake_like_one_that_is_nowhere(browser: Client) -> None:
    make_unit(OTHER_DISTRICT)
    check(browser, HEAD + SRI.replace("Mayangan", "Karang Pilang") + SRI.replace("Mayangan", "Antah Berantah"))
    texts = [remark["text"] for remark in row(2).remarks], [remark["text"] for remark in row(3).remarks][:1]
    assert texts[0] == texts[1]


def test_the_same_person_twice_in_a_file_comes_once(browser: Client) -> None:
    sheet = check(browser, HEAD + SRI + SRI.replace("3574.20.0001", "3574.20.0002"))
    assert said_of(3) == "3: Orang yang sama ada di baris 2."
    take_over(browser, sheet, without_wrong="on")
    assert Member.objects.filter(full_name="Sri Wahyuni").count() == 1


def test_who_applies_between_check_and_taking_over_is_not_brought_twice(browser: Client) -> None:
    sheet = check(browser, HEAD + SRI)
    make_member(KEDOPOK, full_name="Sri Wahyuni", birth_date=date(1990, 5, 17), state=MemberState.APPLICANT)
    take_over(browser, sheet)
    assert Member.objects.filter(full_name="Sri Wahyuni").count() == 1
    assert row(2).verdict == Verdict.CHANGED


def test_what_the_database_refuses_is_said_and_the_others_come(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = check(browser, HEAD + SRI + "Budi Utomo;;17/5/1981;;;guru;3574.20.0009;31/12/2031\n")
    make_member(OTHER_DISTRICT, member_number="3574.20.0009")
    # As if the look before the writing had missed it: a second server that does not take turns.
    monkeypatch.setattr("members.sheets.judging.Judge._known", lambda self, found: ({}, {}))
    take_over(browser, sheet)
    assert Member.objects.filter(full_name="Sri Wahyuni").exists()
    assert row(3).verdict == Verdict.REFUSED
    assert "sudah dipakai orang lain" in said_of(3)


def test_a_nik_stands_nowhere_in_clear(browser: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pages = []
    sheet = check(browser, HEAD + SRI + SRI.replace("17/5", "1/13"))
    pages.append(browser.get(reverse("members:import_columns", args=[sheet.code])).content.decode())
    pages += [browser.get(f"{sheet.get_absolute_url()}?show={v}").content.decode() for v in ("add", "wrong")]
    assert all(NIK not in page for page in pages)
    with connection.cursor() as cursor:
        for table in ("members_rosterimport", "members_rosterimportrow", "lib_job", "members_knowncolumns"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608 - our own names
            assert NIK not in cursor.fetchone()[0], table
    take_over(browser, sheet, without_wrong="on")
    assert NIK not in caplog.text


def test_the_file_is_destroyed_when_it_is_taken_over_or_given_up(browser: Client) -> None:
    sheet = check(browser, HEAD + SRI)
    take_over(browser, sheet)
    given_up = check(browser, HEAD + SRI)
    browser.post(reverse("members:give_up_import", args=[given_up.code]))
    for code, state in ((sheet.code, ImportState.DONE), (given_up.code, ImportState.GIVEN_UP)):
        found = RosterImport.objects.get(code=code)
        assert (found.state, found.content) == (state, None)
        assert not found.rows.exclude(cells=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterImport.objects.filter(code=sheet.code).update(content="again")


def test_work_that_was_given_up_goes_no_further(browser: Client, endah: User) -> None:
    sheet = check(browser, HEAD + SRI)
    job = imports.take_over(sheet, by=endah)
    browser.post(reverse("members:give_up_import", args=[sheet.code]))
    long_work.run_waiting()
    assert not Member.objects.filter(full_name="Sri Wahyuni").exists()
    job.refresh_from_db()
    assert job.state == "given_up"


def test_an_office_that_ends_meanwhile_ends_the_import(browser: Client, endah: User) -> None:
    sheet = check(browser, HEAD + SRI)
    imports.take_over(sheet, by=endah)
    today = timezone.localdate()
    Appointment.objects.filter(member=endah.member).update(term=DateRange(today - timedelta(days=9), today))
    long_work.run_waiting()
    assert not Member.objects.filter(full_name="Sri Wahyuni").exists()
    assert RosterImport.objects.get().state == ImportState.GIVEN_UP


def test_only_who_sent_a_file_sees_it(browser: Client, dian: User, bambang: User) -> None:
    sheet = check(browser, HEAD + SRI)
    for user, status in ((dian, 404), (bambang, 404)):
        other = Client()
        other.force_login(user)
        assert other.get(sheet.get_absolute_url()).status_code == status


def test_the_empty_sheet_comes_back_and_its_example_is_nobody(browser: Client) -> None:
    for kind in ("xlsx", "csv"):
        empty = browser.get(reverse("members:import_template", args=[kind])).content
        sheet = check(browser, empty, name=f"kosong.{kind}")
        assert len(sheet.columns) == 15
        assert sheet.state == ImportState.MATCHING
        assert "Tidak ada baris" in sheet.state_reason
    filled = browser.get(reverse("members:import_template", args=["csv"])).content.decode("utf-8-sig")
    check(browser, filled + "Budi Utomo" + ";" * 11 + "guru\n")
    assert RosterImportRow.objects.get().name == "Budi Utomo"


def packed(**parts: bytes) -> bytes:
    """A ZIP with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (packed(xl__workbook=b"x" * (reading.LARGEST_UNPACKED + 1)), 422, "jauh lebih besar"),
        (packed(xl__workbook=b"<nothing/>"), 422, "tidak dapat dibaca"),
        (packed(word__document=b"<w/>"), 415, "bukan lembar Excel"),
        (b"PK\x03\x04" + b"broken", 422, "tidak dapat dibaca"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, 415, "Excel lama"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", 415, "bukan lembar Excel"),
        (b"x" * (reading.LARGEST_FILE + 1), 413, "lebih dari 8 MB"),
        (b"\n\n;;;\n", 422, "Tidak ada isi"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_words(browser: Client, content: bytes, status: int, words: str) -> None:
    answer = send(browser, content, name="berkas.xlsx")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_too_many_rows_are_refused_before_any_is_kept(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    sheet = check(browser, HEAD + SRI * 4)
    assert (sheet.state, sheet.rows.count()) == (ImportState.MATCHING, 0)
    assert "lebih dari 3 baris" in sheet.state_reason


def test_the_page_of_a_large_file_asks_as_little_as_that_of_a_small_one(browser: Client, endah: User) -> None:
    costs = []
    for number in (1, 120):
        people = (f"Orang {chr(97 + at % 26) * (at // 26 + 1)};;1/1/1980;;;guru;;\n" for at in range(number))
        sheet = check(browser, HEAD + "".join(people))
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(sheet.get_absolute_url())
        costs.append(len(asked))
        assert len(page.context["page"].rows) == min(number, 50)
    assert costs[0] == costs[1] <= 8


def test_a_file_that_nobody_takes_over_goes_after_a_week(browser: Client) -> None:
    sheet = check(browser, HEAD + SRI)
    assert forget_imports(timezone.now() + timedelta(days=6)) == 0
    forget_imports(timezone.now() + timedelta(days=8))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.content) == (ImportState.GIVEN_UP, None)
    assert not RosterImportRow.objects.exists()
