"""The way of an audience through its pages, from the wish to the final minutes."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import User
from members.states import Office
from partners.models import ActionItem, Attendee, Audience, Letter, Minutes
from partners.states import AudienceState, MinutesState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_member, make_officer
from tests.factories.partners import make_agency, make_audience, make_contact, make_item, make_letter, make_minutes

pytestmark = pytest.mark.django_db


def post(client: Client, name: str, code: Any = None, /, **data: Any) -> Any:
    return client.post(reverse(f"partners:{name}", args=[code] if code else []), data)


def plan(client: Client, **fields: Any) -> Any:
    agency = fields.pop("agency", None) or make_agency(CITY, name="Wali Kota Probolinggo")
    data = {
        "code": uuid.uuid4(),
        "unit": CITY,
        "agency": agency.code,
        "kind": "audience",
        "host": "Wali Kota Probolinggo",
        "purpose": "sinergi kamtibmas",
        "topics": "sinergi kamtibmas\r\npenanggulangan bencana\r\n\r\nisu sosial 2025",
    }
    return post(client, "audience_add", **{**data, **fields})


def in_days(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT10:00")


def test_an_audience_goes_from_the_wish_to_the_final_minutes(client: Client, joko: User, endah: User) -> None:
    client.force_login(joko)
    answer = plan(client)
    audience = Audience.objects.get()
    assert answer.headers["Location"] == audience.get_absolute_url()
    assert [topic.topic for topic in audience.agenda.all()] == [
        "sinergi kamtibmas",
        "penanggulangan bencana",
        "isu sosial 2025",
    ]

    # Without an issued letter nothing can have been sent.
    assert post(client, "audience_send", audience.code).status_code == 422
    client.force_login(endah)
    form = client.get(reverse("partners:audience_letter", args=[audience.code])).context["form"]
    assert "penanggulangan bencana" in form.initial["body"]
    answer = post(client, "audience_letter", audience.code, **form.initial)
    letter = Letter.objects.get()
    assert answer.headers["Location"] == letter.get_absolute_url()
    assert post(client, "letter_issue", letter.code).status_code == 302
    assert post(client, "audience_send", audience.code).status_code == 302

    client.force_login(joko)
    assert (
        post(client, "audience_confirm", audience.code, starts_at=in_days(9), place="ruang transit").status_code == 302
    )
    attendees = reverse("partners:attendees", args=[audience.code])
    assert client.post(attendees, {"member": joko.member.code}).status_code == 302
    contact = make_contact(audience.agency, position="Ajudan")
    assert client.post(attendees, {"contact": contact.code}).status_code == 302
    page = client.get(audience.get_absolute_url()).content.decode()
    assert "Terjadwal" in page
    assert "Joko Supriyanto" in page
    assert "Ajudan" in page

    assert post(client, "audience_hold", audience.code).status_code == 422
    Audience.objects.filter(pk=audience.pk).update(starts_at=timezone.now() - timedelta(hours=3))
    there = Attendee.objects.get(member=joko.member)
    assert post(client, "audience_hold", audience.code, present=[there.pk]).status_code == 302
    assert {a.member_id: a.was_there for a in Attendee.objects.all()} == {joko.member_id: True, None: False}

    assert post(client, "minutes", audience.code, body="Dibahas tiga hal.", edition=0).status_code == 302
    assert post(client, "minutes_final", audience.code, edition=1).status_code == 302
    audience.refresh_from_db()
    assert audience.state == AudienceState.MINUTES_FINAL
    assert "Notulen disahkan" in client.get(audience.get_absolute_url()).content.decode()


def test_the_same_form_sent_twice_plans_one_audience_and_somebody_elses_code_is_a_conflict(
    client: Client, joko: User, bambang: User
) -> None:
    code, agency = uuid.uuid4(), make_agency(CITY)
    client.force_login(joko)
    first, second = (plan(client, code=code, agency=agency) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    client.force_login(bambang)
    assert plan(client, code=code, agency=agency).status_code == 409
    assert Audience.objects.count() == 1


def test_an_audience_is_planned_only_in_ones_own_units_and_with_agencies_one_sees(
    client: Client, slamet: User, kedopok: Any
) -> None:
    client.force_login(slamet)
    here, elsewhere = make_agency(MAYANGAN), make_agency(KEDOPOK)
    assert plan(client, unit=MAYANGAN, agency=here).status_code == 302
    assert plan(client, unit=CITY, agency=here).status_code == 422
    assert plan(client, unit=MAYANGAN, agency=elsewhere).status_code == 422


@pytest.mark.parametrize("step", ["cancel", "reschedule"])
def test_cancelling_and_rescheduling_need_a_reason(client: Client, joko: User, step: str) -> None:
    audience = make_audience(state=AudienceState.CONFIRMED)
    client.force_login(joko)
    assert post(client, f"audience_{step}", audience.code).status_code == 422
    assert post(client, f"audience_{step}", audience.code, reason="bentrok acara").status_code == 302
    assert "bentrok acara" in client.get(audience.get_absolute_url()).content.decode()


def test_a_rescheduled_audience_gets_a_new_day(client: Client, joko: User) -> None:
    audience = make_audience(state=AudienceState.RESCHEDULED, starts_at=timezone.now() - timedelta(days=1))
    client.force_login(joko)
    assert post(client, "audience_confirm", audience.code, starts_at=in_days(3), place="ruang").status_code == 302


def test_a_meeting_that_is_over_is_written_down_afterwards_but_not_in_another_year(client: Client, joko: User) -> None:
    audience = make_audience(state=AudienceState.DRAFT)
    client.force_login(joko)
    answer = post(client, "audience_confirm", audience.code, starts_at=in_days(-400), place="ruang")
    assert answer.status_code == 422
    assert "Periksa tahunnya" in answer.content.decode()
    assert post(client, "audience_confirm", audience.code, starts_at=in_days(-1), place="ruang").status_code == 302
    assert post(client, "audience_hold", audience.code).status_code == 302


def test_a_form_begins_with_the_unit_of_ones_office_not_with_where_one_lives(client: Client) -> None:
    client.force_login(make_officer(Office.CHAIR, CITY, home=MAYANGAN))
    for name in ("audience_add", "letter_add", "incoming_add"):
        form = client.get(reverse(f"partners:{name}")).context["form"]
        assert form.get_initial_for_field(form.fields["unit"], "unit") == CITY, name


def test_while_the_letter_is_a_draft_the_next_step_is_to_issue_it(client: Client, endah: User) -> None:
    audience = make_audience(state=AudienceState.DRAFT)
    client.force_login(endah)
    assert ">Tulis surat permohonan<" in client.get(audience.get_absolute_url()).content.decode()
    letter = make_letter(audience=audience)
    page = client.get(audience.get_absolute_url()).content.decode()
    assert f'href="{letter.get_absolute_url()}">Terbitkan surat<' in page
    assert ">Tulis surat permohonan<" not in page


def test_a_step_that_is_not_possible_any_more_is_a_conflict_in_words(client: Client, joko: User) -> None:
    audience = make_audience(state=AudienceState.CANCELLED)
    client.force_login(joko)
    answer = post(client, "audience_confirm", audience.code, starts_at=in_days(3), place="ruang")
    assert answer.status_code == 409
    assert "Muat ulang halaman" in answer.content.decode()
    assert post(client, "audience_edit", audience.code, kind="audience", purpose="lain").status_code == 409


def test_steps_are_for_those_who_hold_audiences_and_missing_for_others(
    client: Client, endah: User, wiwik: User, stranger_coordinator: User
) -> None:
    audience = make_audience(state=AudienceState.CONFIRMED)
    Attendee.objects.create(audience=audience, member=wiwik.member)
    for who, answer in ((endah, 403), (wiwik, 403), (stranger_coordinator, 404)):
        client.force_login(who)
        assert post(client, "audience_cancel", audience.code, reason="x").status_code == answer
        assert post(client, "attendees", audience.code).status_code == answer
        assert post(client, "minutes", audience.code, body="x", edition=0).status_code == answer
    audience.refresh_from_db()
    assert audience.state == AudienceState.CONFIRMED


def test_who_was_on_the_list_sees_the_audience_and_its_final_minutes_only(
    client: Client, wiwik: User, fery: User
) -> None:
    audience = make_audience(state=AudienceState.HELD)
    Attendee.objects.create(audience=audience, member=wiwik.member)
    make_minutes(audience, body="Isi rancangan.")
    client.force_login(fery)
    assert client.get(audience.get_absolute_url()).status_code == 404
    client.force_login(wiwik)
    assert "Isi rancangan." not in client.get(audience.get_absolute_url()).content.decode()
    Minutes.objects.filter(audience=audience).update(state=MinutesState.FINAL)
    assert "Isi rancangan." in client.get(audience.get_absolute_url()).content.decode()


def test_people_of_other_units_cant_be_put_on_the_list(client: Client, slamet: User, fery: User) -> None:
    audience = make_audience(MAYANGAN)
    foreign = make_contact(make_agency(KEDOPOK))
    client.force_login(slamet)
    assert post(client, "attendees", audience.code, member=fery.member.code).status_code == 404
    assert post(client, "attendees", audience.code, contact=foreign.code).status_code == 404
    assert "Fery" not in client.get(reverse("partners:attendees", args=[audience.code]), {"q": "fery"}).content.decode()


def test_a_search_finds_members_to_bring_along_and_a_click_takes_them_off_again(
    client: Client, joko: User, wiwik: User
) -> None:
    audience = make_audience()
    client.force_login(joko)
    address = reverse("partners:attendees", args=[audience.code])
    assert "Wiwik Sulastri" in client.get(address, {"q": "wiwik"}).content.decode()
    client.post(address, {"member": wiwik.member.code})
    client.post(address, {"member": wiwik.member.code})
    assert Attendee.objects.filter(member=wiwik.member).count() == 1
    client.post(address, {"member": wiwik.member.code, "remove": "on"})
    assert not Attendee.objects.exists()


@pytest.mark.parametrize("both", [True, False])
def test_an_attendee_is_a_member_or_a_contact(both: bool) -> None:
    audience = make_audience()
    member, contact = (make_member(), make_contact()) if both else (None, None)
    with pytest.raises(IntegrityError, match="attendee_member_or_contact"), transaction.atomic():
        Attendee.objects.create(audience=audience, member=member, contact=contact)


def test_two_writers_of_the_minutes_dont_overwrite_each_other(client: Client, joko: User, bambang: User) -> None:
    audience = make_audience(state=AudienceState.HELD)
    client.force_login(joko)
    assert post(client, "minutes", audience.code, body="Kata Joko.", edition=0).status_code == 302
    client.force_login(bambang)
    answer = post(client, "minutes", audience.code, body="Kata Bambang.", edition=0)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Kata Joko." in page
    assert "Kata Bambang." in page
    assert post(client, "minutes_final", audience.code, edition=7).status_code == 409
    assert Minutes.objects.get().body == "Kata Joko."


def test_the_same_minutes_sent_twice_are_saved_once(client: Client, joko: User) -> None:
    audience = make_audience(state=AudienceState.HELD)
    client.force_login(joko)
    for _ in range(2):
        assert post(client, "minutes", audience.code, body="Dibahas.", edition=0).status_code == 302
    assert Minutes.objects.get().edition == 1


def test_a_later_version_takes_the_place_of_final_minutes(client: Client, joko: User) -> None:
    audience = make_audience(state=AudienceState.MINUTES_FINAL)
    make_minutes(audience, state=MinutesState.FINAL, body="Versi lama.")
    client.force_login(joko)
    form = client.get(reverse("partners:minutes", args=[audience.code])).context["form"]
    assert form.initial["body"] == "Versi lama."
    assert post(client, "minutes", audience.code, body="Versi baru.", edition=0).status_code == 302
    assert post(client, "minutes_final", audience.code, edition=1).status_code == 302
    versions = {m.version: (m.body, m.state) for m in Minutes.objects.all()}
    assert versions == {1: ("Versi lama.", "superseded"), 2: ("Versi baru.", "final")}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE partners_minutes SET body = 'lain'",
        "UPDATE partners_minutes SET decisions = 'lain'",
        "UPDATE partners_minutes SET body = 'lain', state = 'superseded'",
        "UPDATE partners_minutes SET state_reason = 'lain'",
        "UPDATE partners_minutes SET state = 'draft'",
        "DELETE FROM partners_minutes",
    ],
)
def test_the_database_keeps_final_minutes_as_they_are(change: str) -> None:
    make_minutes(state=MinutesState.FINAL)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_an_audience_has_one_final_version() -> None:
    first = make_minutes(state=MinutesState.FINAL)
    with pytest.raises(IntegrityError, match="minutes_one_final"), transaction.atomic():
        make_minutes(first.audience, version=2, state=MinutesState.FINAL)


def test_the_summary_for_whatsapp_is_marked_until_the_minutes_are_final(client: Client, joko: User) -> None:
    audience = make_audience(
        state=AudienceState.HELD, host="Wali Kota Probolinggo", starts_at="2025-07-28T03:00:00Z", place="ruang transit"
    )
    Attendee.objects.create(audience=audience, member=joko.member, was_there=True)
    make_item(audience, joko.member, title="Jadwal penyuluhan", due_on=date(2025, 8, 30))
    make_minutes(audience, decisions="Narahubung tetap Pemkot\nPenyuluhan di lima kecamatan")
    client.force_login(joko)
    shown = client.get(audience.get_absolute_url()).context["summary"]
    assert shown == (
        "*AUDIENSI* (draf)\n"
        "Wali Kota Probolinggo, Senin, 28 Juli 2025, 10.00 WIB, ruang transit\n"
        "Dari Senkom: 1 orang\n"
        "*KEPUTUSAN*\n1. Narahubung tetap Pemkot\n2. Penyuluhan di lima kecamatan\n"
        "*TINDAK LANJUT*\n1. Jadwal penyuluhan: Joko Supriyanto, paling lambat 30 Agustus 2025\n"
        "_Draf, notulen belum disahkan._"
    )
    post(client, "minutes_final", audience.code, edition=1)
    client.cookies["django_language"] = "en"
    final = client.get(audience.get_absolute_url()).context["summary"]
    assert "draf" not in final.lower()
    assert final.startswith("*AUDIENSI*\n")


def test_open_items_come_up_at_the_next_audience_with_the_agency(client: Client, joko: User) -> None:
    agency = make_agency(CITY)
    earlier = make_audience(agency=agency, state=AudienceState.MINUTES_FINAL)
    make_item(earlier, title="Rancangan nota kesepahaman")
    make_item(earlier, title="Sudah beres", state="done", outcome="beres")
    make_item(make_audience(state=AudienceState.HELD), title="Instansi lain")
    following = make_audience(agency=agency, state=AudienceState.CONFIRMED)
    client.force_login(joko)
    page = client.get(following.get_absolute_url()).content.decode()
    assert "Rancangan nota kesepahaman" in page
    assert "Sudah beres" not in page
    assert "Instansi lain" not in page
    assert ActionItem.objects.open_with(agency).count() == 1


def test_the_first_page_says_what_wants_something(client: Client, joko: User) -> None:
    days_ago = timezone.now() - timedelta(days=12)
    make_audience(state=AudienceState.LETTER_SENT, host="Dinas Pendidikan", state_at=days_ago)
    make_audience(state=AudienceState.HELD, host="Kasat Binmas", starts_at=timezone.now() - timedelta(days=49))
    make_audience(state=AudienceState.CONFIRMED, host="Wali Kota")
    make_audience(state=AudienceState.CANCELLED, host="Batal Saja")
    client.force_login(joko)
    page = client.get(reverse("partners:audiences")).content.decode()
    assert "belum dijawab 12 hari" in page
    assert "49 hari yang lalu" in page
    assert "Wali Kota" in page
    assert "Batal Saja" not in page
    everything = client.get(reverse("partners:audiences"), {"show": "all"}).content.decode()
    assert "Batal Saja" in everything
    found = client.get(reverse("partners:audiences"), {"q": "binmas"}).content.decode()
    assert "Kasat Binmas" in found
    assert "Wali Kota" not in found
