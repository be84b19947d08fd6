"""Members tell what they saw, coordinators write down calls; everyone sees what is his."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import IncidentReport
from incidents.states import Channel, ReportState, Sensitivity
from members.models import Unit, User
from tests.factories.incidents import make_category, make_incident, make_incident_report, make_link, make_village
from tests.factories.members import KEDOPOK, MAYANGAN, make_member
from tests.factories.reports import make_past_duty, make_report

pytestmark = pytest.mark.django_db


def typed(**changes: Any) -> dict[str, Any]:
    """What a member types: three questions and the time."""
    local = timezone.localtime(timezone.now() - timedelta(minutes=5))
    form = {
        "code": str(uuid.uuid4()),
        "category": make_category().slug,
        "village": make_village().path,
        "place_text": "tikungan dekat jembatan",
        "text": "Tiga lampu jalan mati.",
        "occurred_at": f"{local:%Y-%m-%dT%H:%M}",
    }
    return form | changes


def write(client: Client, user: User, **changes: Any) -> Any:
    client.force_login(user)
    return client.post(reverse("incidents:report_new"), typed(**changes))


def test_the_form_says_112_and_110_before_anything_else(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    page = client.get(reverse("incidents:report_new")).content.decode()
    assert "Darurat? Telepon" in page
    content = page[page.index("<h1>") :]
    assert content.index('href="tel:112"') < content.index("<form")
    assert "WIB" in page


def test_a_member_tells_what_she_saw_and_it_waits_unread(client: Client, wiwik: User) -> None:
    answer = write(client, wiwik)
    report = IncidentReport.objects.get()
    assert answer.headers["Location"] == report.get_absolute_url()
    assert (report.state, report.channel, report.reporter) == (ReportState.RECEIVED, Channel.APP, wiwik.member)
    assert report.number.startswith("LAP-3574-")
    assert "Diterima" in client.get(report.get_absolute_url()).content.decode()


def test_the_unit_is_that_of_the_place_not_of_the_reporter(client: Client, wiwik: User, kedopok: Unit) -> None:
    write(client, wiwik, village=make_village(KEDOPOK + "1002.").path)
    assert IncidentReport.objects.get().unit == kedopok


def test_without_a_village_the_place_is_told_in_words_and_the_unit_is_the_reporters(
    client: Client, wiwik: User
) -> None:
    write(client, wiwik, village="", place_text="jalan raya ke Surabaya")
    report = IncidentReport.objects.get()
    assert (report.unit_id, report.place_source) == (MAYANGAN, "text")
    assert write(client, wiwik, village="", place_text="").status_code == 422


def test_the_same_form_sent_twice_makes_one_report(client: Client, wiwik: User) -> None:
    code = str(uuid.uuid4())
    first, second = write(client, wiwik, code=code), write(client, wiwik, code=code)
    assert first.headers["Location"] == second.headers["Location"]
    assert IncidentReport.objects.count() == 1


def test_the_code_of_somebody_elses_form_is_a_conflict(client: Client, wiwik: User, fery: User) -> None:
    code = str(uuid.uuid4())
    write(client, wiwik, code=code)
    assert write(client, fery, code=code).status_code == 409
    assert IncidentReport.objects.count() == 1


def test_what_lies_in_the_future_is_refused_beside_its_field_and_what_was_typed_stays(
    client: Client, wiwik: User
) -> None:
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    answer = write(client, wiwik, occurred_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ini masih akan datang" in page
    assert "Tiga lampu jalan mati." in page


def test_wording_is_asked_about_once_and_then_goes_through(client: Client, wiwik: User) -> None:
    text = "Kami mengamankan dua pelaku di gang."
    asked = write(client, wiwik, text=text)
    assert asked.status_code == 422
    assert "mengamankan" in asked.content.decode()
    assert write(client, wiwik, text=text, wording_asked="on").status_code == 302


def test_a_stranger_writes_nothing(client: Client) -> None:
    assert client.post(reverse("incidents:report_new"), {}).status_code == 302
    assert not IncidentReport.objects.exists()


def test_a_coordinator_writes_down_a_call_and_only_triage_sees_who_called(
    client: Client, slamet: User, wiwik: User
) -> None:
    client.force_login(slamet)
    local = timezone.localtime()
    form = typed(
        channel="phone",
        reported_at=f"{local:%Y-%m-%dT%H:%M}",
        on_behalf_of=wiwik.member.pk,
        caller_name="Ibu Penelepon",
        caller_phone="0812 0000 1234",
    )
    assert client.post(reverse("incidents:call_new"), form).status_code == 302
    report = IncidentReport.objects.get()
    assert (report.channel, report.on_behalf_of) == (Channel.PHONE, wiwik.member)
    assert "Ibu Penelepon" in client.get(report.get_absolute_url()).content.decode()
    client.force_login(wiwik)
    page = client.get(report.get_absolute_url())
    assert page.status_code == 200
    assert "Penelepon" not in page.content.decode()
    assert "1234" not in page.content.decode()


def test_members_write_down_no_calls(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    assert client.get(reverse("incidents:call_new")).status_code == 403


def test_the_reporter_adds_what_is_missing_and_it_is_read_again(client: Client, wiwik: User) -> None:
    report = make_incident_report(reporter=wiwik.member, state=ReportState.NEEDS_INFO, answer="Lampu nomor berapa?")
    client.force_login(wiwik)
    assert "Lampu nomor berapa?" in client.get(report.get_absolute_url()).content.decode()
    client.post(reverse("incidents:report_more", args=[report.code]), {"text": "Tiang nomor tujuh."})
    report.refresh_from_db()
    assert report.state == ReportState.IN_TRIAGE
    assert "Tiang nomor tujuh." in report.text
    assert "Lampu jalan mati" in report.text


def test_the_reporter_takes_it_back_and_nobody_else_does(client: Client, wiwik: User, slamet: User) -> None:
    report = make_incident_report(reporter=wiwik.member)
    address = reverse("incidents:report_withdraw", args=[report.code])
    client.force_login(slamet)
    assert client.post(address, {"reason": ""}).status_code == 403
    client.force_login(wiwik)
    assert client.post(address, {"reason": "sudah menyala"}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.WITHDRAWN
    assert client.post(address, {"reason": "lagi"}).status_code == 409


def test_a_reporter_hears_what_became_of_it_but_nothing_of_a_confidential_incident(client: Client, wiwik: User) -> None:
    report = make_incident_report(reporter=wiwik.member, state=ReportState.LINKED)
    incident = make_incident(sensitivity=Sensitivity.CONFIDENTIAL, title="Judul rahasia")
    make_link(report, incident)
    client.force_login(wiwik)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Judul rahasia" not in page
    assert incident.number not in page
    assert client.get(incident.get_absolute_url()).status_code == 404


def test_the_list_holds_reports_of_both_kinds_and_the_address_finds_which(client: Client, wiwik: User) -> None:
    mine = make_incident_report(reporter=wiwik.member)
    patrol = make_report(make_past_duty(wiwik.member), wiwik.member)
    make_incident_report(reporter=make_member(MAYANGAN), text="Bukan punya Wiwik", place_text="tempat rahasia")
    client.force_login(wiwik)
    page = client.get(reverse("incidents:reports")).content.decode()
    assert mine.number in page
    assert reverse("incidents:report", args=[patrol.code]) in page
    assert "tempat rahasia" not in page
    assert client.get(reverse("incidents:report", args=[uuid.uuid4()])).status_code == 404


def test_the_address_of_a_patrol_report_leads_to_its_page(client: Client, wiwik: User, fery: User) -> None:
    patrol = make_report(make_past_duty(wiwik.member), wiwik.member)
    address = reverse("incidents:report", args=[patrol.code])
    client.force_login(wiwik)
    assert client.get(address).headers["Location"] == patrol.get_absolute_url()
    client.force_login(fery)
    assert client.get(address).status_code == 404


def test_after_a_patrol_the_way_to_its_report_stands_on_the_same_page(client: Client, wiwik: User) -> None:
    duty = make_past_duty(wiwik.member)
    client.force_login(wiwik)
    address = reverse("patrols:report_write", args=[duty.code])
    assert address in client.get(reverse("incidents:report_new")).content.decode()
    make_report(duty, wiwik.member)
    assert address not in client.get(reverse("incidents:report_new")).content.decode()


def test_reports_are_searched_and_narrowed_to_what_still_waits(client: Client, slamet: User) -> None:
    make_incident_report(text="Pohon miring", place_text="tempat satu")
    make_incident_report(text="Lampu mati", place_text="tempat dua", state=ReportState.REJECTED, answer="Ke Dishub.")
    client.force_login(slamet)
    address = reverse("incidents:reports")
    for query, shown, hidden in [
        ("?q=POHON", "tempat satu", "tempat dua"),
        ("?waiting=yes", "tempat satu", "tempat dua"),
        ("?kind=incident&q=lampu", "tempat dua", "tempat satu"),
    ]:
        page = client.get(address + query).content.decode()
        assert shown in page, query
        assert hidden not in page, query
    assert "tempat satu" not in client.get(address + "?kind=patrol").content.decode()
    assert client.get(address + "?kind=incident&after=nonsense").status_code == 400
