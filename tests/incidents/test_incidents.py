"""The page of an incident and the steps of its handling."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import services
from incidents.models import Incident
from incidents.states import EntryKind, Outcome, Sensitivity, Status, Verification, Visibility
from members.models import User
from members.states import Office
from tests.factories.incidents import make_category, make_entry, make_flood, make_incident
from tests.factories.members import MAYANGAN, make_officer

pytestmark = pytest.mark.django_db


def post(client: Client, name: str, *args: Any, **form: Any) -> int:
    return client.post(reverse(f"incidents:{name}", args=args), form).status_code


def test_an_incident_goes_its_way_from_new_to_closed_and_back(client: Client, slamet: User) -> None:
    incident = make_incident(lead=slamet.member)
    client.force_login(slamet)
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Ditangani" in page
    assert post(client, "step", incident.code, "handling", reason="") == 302
    assert post(client, "step", incident.code, "contained", reason="padam") == 302
    assert post(client, "step", incident.code, "recovery", reason="") == 422
    assert post(client, "step", incident.code, "resolved", reason="") == 422
    assert post(client, "step", incident.code, "resolved", reason="selesai", outcome="settled") == 302
    assert post(client, "step", incident.code, "closed", reason="") == 302
    page = client.get(incident.get_absolute_url()).content.decode()
    assert ">Tangani lagi<" in page
    assert post(client, "step", incident.code, "handling", reason="") == 422
    assert post(client, "step", incident.code, "handling", reason="menyala lagi") == 302
    incident.refresh_from_db()
    assert (incident.state, incident.outcome) == (Status.HANDLING, "")
    steps = list(incident.timeline.filter(kind=EntryKind.STATUS).order_by("id").values_list("text", flat=True))
    assert steps[2] == "Terkendali → Selesai. Tuntas. selesai"
    assert len(steps) == 5


def test_a_step_that_is_not_in_the_table_is_a_conflict(client: Client, slamet: User) -> None:
    incident = make_incident()
    client.force_login(slamet)
    assert post(client, "step", incident.code, "closed", reason="") == 409
    assert post(client, "step", incident.code, "nonsense", reason="") == 404


def test_a_disaster_has_a_recovery(client: Client, slamet: User) -> None:
    incident = make_incident(category=make_flood(), state=Status.CONTAINED)
    client.force_login(slamet)
    assert "Pemulihan" in client.get(incident.get_absolute_url()).content.decode()
    assert post(client, "step", incident.code, "recovery", reason="") == 302


def test_how_sure_it_is_moves_by_itself_and_not_true_needs_a_note(client: Client, slamet: User) -> None:
    incident = make_incident()
    client.force_login(slamet)
    assert post(client, "verification", incident.code, verification="refuted", note="") == 422
    assert post(client, "verification", incident.code, verification="refuted", note="Polsek memastikan.") == 302
    incident.refresh_from_db()
    assert (incident.verification, incident.state) == (Verification.REFUTED, Status.NEW)
    assert post(client, "verification", incident.code, verification="partly", note="") == 302
    assert incident.timeline.filter(kind=EntryKind.VERIFICATION).count() == 2


def test_a_note_is_written_once_however_often_it_is_sent(client: Client, slamet: User) -> None:
    incident, code = make_incident(), str(uuid.uuid4())
    local = f"{timezone.localtime() - timedelta(minutes=3):%Y-%m-%dT%H:%M}"
    client.force_login(slamet)
    form = {"code": code, "kind": "measure", "text": "Tali pembatas dipasang.", "at": local, "visibility": "partner"}
    assert post(client, "note", incident.code, **form) == 302
    assert post(client, "note", incident.code, **form) == 302
    entry = incident.timeline.get()
    assert (entry.text, entry.author, entry.visibility) == (
        "Tali pembatas dipasang.",
        slamet.member,
        Visibility.PARTNER,
    )
    assert post(client, "note", incident.code, **form | {"code": str(uuid.uuid4()), "kind": "status"}) == 422


def test_notes_ask_about_their_wording(client: Client, slamet: User) -> None:
    incident = make_incident()
    client.force_login(slamet)
    form = {
        "code": str(uuid.uuid4()),
        "kind": "note",
        "text": "Kami menangkap pelakunya.",
        "at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "visibility": "internal",
    }
    answer = client.post(reverse("incidents:note", args=[incident.code]), form)
    assert answer.status_code == 422
    assert "menangkap" in answer.content.decode()


def test_a_struck_line_stays_readable_with_who_and_why(client: Client, slamet: User) -> None:
    entry = make_entry(make_incident(), "jembatan kecil putus")
    client.force_login(slamet)
    address = reverse("incidents:strike_entry", args=[entry.code])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "jembatan tidak putus"}).status_code == 302
    assert client.post(address, {"reason": "lagi"}).status_code == 409
    page = client.get(entry.incident.get_absolute_url()).content.decode()
    assert "<del><p>jembatan kecil putus</p></del>" in page or "<del>jembatan kecil putus</del>" in page
    assert "jembatan tidak putus" in page
    assert entry.incident.timeline.filter(kind=EntryKind.CORRECTION).count() == 1


def test_the_lead_is_somebody_who_may_triage_here(client: Client, slamet: User, bambang: User, wiwik: User) -> None:
    incident = make_incident()
    client.force_login(slamet)
    assert post(client, "lead", incident.code, lead=wiwik.member.pk) == 422
    assert post(client, "lead", incident.code, lead=bambang.member.pk) == 302
    incident.refresh_from_db()
    assert incident.lead == bambang.member


def test_a_coordinator_who_makes_it_confidential_sees_it_only_while_he_leads_it(
    client: Client, slamet: User, joko: User, bambang: User
) -> None:
    incident = make_incident(lead=slamet.member)
    client.force_login(slamet)
    form = {"severity": "2", "situation": "follow_up", "sensitivity": "confidential", "note": ""}
    assert post(client, "assessment", incident.code, **form) == 302
    assert Incident.objects.visible_to(slamet).exists()
    assert not Incident.objects.visible_to(joko).exists()
    answer = client.post(reverse("incidents:lead", args=[incident.code]), {"lead": bambang.member.pk})
    assert answer.headers["Location"] == reverse("incidents:list")
    assert not Incident.objects.visible_to(slamet).exists()
    assert Incident.objects.visible_to(bambang).exists()


def test_who_leaves_leads_no_incident_any_more(slamet: User) -> None:
    incident, over = (
        make_incident(lead=slamet.member),
        make_incident(lead=slamet.member, state=Status.CLOSED, outcome=Outcome.SETTLED),
    )
    services.let_go_of_incidents(slamet.member, by=None)
    incident.refresh_from_db()
    over.refresh_from_db()
    assert incident.lead is None
    assert over.lead == slamet.member
    assert incident.timeline.get().kind == EntryKind.LEAD


def test_every_change_writes_a_line_in_indonesian_whoever_reads_english(client: Client, slamet: User) -> None:
    incident = make_incident()
    client.cookies["django_language"] = "en"
    client.force_login(slamet)
    assert post(client, "step", incident.code, "handling", reason="") == 302
    assert incident.timeline.get().text == "Baru → Ditangani"


def test_where_children_may_be_involved_the_page_says_so(client: Client, slamet: User) -> None:
    incident = make_incident(category=make_category("racing", minors_possible=True))
    client.force_login(slamet)
    assert "UU 11/2012" in client.get(incident.get_absolute_url()).content.decode()


def test_a_roster_admin_sees_no_incidents(client: Client, endah: User) -> None:
    incident = make_incident()
    client.force_login(endah)
    assert client.get(reverse("incidents:list")).status_code == 403
    assert client.get(incident.get_absolute_url()).status_code == 404


def test_rights_run_down_and_never_up_or_sideways(slamet: User, fery: User, stranger_coordinator: User) -> None:
    incident = make_incident(MAYANGAN)
    province_chair = make_officer(Office.CHAIR, "0.35.")
    kedopok_coordinator = make_officer(Office.COORDINATOR, "0.35.74.05.")
    city_wide = make_incident("0.35.74.")
    sees = Incident.objects.visible_to
    assert set(sees(province_chair)) == {incident, city_wide}
    assert set(sees(slamet)) == {incident}
    for nobody in (fery, stranger_coordinator, kedopok_coordinator):
        assert not sees(nobody).exists()


def test_a_confidential_category_makes_its_reports_confidential(slamet: User, bambang: User) -> None:
    secret = make_category("domestic", sensitivity=Sensitivity.CONFIDENTIAL)
    reporter = make_officer(Office.TREASURER, MAYANGAN)
    report = services.report_incident(
        category=secret, text="x", occurred_at=timezone.now(), code=uuid.uuid4(), by=reporter, place_text="di gang"
    )
    seen = type(report).objects.visible_to
    assert not seen(slamet).exists()
    assert seen(bambang).exists()
    assert seen(reporter).exists()
