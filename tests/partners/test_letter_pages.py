"""Letters: numbers without gaps, texts that don't change, and answers that are due."""

from __future__ import annotations

import re
import threading
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import User
from partners import services
from partners.letters import letter_number
from partners.models import IncomingLetter, Letter, Letterhead
from partners.states import IncomingState, LetterKind, LetterMatter, LetterState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_unit
from tests.factories.partners import make_agency, make_audience, make_incoming, make_letter

pytestmark = pytest.mark.django_db


def post(client: Client, name: str, code: Any = None, /, **data: Any) -> Any:
    return client.post(reverse(f"partners:{name}", args=[code] if code else []), data)


def write(client: Client, **fields: Any) -> Any:
    data = {"code": uuid.uuid4(), "unit": CITY, "kind": "letter", "matter": "general", "recipient": "PMI"}
    data |= {"subject": "Permohonan pelatih", "body": "Dengan hormat, kami memohon pelatih."}
    return post(client, "letter_add", **{**data, **fields})


def test_a_number_is_written_as_the_chapter_writes_it() -> None:
    day = date(2026, 11, 24)
    number = letter_number(LetterKind.ASSIGNMENT, LetterMatter.SECURITY, 41, "SENKOM-KPR", day)
    assert number == "ST-041/PAM/SENKOM-KPR/XI/2026"
    assert letter_number(LetterKind.LETTER, LetterMatter.AUDIENCE, 18, "SENKOM-KPR", day).startswith("B-018/AUD/")


def test_a_letter_is_written_issued_and_printed(client: Client, endah: User, bambang: User) -> None:
    Letterhead.objects.create(unit=make_unit(CITY), short_name="SENKOM-KPR", place="Probolinggo")
    client.force_login(endah)
    assert write(client).status_code == 302
    letter = Letter.objects.get()
    assert "RANCANGAN" in client.get(reverse("partners:letter_print", args=[letter.code])).content.decode()
    assert post(client, "letter_issue", letter.code).status_code == 302
    letter.refresh_from_db()
    assert re.fullmatch(r"B-001/UMUM/SENKOM-KPR/[IVX]+/\d{4}", letter.number or "")
    page = client.get(reverse("partners:letter_print", args=[letter.code])).content.decode()
    assert letter.number
    assert letter.number in page
    assert "Bambang Sukoco Wardoyo" in page
    assert "Ketua Senkom Kota Probolinggo" in page
    assert "RANCANGAN" not in page
    assert post(client, "letter_issue", letter.code).status_code == 409
    assert post(client, "letter_delivery", letter.code, delivery="diantar, tanda terima ada").status_code == 302
    assert "tanda terima ada" in client.get(letter.get_absolute_url()).content.decode()


def test_letters_are_in_indonesian_whatever_the_screen_says(client: Client, endah: User) -> None:
    audience = make_audience(purpose="jadwal penyuluhan")
    client.cookies["django_language"] = "en"
    client.force_login(endah)
    form = client.get(reverse("partners:audience_letter", args=[audience.code])).context["form"]
    assert "kami memohon waktu" in form.initial["body"]
    assert form.initial["subject"] == "Permohonan audiensi"
    post(client, "audience_letter", audience.code, **form.initial)
    letter = Letter.objects.get()
    post(client, "letter_issue", letter.code)
    letter.refresh_from_db()
    assert letter.signed_as == "Ketua Senkom Kota Probolinggo"


def test_a_letter_sent_twice_is_one_letter(client: Client, endah: User, joko: User) -> None:
    code = uuid.uuid4()
    client.force_login(endah)
    assert [write(client, code=code).status_code for _ in range(2)] == [302, 302]
    client.force_login(joko)
    assert write(client, code=code).status_code == 409
    assert Letter.objects.count() == 1


def test_each_series_counts_for_itself_and_for_its_unit(endah: User, slamet: User) -> None:
    numbers = []
    for unit, kind in ((CITY, "letter"), (CITY, "assignment"), (MAYANGAN, "letter"), (CITY, "letter")):
        issued = services.issue_letter(make_letter(unit, kind=kind), by=endah)
        numbers.append((unit, kind, issued.sequence))
    assert numbers == [
        (CITY, "letter", 1),
        (CITY, "assignment", 1),
        (MAYANGAN, "letter", 1),
        (CITY, "letter", 2),
    ]


def test_a_step_that_is_refused_takes_no_number(endah: User) -> None:
    with pytest.raises(ValidationError):
        services.issue_letter(make_letter(state=LetterState.VOID), by=endah)
    assert services.issue_letter(make_letter(), by=endah).sequence == 1


def test_the_counting_goes_on_from_the_paper_book(endah: User) -> None:
    unit, year = make_unit(CITY), timezone.localdate().year
    services.continue_numbering(unit, LetterKind.LETTER, year, last=38)
    assert services.issue_letter(make_letter(), by=endah).sequence == 39
    with pytest.raises(ValidationError):
        services.continue_numbering(unit, LetterKind.LETTER, year, last=80)


