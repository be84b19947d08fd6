"""Lists of people that leave the application: who may, by whose leave, what stands in them, what stays on record."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from members.models import ExportLayout, ExportTaking, Member, RosterExport, User
from members.reminders.exports import export_answered, people_leave
from members.services import exports
from members.sheets.exporting import USUAL, columns
from members.states import ExportState, MemberState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member

pytestmark = pytest.mark.django_db
NIK = "3574031705909123"
WHY = {"reason": "Diminta Pengprov untuk pendataan."}


@pytest.fixture
def browser(client: Client, endah: User) -> Client:
    """Endah's browser."""
    client.force_login(endah)
    return client


def crowd(number: int = 51, unit: str = MAYANGAN) -> None:
    """So many people more."""
    for place in range(number):
        make_member(unit, full_name=f"Warga {place:03d}", nik=NIK if not place else None)


def ask(client: Client, **said: Any) -> Any:
    """The form of the export."""
    return client.post(reverse("members:exports"), {"unit": CITY, "columns": list(USUAL)} | said)


def take(client: Client, kind: str = "csv") -> Any:
    """The file of the last export."""
    code = RosterExport.objects.latest("pk").code
    return client.post(reverse("members:export_file", args=[code, kind]))


def rows_of(answer: Any) -> list[list[str]]:
    """The lines of a CSV."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_up_to_fifty_people_are_taken_at_once_with_filter_and_name(browser: Client, endah: User) -> None:
    make_member(MAYANGAN, full_name="=Sri Wahyuni", phone="+6287011112222")
    make_member(MAYANGAN, full_name="Bukan Dia")
    assert ask(browser, q="wahyuni").status_code == 302
    rows = rows_of(take(browser))
    assert any("Kota Probolinggo (35.74)" in row[0] and "Dicari: wahyuni" in row[0] for row in rows if row)
    assert [row[0] for row in rows if len(row) > 1] == ["Nama", "'=Sri Wahyuni"]
    assert [row[4] for row in rows if len(row) > 1][1] == "087011112222"
    assert "Endah Purwaningsih" in rows[-1][0]
    taking = ExportTaking.objects.get()
    assert (taking.export.by, taking.kind, taking.count) == (endah.member, "csv", 1)


def test_an_excel_sheet_bears_the_name_on_every_page(browser: Client) -> None:
    ask(browser)
    answer = take(browser, "xlsx")
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "Endah Purwaningsih" in page.oddFooter.left.text
    assert "Kota Probolinggo (35.74)" in page["A2"].value


def test_more_than_fifty_need_a_reason_and_the_chair(browser: Client, endah: User, bambang: User) -> None:
    crowd()
    assert ask(browser).status_code == 422
    assert not RosterExport.objects.exists()
    ask(browser, **WHY)
    export = RosterExport.objects.get()
    assert export.state == ExportState.WAITING
    assert take(browser).status_code == 409
    chair = Client()
    chair.force_login(bambang)
    assert chair.post(export.get_absolute_url(), {"allow": "yes"}).status_code == 302
    assert len(rows_of(take(browser))) > 51
    assert list(export_answered().values_list("recipient", flat=True)) == [endah.member_id]


def test_who_asks_never_answers_himself_not_even_as_superuser(client: Client, dian: User) -> None:
    crowd()
    client.force_login(dian)
    ask(client, **WHY)
    export = RosterExport.objects.get()
    assert client.post(export.get_absolute_url(), {"allow": "yes"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterExport.objects.filter(pk=export.pk).update(state=ExportState.ALLOWED, state_by=dian.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterExport.objects.filter(pk=export.pk).update(state=ExportState.ALLOWED, state_by=None)


def test_a_refusal_needs_words_and_ends_it(browser: Client, bambang: User) -> None:
    crowd()
    ask(browser, **WHY)
    export, chair = RosterExport.objects.get(), Client()
    chair.force_login(bambang)
    assert chair.post(export.get_absolute_url(), {"allow": "no"}).status_code == 422
    chair.post(export.get_absolute_url(), {"allow": "no", "reason": "Belum perlu."})
    assert take(browser).status_code == 409
    assert "Belum perlu." in browser.get(export.get_absolute_url()).content.decode()


def test_the_chair_is_told_of_every_list_and_never_of_his_own(browser: Client, bambang: User) -> None:
    ask(browser)
    told = people_leave().values_list("recipient", "subject")
    assert list(told) == [(bambang.member_id, RosterExport.objects.get().pk)]
    RosterExport.objects.create(
        unit_id=CITY, by=bambang.member, said="x", columns=["name"], count=1, state=ExportState.ALLOWED
    )
    assert len(told.all()) == 1


def test_a_list_that_has_grown_past_fifty_is_asked_for_anew(browser: Client) -> None:
    make_member(KEDOPOK, full_name="Warga Satu")
    ask(browser, q="warga")
    crowd()
    assert take(browser).status_code == 409
    assert not ExportTaking.objects.exists()


def test_after_seven_days_it_is_asked_for_anew(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(browser)
    monkeypatch.setattr(exports, "SERVES", timedelta(seconds=-1))
    assert take(browser).status_code == 409


def test_no_column_holds_a_nik_and_no_sheet_does(browser: Client) -> None:
    make_member(MAYANGAN, full_name="Warga Satu", nik=NIK)
    ask(browser, columns=list(columns()))
    assert NIK not in str(rows_of(take(browser)))
    assert ask(browser, columns=["nik"]).status_code == 422


def test_nobody_of_another_unit_stands_in_a_list(browser: Client) -> None:
    make_member(OTHER_DISTRICT, full_name="Kenariwati")
    assert ask(browser, unit=OTHER_DISTRICT).status_code == 422
    ask(browser, state="all")
    assert "Kenariwati" not in str(rows_of(take(browser)))


def test_only_who_asked_takes_it_and_only_the_chair_of_the_unit_sees_it(
    browser: Client, bambang: User, slamet: User
) -> None:
    ask(browser)
    export = RosterExport.objects.get()
    for user, page, file in ((bambang, 200, 404), (slamet, 404, 404)):
        other = Client()
        other.force_login(user)
        assert other.get(export.get_absolute_url()).status_code == page
        assert other.post(reverse("members:export_file", args=[export.code, "csv"])).status_code == file


def test_the_columns_of_a_recipient_are_chosen_once(browser: Client) -> None:
    ask(browser, columns=["name", "birth_date"], recipient="Pengprov")
    layout = ExportLayout.objects.get()
    page = browser.get(f"{reverse('members:exports')}?layout={layout.pk}")
    assert page.context["form"].initial["columns"] == ["name", "birth_date"]
    assert ["Untuk: Pengprov"] in rows_of(take(browser))


def test_what_was_taken_stays_on_record(browser: Client) -> None:
    ask(browser)
    take(browser)
    export = RosterExport.objects.get()
    changes: list[dict[str, Any]] = [{"count": 7}, {"by": make_member(CITY).pk}, {"criteria": {}}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            RosterExport.objects.filter(pk=export.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportTaking.objects.update(count=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportTaking.objects.all().delete()


def test_a_list_costs_the_same_number_of_questions_for_one_and_for_fifty(browser: Client) -> None:
    costs = []
    for number in (1, 40):
        crowd(number)
        ask(browser)
        with CaptureQueriesContext(connection) as asked:
            rows_of(take(browser))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_forms_of_the_police_count_members_and_name_the_chairs_only(browser: Client, bambang: User) -> None:
    make_member(MAYANGAN, full_name="Sri Wahyuni")
    make_member(MAYANGAN, full_name="Calon", state=MemberState.APPLICANT)
    for form, heading in (("senkom", "jumlah_anggota"), ("orsosmas", "jml_anggota")):
        answer = browser.get(reverse("members:police_form", args=[form]))
        book = load_workbook(io.BytesIO(answer.content))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        place = rows[4].index(heading)
        counts = [Member.objects.active().of_unit(unit).count() for unit in (CITY, MAYANGAN)]
        assert [row[place] for row in rows[5:]] == [str(count) for count in counts]
        assert "Bambang Sukoco Wardoyo" in str(rows)
        assert "Sri Wahyuni" not in str(rows)
