"""The roster's pages: who reads what, searching, paging, constant cost, and the forms."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members import services
from members.models import Appointment, Member, Unit, User
from members.states import MemberState
from senkom.lib.registry import registered
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_member, make_unit, make_user

pytestmark = pytest.mark.django_db
SENT = {"csrfmiddlewaretoken": "x"}


@pytest.fixture
def buari(mayangan: Unit) -> Member:
    """Somebody whose every field is filled."""
    member = make_member(
        mayangan,
        full_name="Buari",
        birth_date=date(1978, 3, 4),
        address="Jalan Ikan Paus 7",
        emergency_contact="Bu Sri, 0870-0000-0099",
        skills="perahu; renang",
    )
    services.set_nik(member, "3574030403789001", by=make_user(make_member(CITY), is_superuser=True))
    return member


SECRETS = ("3574030403789001", "357403•••••••••1", "4 Maret 1978", "Jalan Ikan Paus 7", "Bu Sri")


def read(user: User, name: str, *args: Any, **query: Any) -> str:
    """What somebody reads on a page."""
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"members:{name}", args=args), query).content.decode()


def test_a_coordinator_reads_name_phone_and_skills_and_nothing_closed(buari: Member, slamet: User) -> None:
    page = read(slamet, "detail", buari.code)
    assert "perahu; renang" in page
    assert str(buari.phone.as_national) in page
    assert [secret for secret in SECRETS if secret in page] == []


def test_the_chair_reads_nothing_closed_either(buari: Member, bambang: User) -> None:
    page = read(bambang, "detail", buari.code)
    assert [secret for secret in SECRETS if secret in page] == []


def test_the_roster_admin_and_the_person_read_the_nik_masked(buari: Member, endah: User) -> None:
    for user in (endah, make_user(buari)):
        page = read(user, "detail", buari.code)
        assert [secret for secret in SECRETS if secret in page] == list(SECRETS[1:])


def test_no_page_of_a_coordinators_session_shows_closed_data(buari: Member, slamet: User) -> None:
    names = ["detail", "documents_seen", "livelihood", "sign_in_link", "emergency"]
    pages = [read(slamet, name, buari.code) for name in names] + [read(slamet, "list"), read(slamet, "list", q="buari")]
    assert [secret for page in pages for secret in SECRETS if secret in page] == []


def test_closed_data_open_in_an_emergency_with_a_reason_and_the_member_is_told(buari: Member, slamet: User) -> None:
    client = Client()
    client.force_login(slamet)
    address = reverse("members:emergency", args=[buari.code])
    assert client.post(address, {"reason": " "}).status_code == 422
    page = client.post(address, {"reason": "kecelakaan saat patroli"}).content.decode()
    assert "Bu Sri" in page
    told = registered.reminders["members.data_opened"]
    row = told.rule().get()
    message = told.texts([row["subject"]])[row["subject"]]
    assert row["recipient"] == buari.pk
    assert "Slamet Hariyono" in message.body
    assert "Bu Sri" not in message.body
    assert "kecelakaan saat patroli" in read(make_user(buari), "detail", buari.code)


def test_reading_the_nik_in_full_is_recorded(buari: Member, endah: User) -> None:
    client = Client()
    client.force_login(endah)
    page = client.post(reverse("members:read_nik", args=[buari.code]), {"reason": "laporan ke Polres"})
    assert "3574030403789001" in page.content.decode()
    assert buari.readings.get().by == endah.member


def test_the_list_is_searched_by_parts_of_names_numbers_and_phones(mayangan: Unit, slamet: User) -> None:
    make_member(mayangan, full_name="Mat Rofi'i", member_number="3574.12.0005", phone="+6287000001234")
    make_member(mayangan, full_name="Nur Hasanudin")
    for text in ("rofi", "MAT ROF", "3574.12.0005", "0870-0000-1234"):
        page = read(slamet, "list", q=text)
        assert "Rofi&#x27;i" in page, text
        assert "Nur Hasanudin" not in page, text


def test_the_list_shows_who_is_enrolled_unless_others_are_asked_for(mayangan: Unit, bambang: User) -> None:
    make_member(mayangan, full_name="Novi Kartikasari", state=MemberState.APPLICANT)
    make_member(KEDOPOK, full_name="Ponidi")
    assert "Novi" not in read(bambang, "list")
    assert "Novi" in read(bambang, "list", state="applying")
    assert "Novi" in read(bambang, "list", state="applicant")
    assert "Ponidi" in read(bambang, "list")
    assert "Ponidi" not in read(bambang, "list", unit=MAYANGAN)
    assert "Ponidi" in read(bambang, "list", state="tidak-ada")


def test_the_list_pages_by_name_without_leaving_anybody_out(mayangan: Unit, slamet: User) -> None:
    names = [f"Anggota {number:03d}" for number in range(60)]
    for name in names:
        make_member(mayangan, full_name=name)
    client = Client()
    client.force_login(slamet)
    first = client.get(reverse("members:list"), {"q": "anggota"})
    second = client.get(first.context["next"])
    assert [p.full_name for p in first.context["page"].rows + second.context["page"].rows] == names
    assert second.context["next"] == ""
    assert client.get(reverse("members:list"), {"after": "bukan-tanda"}).status_code == 400


@pytest.mark.parametrize("name", ["list", "recap", "offices", "units"])
def test_a_list_costs_the_same_for_one_row_and_for_many(bambang: User, mayangan: Unit, name: str) -> None:
    client = Client()
    client.force_login(bambang)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"members:{name}")).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for number in range(9):
        make_member(mayangan)
        make_unit(f"0.35.74.{50 + number}.")
    assert cost() == one
    assert one <= 8


def test_a_person_page_says_what_comes_next_and_why_not(mayangan: Unit, slamet: User, bambang: User) -> None:
    member = make_member(mayangan, state=MemberState.TRAINING, livelihood_verified_by=None)
    page = read(slamet, "detail", member.code)
    assert "Minta Sekretaris atau Wakil Ketua memastikan" in page
    assert reverse("members:step", args=[member.code, "activate"]) not in page
    assert reverse("members:step", args=[member.code, "attest"]) in read(bambang, "detail", member.code)


def test_a_refused_step_keeps_what_was_typed_and_says_why(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan, state=MemberState.TRAINING, livelihood_verified_by=None)
    client = Client()
    client.force_login(slamet)
    answer = client.post(reverse("members:step", args=[member.code, "activate"]), {"member_number": "JT.7"})
    assert answer.status_code == 422
    assert "belum dipastikan pengurus lain" in answer.content.decode()
    assert 'value="JT.7"' in answer.content.decode()


def test_a_step_somebody_else_took_meanwhile_is_a_conflict(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT)
    client = Client()
    client.force_login(slamet)
    address = reverse("members:step", args=[member.code, "documents"])
    assert client.post(address, SENT).status_code == 302
    assert client.post(address, SENT).status_code == 409


def test_the_public_form_takes_an_application_once_and_refuses_in_words(client: Client, mayangan: Unit) -> None:
    written = {
        "code": str(uuid.uuid4()),
        "full_name": "Novi Kartikasari",
        "birth_date": "1996-02-03",
        "sex": "female",
        "phone": "0870-0000-0902",
        "unit": MAYANGAN,
        "livelihood": "none",
        "occupation": "-",
    }
    page = client.post(reverse("members:apply"), written)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Novi Kartikasari"' in text
    assert not Member.objects.filter(full_name="Novi Kartikasari").exists()
    without_income = client.post(reverse("members:apply"), {**written, "consent": "on"})
    assert "kegiatan terbuka kami boleh diikuti siapa saja" in without_income.content.decode()
    right = {**written, "consent": "on", "livelihood": "employed_private"}
    for _sending in range(2):
        assert client.post(reverse("members:apply"), right)["Location"] == reverse("members:applied")
    assert Member.objects.get(full_name="Novi Kartikasari").unit_id == MAYANGAN
    again = client.post(reverse("members:apply"), {**right, "code": str(uuid.uuid4())})
    assert again["Location"] == reverse("members:applied")


def test_a_flood_of_applications_is_slowed_down(client: Client, mayangan: Unit) -> None:
    written = {"sex": "male", "unit": MAYANGAN, "livelihood": "self_employed", "occupation": "nelayan", "consent": "on"}
    answers = [
        client.post(
            reverse("members:apply"),
            {
                **written,
                "code": str(uuid.uuid4()),
                "full_name": f"Pelamar {number}",
                "birth_date": "1990-01-01",
                "phone": f"08700001{number:04d}",
            },
        ).status_code
        for number in range(22)
    ]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_an_application_on_paper_is_attested_by_somebody_else_than_its_writer(
    mayangan: Unit, endah: User, bambang: User
) -> None:
    client = Client()
    client.force_login(endah)
    form = client.get(reverse("members:new"))
    written = {
        "code": form.context["form"]["code"].value(),
        "full_name": "Sony Bagus Purwoko",
        "birth_date": "1993-07-08",
        "sex": "male",
        "phone": "087000000903",
        "unit": MAYANGAN,
        "livelihood": "employed_private",
        "occupation": "teknisi mesin",
        "consent": "on",
    }
    assert client.post(reverse("members:new"), written).status_code == 302
    member = Member.objects.get(full_name="Sony Bagus Purwoko")
    attest = reverse("members:step", args=[member.code, "attest"])
    assert client.post(attest, SENT).status_code == 422
    client.force_login(bambang)
    assert client.post(attest, {**SENT, "evidence": "workplace"}).status_code == 302


def test_an_office_is_given_and_ended_on_pages(mayangan: Unit, bambang: User) -> None:
    member = make_member(mayangan, full_name="Buari")
    client = Client()
    client.force_login(bambang)
    today = mayangan.today()
    chosen = {"unit": MAYANGAN, "office": "coordinator", "begins": str(today), "ends": str(today)}
    assert client.post(reverse("members:appoint", args=[member.code]), chosen).status_code == 302
    held = Appointment.objects.get(member=member)
    assert "Buari" in read(bambang, "offices")
    assert client.post(reverse("members:end_office", args=[held.code]), SENT).status_code == 302
    assert "Buari" not in read(bambang, "offices")
    assert client.post(reverse("members:end_office", args=[held.code]), SENT).status_code == 409


def test_the_summary_is_a_text_without_names(mayangan: Unit, bambang: User) -> None:
    make_member(mayangan, full_name="Buari")
    make_member(mayangan, full_name="Ponidi", state=MemberState.ON_LEAVE)
    page = read(bambang, "recap")
    assert "Mayangan: 1" in page
    assert "Jumlah aktif: 2 dari 3 yang terdaftar" in page
    assert "Buari" not in page


def test_a_sign_in_by_link_is_told_to_the_account_s_owner(mayangan: Unit, slamet: User) -> None:
    member = make_member(mayangan)
    link = services.make_sign_in_link(member, by=slamet)
    told = registered.reminders["members.data_opened"]
    assert not told.rule().exists()
    Client().post(link.path)
    row = told.rule().get()
    assert row["recipient"] == member.pk
    assert "Slamet Hariyono" in told.texts([row["subject"]])[row["subject"]].body