def test_a_void_letter_keeps_its_number_and_needs_a_reason(client: Client, endah: User) -> None:
    letter = services.issue_letter(make_letter(), by=endah)
    client.force_login(endah)
    assert post(client, "letter_void", letter.code).status_code == 422
    assert post(client, "letter_void", letter.code, reason="salah tujuan").status_code == 302
    assert services.issue_letter(make_letter(), by=endah).sequence == 2
    letter.refresh_from_db()
    assert (letter.state, letter.sequence) == (LetterState.VOID, 1)


@pytest.mark.parametrize("state", [LetterState.ISSUED, LetterState.VOID])
@pytest.mark.parametrize("column", ["body", "subject", "recipient", "number", "signed_by"])
def test_the_database_keeps_an_issued_letter_as_it_is(state: LetterState, column: str) -> None:
    letter = make_letter(state=LetterState.ISSUED)
    if state == LetterState.VOID:
        Letter.objects.update(state=state)
    sql = f"UPDATE partners_letter SET {column} = 'lain' WHERE id = %s"  # noqa: S608 - our own column names
    with (
        pytest.raises(IntegrityError, match="letter_issued_unchanged"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [letter.pk])


def test_an_issued_letter_is_refused_in_words_and_a_draft_is_changed(client: Client, endah: User) -> None:
    fields = {"matter": "general", "recipient": "PMI", "subject": "Lain", "body": "Isi lain."}
    draft, issued = make_letter(), make_letter(state=LetterState.ISSUED)
    client.force_login(endah)
    assert post(client, "letter_edit", draft.code, **fields).status_code == 302
    answer = post(client, "letter_edit", issued.code, **fields)
    assert answer.status_code == 422
    assert "Surat yang sudah terbit tidak dapat diubah" in answer.content.decode()


def test_letters_of_other_units_stay_unseen(client: Client, slamet: User, kedopok: Any) -> None:
    ours, other = make_letter(MAYANGAN, subject="Surat kita"), make_letter(KEDOPOK, subject="Surat orang")
    client.force_login(slamet)
    page = client.get(reverse("partners:letters")).content.decode()
    assert "Surat kita" in page
    assert "Surat orang" not in page
    assert client.get(ours.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert write(client, unit=KEDOPOK).status_code == 422


def record(client: Client, **fields: Any) -> Any:
    today = timezone.localdate()
    data = {"code": uuid.uuid4(), "unit": CITY, "subject": "Permintaan laporan", "received_on": today.isoformat()}
    data["answer_by"] = (today + timedelta(days=3)).isoformat()
    return post(client, "incoming_add", **{**data, **fields})


def test_a_letter_that_came_in_waits_until_it_is_answered(client: Client, endah: User) -> None:
    agency = make_agency(CITY, name="Bakesbangpol")
    client.force_login(endah)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert record(client, agency=agency.code, received_on=tomorrow).status_code == 422
    assert record(client, agency=agency.code).status_code == 302
    incoming = IncomingLetter.objects.get()
    assert "Menunggu jawaban kita" in client.get(reverse("partners:incoming_letters")).content.decode()
    assert list(IncomingLetter.objects.due_until(timezone.localdate() + timedelta(days=3))) == [incoming]

    foreign, ours = make_letter(KEDOPOK, state=LetterState.ISSUED), make_letter(state=LetterState.ISSUED)
    assert post(client, "incoming_answer", incoming.code, letter=foreign.code).status_code == 422
    assert post(client, "incoming_answer", incoming.code, letter=make_letter().code).status_code == 422
    assert post(client, "incoming_answer", incoming.code, letter=ours.code).status_code == 302
    incoming.refresh_from_db()
    assert (incoming.state, incoming.answered_with) == (IncomingState.ANSWERED, ours)
    assert post(client, "incoming_settle", incoming.code, reason="x").status_code == 409


def test_a_letter_that_needs_no_answer_says_what_became_of_it(client: Client, endah: User) -> None:
    incoming = make_incoming(subject="Undangan apel")
    client.force_login(endah)
    assert post(client, "incoming_settle", incoming.code).status_code == 422
    assert post(client, "incoming_settle", incoming.code, reason="menjadi tugas 19 Desember").status_code == 302
    assert "menjadi tugas" in client.get(incoming.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_letters_issued_at_the_same_moment_get_numbers_without_a_gap(endah: User) -> None:
    drafts = [make_letter() for _ in range(6)]

    def issue(letter: Letter) -> None:
        services.issue_letter(letter, by=endah)
        connection.close()

    together(issue, [(letter,) for letter in drafts])
    assert set(Letter.objects.values_list("sequence", flat=True)) == {1, 2, 3, 4, 5, 6}


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_the_same_moment_makes_one_letter(endah: User) -> None:
    code, unit, made = uuid.uuid4(), make_unit(CITY), []

    def write_it() -> None:
        fields: dict[str, Any] = {"kind": "letter", "matter": "general", "recipient": "PMI"}
        fields |= {"subject": "Satu", "body": "Isi."}
        made.append(services.write_letter(code=code, unit=unit, by=endah, **fields).pk)
        connection.close()

    together(write_it, [()] * 4)
    assert Letter.objects.count() == 1
    assert len(set(made)) == 1
    assert len(made) == 4


def together(function: Any, arguments: list[Any]) -> None:
    """Run the function once for each set of arguments, at the same time."""
    threads = [threading.Thread(target=function, args=args) for args in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
