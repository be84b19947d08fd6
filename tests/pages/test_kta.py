"""The page behind the code on a card, as people in the street see it; a complaint that passes the coordinator by."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import services
from members.models import Card, CardCheck, Complaint, Consent, Member, MemberPhoto, User
from members.services.complaints import unit_that_reads
from members.services.photos import PURPOSE, TEXT_VERSION
from members.states import COMPLAINING, CardState, ComplaintState, Office
from notifications import planner
from notifications.models import Notification
from patrols.states import AssignmentState, DutyState
from senkom.lib.uploads.models import shelf
from senkom.lib.uploads.pictures import Picture
from tests.factories.cards import make_card, make_complaint
from tests.factories.members import (
    CITY,
    MAYANGAN,
    NATION,
    PROVINCE,
    make_appointment,
    make_member,
    make_officer,
    make_user,
    suspend,
)
from tests.factories.patrols import hours_from_now, make_assignment, make_duty
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
MAY_NOT = "Anggota Senkom bukan polisi: tidak berwenang menilang, menggeledah, menyita, menahan, atau memungut uang."
NOT_VALID = "Kartu ini tidak berlaku."
NIK, STREET = "3574031705900001", "Jalan Rahasia 7"


def look(card: Card, **headers: str) -> Any:
    return Client().get(f"/kta/{card.token}/", headers=headers)


def bearer(**fields: Any) -> Member:
    """Somebody with everything in the roster that the page must not say."""
    told = {"full_name": "Slamet Hariyono", "nik": NIK, "address": STREET, "emergency_contact": "Ibu Kontak"}
    return make_member(MAYANGAN, **{**told, **fields})


def test_the_page_says_who_bears_the_card_until_when_and_what_he_may_not_do() -> None:
    page = look(make_card(bearer())).content.decode()
    for said in (
        "Slamet Hariyono",
        "Mayangan, Kota Probolinggo",
        "Anggota aktif. Kartu berlaku sampai 1 Januari 2035.",
        MAY_NOT,
    ):
        assert said in page
    assert "Laporkan perilaku anggota" in page
    assert "Sedang bertugas resmi: tidak" in page


def test_the_page_says_nothing_else_of_the_bearer() -> None:
    member = bearer()
    page = look(make_card(member)).content.decode()
    secrets = (NIK, STREET, "Ibu Kontak", str(member.phone), member.phone.as_national, member.member_number, "pedagang")
    assert [secret for secret in secrets if str(secret) in page] == []
    assert str(member.code) not in page


def test_of_a_member_on_leave_it_is_not_said_that_he_is_active() -> None:
    page = look(make_card(bearer(state="on_leave"))).content.decode()
    assert "Anggota sedang izin. Kartu berlaku sampai 1 Januari 2035." in page
    assert "Anggota aktif" not in page


@pytest.mark.parametrize("state", [state for state in CardState if state != CardState.HANDED_OVER])
def test_of_a_card_that_is_not_valid_only_that_is_said(state: CardState) -> None:
    page = look(make_card(bearer(), state, valid_until=timezone.localdate(), issued=timezone.localdate()))
    text = page.content.decode()
    assert (page.status_code, NOT_VALID in text, MAY_NOT in text) == (200, True, True)
    words = ("Slamet", "Mayangan", "hilang", "dicabut", "Habis masa", "data:image/jpeg")
    assert [word for word in words if word in text] == []


def test_no_reason_is_told_of_a_suspended_member_or_one_who_left(slamet: User) -> None:
    rests, left = make_card(bearer()), make_card(bearer())
    suspend(rests.member, reason="Pemeriksaan kode etik")
    services.record_resignation(left.member, by=slamet, reason="Pindah kerja")
    pages = [re.sub(r'/kta/[^/]+/|value="\w{64}"', "", look(card).content.decode()) for card in (rests, left)]
    assert pages[0] == pages[1], "one can't be told from the other"
    assert NOT_VALID in pages[0]


def test_a_code_that_we_never_gave_is_not_valid_and_is_a_404() -> None:
    page = Client().get("/kta/abcdefghijklmnopqrstuv/")
    assert (page.status_code, NOT_VALID in page.content.decode()) == (404, True)
    assert CardCheck.objects.count() == 0


def test_on_duty_is_said_without_a_place_while_it_lasts() -> None:
    card = make_card(bearer())
    duty = make_duty(
        MAYANGAN, starts_at=hours_from_now(-1), state=DutyState.IN_PROGRESS, meeting_point="Pos Rahasia", title="Patgab"
    )
    place = make_assignment(duty, card.member)
    assert "Sedang bertugas resmi: tidak" in look(card).content.decode(), "he has not arrived"
    type(place).objects.filter(pk=place.pk).update(state=AssignmentState.CHECKED_IN)
    page = look(card).content.decode()
    assert "Sedang bertugas resmi: ya" in page
    assert "Pos Rahasia" not in page
    assert "Patgab" not in page


def test_a_duty_that_nobody_ended_is_over_some_hours_later() -> None:
    card = make_card(bearer())
    duty = make_duty(MAYANGAN, starts_at=hours_from_now(-9), state=DutyState.IN_PROGRESS)
    make_assignment(duty, card.member, state=AssignmentState.CHECKED_IN)
    assert "Sedang bertugas resmi: tidak" in look(card).content.decode()


def test_the_photo_is_shown_only_where_its_owner_agreed_to_that() -> None:
    card = make_card(bearer())
    with shelf() as files:
        files.put(MemberPhoto, Picture(jpeg(240, 320)), member=card.member, made_by=card.member)
    consent = Consent.objects.create(member=card.member, purpose=PURPOSE, text_version="2026-11", method="form")
    assert "data:image/jpeg" not in look(card).content.decode()
    Consent.objects.filter(pk=consent.pk).update(text_version=TEXT_VERSION)
    assert "data:image/jpeg" in look(card).content.decode()


def test_the_page_is_not_listed_not_kept_and_not_passed_on() -> None:
    page = look(make_card(bearer()))
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert "sessionid" not in page.cookies


def test_every_look_is_counted_and_nobody_who_looks() -> None:
    card = make_card(bearer())
    for _number in range(3):
        look(card, user_agent="Kenariwati/1.0")
    assert CardCheck.objects.get().number == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM members_cardcheck c")
        assert "Kenariwati" not in cursor.fetchone()[0]


def test_a_flood_of_looks_ends_in_429() -> None:
    cache.clear()
    card = make_card(bearer())
    assert [look(card).status_code for _number in range(61)][-2:] == [200, 429]
    assert CardCheck.objects.get().number == 60
    cache.clear()


def test_a_look_costs_few_questions() -> None:
    card = make_card(bearer())
    look(card)
    with CaptureQueriesContext(connection) as asked:
        look(card)
    assert len([query for query in asked if '"cache"' not in query["sql"]]) <= 8


# — complaints


def write(card: Card, client: Client | None = None, **data: str) -> Any:
    told = {"code": str(uuid.uuid4()), "text": "Meminta uang di pasar, Sabtu pagi.", "contact": "0812 0000 0000"}
    return (client or Client()).post(f"/kta/{card.token}/complaint/", told | data)


@pytest.fixture(autouse=True)
def _nobody_wrote_before(db: None) -> None:
    cache.clear()


def test_a_complaint_goes_to_the_chair_above_and_never_to_the_coordinator(
    slamet: User, joko: User, endah: User, bambang: User
) -> None:
    card = make_card(bearer())
    assert write(card)["Location"] == "/complaint/sent/"
    complaint = Complaint.objects.get()
    assert (complaint.about, complaint.unit_id, complaint.state) == (card.member, CITY, "received")
    for other in (slamet, joko, endah, make_user(card.member)):
        assert not Complaint.objects.visible_to(other).exists()
        client = Client()
        client.force_login(other)
        assert client.get(complaint.get_absolute_url()).status_code == 404
    client = Client()
    client.force_login(bambang)
    assert "Meminta uang di pasar" in client.get(complaint.get_absolute_url()).content.decode()


def test_nobody_reads_or_answers_what_is_said_of_himself_whatever_his_office(bambang: User) -> None:
    vice = make_officer(Office.VICE_CHAIR, CITY, full_name="Wakil")
    above = make_officer(Office.CHAIR, PROVINCE, full_name="Ketua Provinsi")
    complaint = make_complaint(bambang.member)
    assert complaint.unit_id == PROVINCE
    assert not Complaint.objects.visible_to(bambang).exists()
    assert not Complaint.objects.visible_to(vice).exists(), "his own board is passed by, too"
    assert Complaint.objects.visible_to(above).exists()
    boss = make_user(make_member(NATION), is_superuser=True)
    about_boss = make_complaint(boss.member)
    assert not Complaint.objects.visible_to(boss).filter(pk=about_boss.pk).exists()
    with pytest.raises(ValidationError):
        services.close_complaint(about_boss, by=boss, reason="Selesai")
    with pytest.raises(IntegrityError, match="complaint_answered_by_another"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(state="looked_into", state_by=bambang.member)


def test_where_no_unit_above_has_a_chair_it_is_the_own_one_and_else_the_one_above() -> None:
    member = make_member(MAYANGAN)
    assert unit_that_reads(member) == CITY
    make_officer(Office.CHAIR, MAYANGAN)
    assert unit_that_reads(member) == MAYANGAN
    make_officer(Office.CHAIR, PROVINCE)
    assert unit_that_reads(member) == PROVINCE
    make_appointment(member, CITY, Office.CHAIR)
    assert unit_that_reads(member) == PROVINCE


def test_the_same_form_sent_twice_makes_one_complaint_and_works_for_a_card_that_is_over() -> None:
    card = make_card(bearer(), CardState.REVOKED)
    code = str(uuid.uuid4())
    assert [write(card, code=code).status_code for _time in range(2)] == [302, 302]
    assert write(card, code=code, text="Lain").status_code == 409
    assert Complaint.objects.count() == 1
    assert Client().post("/kta/abcdefghijklmnopqrstuv/complaint/", {"text": "x"}).status_code == 404


def test_a_flood_of_complaints_ends_in_429_and_an_empty_one_in_words() -> None:
    card = make_card(bearer())
    refused = write(card, text="   ")
    assert (refused.status_code, Complaint.objects.count()) == (422, 0)
    assert [write(card).status_code for _number in range(6)][-2:] == [302, 429]
    assert Complaint.objects.count() == 5


def test_hostile_words_stay_words(bambang: User) -> None:
    card = make_card(bearer())
    write(card, text="<script>alert(1)</script>\n=1+1 {{ 7*7 }}", contact="<b>x</b>")
    client = Client()
    client.force_login(bambang)
    page = client.get(Complaint.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_chair_looks_into_it_and_closes_it_with_a_result(bambang: User, slamet: User) -> None:
    complaint = make_complaint(bearer())
    client, address = Client(), complaint.get_absolute_url()
    client.force_login(bambang)
    assert client.post(address, {"answer": "closed", "reason": " "}).status_code == 422
    client.post(address, {"answer": "looked_into", "reason": ""})
    client.post(address, {"answer": "closed", "reason": "Anggota ditegur, uang dikembalikan."})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.state_by) == ("closed", bambang.member)
    assert "uang dikembalikan" in client.get(address).content.decode()
    with pytest.raises(PermissionDenied):
        services.close_complaint(make_complaint(bearer()), by=slamet, reason="Selesai")


@pytest.mark.parametrize(("source", "target"), [(a, b) for a, b, allowed in COMPLAINING.pairs() if not allowed])
def test_the_database_keeps_complaints_as_they_are(source: ComplaintState, target: ComplaintState) -> None:
    chair = make_member(CITY)
    told = {"state": source, "state_reason": "Hasil"}
    complaint = make_complaint(bearer(), **told, state_by=None if source == "received" else chair)
    rows = Complaint.objects.filter(pk=complaint.pk)
    for change in ({"state": target, "state_by": chair}, {"text": "Lain"}, {"about": chair}):
        with pytest.raises(IntegrityError, match="complaint_"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="complaint_kept"), transaction.atomic():
        rows.delete()


def test_the_chair_is_told_without_a_name_and_once_more_after_a_week(bambang: User, slamet: User) -> None:
    complaint = make_complaint(bearer())
    planner.run_once()
    told = Notification.objects.filter(kind__startswith="complaint.")
    assert [message.recipient_id for message in told] == [bambang.member_id]
    make_complaint(bambang.member)
    old, taken_up = (make_complaint(bearer(), made_at=timezone.now() - timedelta(days=8)) for _number in range(2))
    services.look_into_complaint(taken_up, by=bambang)
    planner.run_once()
    assert set(told.values_list("subject", "recipient_id")) == {
        (complaint.pk, bambang.member_id),
        (old.pk, bambang.member_id),
    }


def test_where_it_goes_to_his_own_board_the_bearer_is_passed_by(bambang: User) -> None:
    vice = make_officer(Office.VICE_CHAIR, CITY, full_name="Wakil")
    assert make_complaint(bambang.member).unit_id == CITY
    planner.run_once()
    told = Notification.objects.filter(kind__startswith="complaint.")
    assert [message.recipient_id for message in told] == [vice.member_id]


def test_cards_that_nobody_prints_are_told_once_for_a_unit_after_two_weeks(endah: User, slamet: User) -> None:
    ago = timezone.now() - timedelta(days=15)
    for number in range(3):
        make_card(bearer(), CardState.APPROVED, state_at=ago + timedelta(hours=number))
    make_card(bearer(), CardState.APPROVED)
    planner.run_once()
    told = Notification.objects.filter(kind__startswith="card.")
    assert [message.recipient_id for message in told] == [endah.member_id]
