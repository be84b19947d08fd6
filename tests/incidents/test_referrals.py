"""Who was told: agencies, when they received it and what they answered, written down by people."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident, Referral
from incidents.states import EntryKind, ReferralState, Sensitivity
from members.models import User
from tests.factories.incidents import (
    make_category,
    make_incident,
    make_incident_report,
    make_link,
    make_referral,
    make_village,
)
from tests.factories.members import OTHER_CITY
from tests.factories.partners import make_agency, make_contact

pytestmark = pytest.mark.django_db


def local(minutes_ago: int) -> str:
    return f"{timezone.localtime() - timedelta(minutes=minutes_ago):%Y-%m-%dT%H:%M}"


def telling(**changes: Any) -> dict[str, Any]:
    return {
        "code": str(uuid.uuid4()),
        "channel": "phone",
        "message": "Mohon bantuan perahu.",
        "told_at": "",
        "contact": "",
    } | changes


def refer(client: Client, incident: Incident, **changes: Any) -> int:
    return client.post(reverse("incidents:refer", args=[incident.code]), telling(**changes)).status_code


def test_bpbd_is_told_receives_it_and_the_page_says_who_knows_already(client: Client, slamet: User) -> None:
    incident, bpbd = make_incident(), make_agency(name="BPBD Kota Uji")
    pusdalops = make_contact(bpbd, position="Pusdalops")
    client.force_login(slamet)
    assert "Belum ada instansi yang diberi tahu." in client.get(incident.get_absolute_url()).content.decode()
    assert refer(client, incident, agency=bpbd.pk, contact=pusdalops.pk, told_at=local(10)) == 302
    referral = Referral.objects.get()
    assert referral.state == ReferralState.SENT
    assert referral.message.splitlines()[0] == "Kepada Yth. Pusdalops, BPBD Kota Uji"
    answer = reverse("incidents:agency_answer", args=[referral.code, "acknowledged"])
    assert client.post(answer, {"at": local(5), "answered_by": "", "answer": ""}).status_code == 422
    assert client.post(answer, {"at": local(20), "answered_by": "Pusdalops", "answer": ""}).status_code == 422
    assert client.post(answer, {"at": local(5), "answered_by": "Pusdalops", "answer": ""}).status_code == 302
    assert client.post(answer, {"at": local(5), "answered_by": "Pusdalops", "answer": ""}).status_code == 409
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Siapa yang sudah tahu?" in page
    assert "BPBD Kota Uji" in page
    assert "Sudah diterima" in page
    kinds = list(incident.timeline.values_list("kind", flat=True))
    assert kinds == [EntryKind.REFERRAL, EntryKind.ANSWER]


def test_words_are_prepared_and_told_later(client: Client, slamet: User) -> None:
    incident, agency = make_incident(), make_agency()
    client.force_login(slamet)
    assert refer(client, incident, agency=agency.pk) == 302
    referral = Referral.objects.get()
    assert referral.state == ReferralState.QUEUED
    told = reverse("incidents:agency_answer", args=[referral.code, "sent"])
    assert client.post(told, {"at": local(0), "answer": ""}).status_code == 302
    referral.refresh_from_db()
    assert referral.sent_at is not None


def test_not_theirs_needs_a_reason(client: Client, slamet: User) -> None:
    referral = make_referral(make_incident(), make_agency(), state="sent", sent_at=timezone.now())
    client.force_login(slamet)
    address = reverse("incidents:agency_answer", args=[referral.code, "not_ours"])
    assert client.post(address, {"at": local(0), "answered_by": "Piket", "answer": ""}).status_code == 422
    form = {"at": local(0), "answered_by": "Piket", "answer": "wewenang PLN"}
    assert client.post(address, form).status_code == 302


def test_the_same_form_twice_tells_once(client: Client, slamet: User, joko: User) -> None:
    incident, agency, code = make_incident(), make_agency(), str(uuid.uuid4())
    client.force_login(slamet)
    for _time in range(2):
        assert refer(client, incident, agency=agency.pk, code=code) == 302
    client.force_login(joko)
    assert refer(client, incident, agency=agency.pk, code=code) == 409
    assert Referral.objects.count() == 1


def test_the_message_names_nobody_who_reported(client: Client, slamet: User, wiwik: User) -> None:
    incident, agency = make_incident(), make_agency()
    make_link(
        make_incident_report(reporter=wiwik.member, caller_name="Bu Siti", caller_phone="+6281200001234"), incident
    )
    client.force_login(slamet)
    for message in ("Laporan Wiwik Sulastri dari Mayangan", "kata bu siti air naik", "hubungi 0812-0000-1234"):
        assert refer(client, incident, agency=agency.pk, message=message) == 422
    page = client.get(reverse("incidents:refer", args=[incident.code])).content.decode()
    assert "Wiwik" not in page
    assert "Siti" not in page


def test_a_contact_of_another_agency_and_an_agency_from_elsewhere_are_refused(client: Client, slamet: User) -> None:
    incident, agency, contact = make_incident(), make_agency(), make_contact()
    client.force_login(slamet)
    assert refer(client, incident, agency=agency.pk, contact=contact.pk) == 422
    assert refer(client, incident, agency=make_agency(OTHER_CITY).pk) == 422
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("sensitivity", "shown", "hidden"),
    [
        (Sensitivity.OPEN, ["Gang Melati", "Kelurahan Uji"], []),
        (Sensitivity.RESTRICTED, ["Kelurahan Uji"], ["Gang Melati"]),
        (Sensitivity.CONFIDENTIAL, ["Mayangan"], ["Gang Melati", "Kelurahan Uji"]),
    ],
)
def test_texts_for_agencies_say_no_exact_place_of_sensitive_cases(
    client: Client, slamet: User, sensitivity: Sensitivity, shown: list[str], hidden: list[str]
) -> None:
    village = make_village(name="Kelurahan Uji")
    incident = make_incident(
        sensitivity=sensitivity, village=village, place_text="Gang Melati", lead=slamet.member, title="Keributan"
    )
    client.force_login(slamet)
    page = client.get(reverse("incidents:refer", args=[incident.code])).content.decode()
    words = page[page.index("<textarea") : page.index("</textarea>")]
    assert all(word in words for word in shown)
    assert not any(word in words for word in hidden)


def words(client: Client, incident: Incident) -> str:
    """The words that stand in the form for an agency."""
    return str(client.get(reverse("incidents:refer", args=[incident.code])).context["form"]["message"].value())


def test_the_agency_reads_what_was_seen_without_those_who_saw_it(client: Client, slamet: User, wiwik: User) -> None:
    incident = make_incident()
    text = f"Air setinggi lutut di gang. Menurut {wiwik.member.full_name} masih naik. Jalan tertutup."
    make_link(make_incident_report(text=text, reporter=wiwik.member), incident)
    client.force_login(slamet)
    assert "YANG TERLIHAT: Air setinggi lutut di gang. Jalan tertutup\n" in words(client, incident)
    assert "YANG TERLIHAT: Air setinggi lutut" in client.get(incident.get_absolute_url()).content.decode()


@pytest.mark.parametrize("fields", [{"sensitivity": Sensitivity.RESTRICTED}, {"minors": True}])
def test_of_a_sensitive_matter_the_agency_reads_the_kind_only(
    client: Client, slamet: User, fields: dict[str, Any]
) -> None:
    category = make_category("racing", minors_possible=fields.get("minors", False))
    sensitivity = fields.get("sensitivity", Sensitivity.OPEN)
    incident = make_incident(category=category, sensitivity=sensitivity)
    make_link(make_incident_report(text="Anak-anak berkumpul.", category=category, sensitivity=sensitivity), incident)
    client.force_login(slamet)
    assert "berkumpul" not in words(client, incident)
    assert str(category).lower() in words(client, incident)
