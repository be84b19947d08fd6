"""What becomes of a report: read, joined to an incident and taken off again, or answered in words."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import services
from incidents.models import Incident, IncidentReport, ReportLink
from incidents.reference import load_categories
from incidents.states import Channel, EntryKind, ReportState, Sensitivity, Status, Verification
from members.models import User
from patrols.states import FindingKind
from tests.factories.incidents import (
    make_category,
    make_flood,
    make_incident,
    make_incident_report,
    make_village,
)
from tests.factories.members import KEDOPOK, MAYANGAN
from tests.factories.reports import make_finding, make_past_duty, make_report

pytestmark = pytest.mark.django_db


def opening(**changes: Any) -> dict[str, Any]:
    """What a coordinator adds when an incident is opened."""
    return {
        "code": str(uuid.uuid4()),
        "title": "Lampu jalan mati, Mangunharjo",
        "category": make_category().slug,
        "severity": "1",
        "situation": "follow_up",
        "sensitivity": "open",
    } | changes


def test_what_is_unread_stands_on_the_list_of_the_coordinator(client: Client, slamet: User) -> None:
    mine = make_incident_report(MAYANGAN)
    make_incident_report(KEDOPOK, place_text="tempat lain")
    client.force_login(slamet)
    page = client.get(reverse("incidents:unread")).content.decode()
    assert mine.number in page
    assert "tempat lain" not in page


def test_reading_is_said_and_the_report_says_who_reads_it(client: Client, slamet: User) -> None:
    report = make_incident_report()
    client.force_login(slamet)
    client.post(reverse("incidents:take", args=[report.code]))
    report.refresh_from_db()
    assert (report.state, report.state_by) == (ReportState.IN_TRIAGE, slamet.member)
    assert "Sedang dibaca" in client.get(report.get_absolute_url()).content.decode()


def test_an_incident_is_opened_from_a_report_without_retyping(client: Client, slamet: User) -> None:
    village = make_village()
    report = make_incident_report(village=village, place_source="village", place_text="dekat jembatan")
    client.force_login(slamet)
    page = client.get(reverse("incidents:open", args=[report.code])).content.decode()
    assert f"{report.category}, {village}" in page
    answer = client.post(reverse("incidents:open", args=[report.code]), opening())
    incident = Incident.objects.get()
    assert answer.headers["Location"] == incident.get_absolute_url()
    assert (incident.village, incident.unit_id, incident.place_text) == (village, MAYANGAN, "dekat jembatan")
    assert (incident.occurred_at, incident.lead, incident.state) == (report.occurred_at, slamet.member, Status.NEW)
    assert incident.number.startswith("KJD-3574-")
    report.refresh_from_db()
    assert (report.state, report.incident) == (ReportState.LINKED, incident)
    kinds = list(incident.timeline.order_by("id").values_list("kind", flat=True))
    assert kinds == [EntryKind.OPENED, EntryKind.LINK]


def test_opening_twice_with_the_same_form_makes_one_incident_and_another_code_is_a_conflict(
    client: Client, slamet: User
) -> None:
    report, form = make_incident_report(), opening()
    client.force_login(slamet)
    address = reverse("incidents:open", args=[report.code])
    first, second = client.post(address, form), client.post(address, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert client.post(address, opening()).status_code == 409
    assert Incident.objects.count() == 1


def test_the_title_follows_another_category_until_somebody_writes_his_own(client: Client, slamet: User) -> None:
    village, flood = make_village(), make_flood()
    client.force_login(slamet)
    for typed, kept in ((None, f"{flood}, {village}"), ("Air di gang", "Air di gang")):
        report = make_incident_report(village=village, place_source="village")
        title = typed or f"{report.category}, {village}"
        address = reverse("incidents:open", args=[report.code])
        assert client.post(address, opening(title=title, category=flood.slug)).status_code == 302
        assert Incident.objects.latest("pk").title == kept


def test_the_likely_same_incident_stands_beside_the_report(client: Client, slamet: User) -> None:
    village, now = make_village(), timezone.now()
    flood, rob = make_flood(), make_category("rob", "water")
    same = make_incident(category=rob, village=village, occurred_at=now - timedelta(hours=5), title="Rob di gang")
    make_incident(category=rob, village=village, occurred_at=now - timedelta(hours=7), title="Rob kemarin")
    make_incident(category=rob, village=make_village(MAYANGAN + "1002."), title="Rob di kelurahan lain")
    make_incident(category=make_category(), village=village, title="Lampu mati")
    report = make_incident_report(category=flood, village=village, place_source="village", occurred_at=now)
    client.force_login(slamet)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Rob di gang" in page
    main = re.findall(r'class="btn btn-primary"[^>]*>([^<]+)', page)
    assert main == [f"Gabungkan ke {same.number}"]
    assert not {"Rob kemarin", "Rob di kelurahan lain", "Lampu mati"} & {t for t in _titles() if t in page}
    client.post(reverse("incidents:link", args=[report.code]), {"incident": str(same.code)})
    report.refresh_from_db()
    assert report.incident == same


def _titles() -> list[str]:
    return list(Incident.objects.values_list("title", flat=True))


def test_joining_can_be_undone_with_a_reason_and_done_again(client: Client, slamet: User) -> None:
    report, wrong, right = make_incident_report(), make_incident(), make_incident()
    client.force_login(slamet)
    link, unlink = (reverse(f"incidents:{name}", args=[report.code]) for name in ("link", "unlink"))
    client.post(link, {"incident": str(wrong.code)})
    assert client.post(link, {"incident": str(right.code)}).status_code == 409
    assert client.post(unlink, {"reason": ""}).status_code == 422
    assert client.post(unlink, {"reason": "kejadian lain"}).status_code == 302
    assert client.post(unlink, {"reason": "lagi"}).status_code == 409
    client.post(link, {"incident": str(right.code)})
    report.refresh_from_db()
    assert report.incident == right
    assert ReportLink.objects.count() == 2
    assert wrong.timeline.filter(kind=EntryKind.UNLINK, text__contains="kejadian lain").exists()


def test_a_report_is_joined_to_no_incident_of_a_foreign_unit(client: Client, slamet: User) -> None:
    report, foreign = make_incident_report(), make_incident(KEDOPOK)
    client.force_login(slamet)
    answer = client.post(reverse("incidents:link", args=[report.code]), {"incident": str(foreign.code)})
    assert answer.status_code == 422
    assert not ReportLink.objects.exists()


@pytest.mark.parametrize("state", [ReportState.NEEDS_INFO, ReportState.UNVERIFIABLE, ReportState.REJECTED])
def test_a_report_is_answered_in_words_that_the_reporter_reads(
    client: Client, slamet: User, wiwik: User, state: ReportState
) -> None:
    report = make_incident_report(reporter=wiwik.member)
    client.force_login(slamet)
    address = reverse("incidents:answer", args=[report.code])
    assert client.post(address, {"state": state, "answer": ""}).status_code == 422
    assert client.post(address, {"state": ReportState.LINKED, "answer": "x"}).status_code == 422
    assert client.post(address, {"state": state, "answer": "Silakan telepon Dishub."}).status_code == 302
    client.force_login(wiwik)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Silakan telepon Dishub." in page
    assert str(state.label) in page


def test_what_was_not_taken_up_is_read_again_with_a_reason(client: Client, slamet: User) -> None:
    report = make_incident_report(state=ReportState.REJECTED, answer="Bukan urusan kami.")
    client.force_login(slamet)
    address = reverse("incidents:take_up_again", args=[report.code])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "ternyata benar"}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.IN_TRIAGE


def test_two_who_answer_at_once_make_one_answer(slamet: User, joko: User) -> None:
    report = make_incident_report()
    stale = IncidentReport.objects.get(pk=report.pk)
    services.answer_report(report, state=ReportState.REJECTED, answer="Sudah ditangani PLN.", by=slamet)
    with pytest.raises(Exception, match="“Tidak diproses”"):
        services.answer_report(stale, state=ReportState.UNVERIFIABLE, answer="Belum jelas.", by=joko)


def test_an_incident_is_opened_from_a_finding_of_a_patrol_without_retyping(
    client: Client, slamet: User, wiwik: User
) -> None:
    load_categories()
    village = make_village()
    report = make_report(make_past_duty(wiwik.member), wiwik.member, state="draft")
    finding = make_finding(report, kind=FindingKind.TREE, text="Pohon miring ke jalan.", village=village)
    client.force_login(slamet)
    address = reverse("incidents:open_from_finding", args=[finding.code])
    assert client.get(address).status_code == 404  # a draft is its author's alone
    client.force_login(wiwik)
    assert client.get(address).status_code == 403
    type(report).objects.filter(pk=report.pk).update(
        state="submitted", number="LHP-1", submitted_at=timezone.now(), state_at=timezone.now()
    )
    client.force_login(slamet)
    page = client.get(address).content.decode()
    assert "Pohon tumbang atau miring" in page
    client.post(address, opening(category="tree_fall", title="Pohon miring"))
    incident = Incident.objects.get()
    told = IncidentReport.objects.get()
    assert (told.channel, told.text, told.reporter) == (Channel.PATROL, "Pohon miring ke jalan.", wiwik.member)
    assert (told.finding, told.incident, incident.village) == (finding, incident, village)
    assert incident.verification == Verification.ON_SCENE
    assert client.get(address).headers["Location"] == incident.get_absolute_url()
    assert client.post(address, opening(category="tree_fall")).status_code == 409


def test_the_report_of_a_confidential_incident_is_hidden_with_it(slamet: User, bambang: User, wiwik: User) -> None:
    report = make_incident_report(reporter=wiwik.member)
    services.open_incident_from_report(
        report, code=uuid.uuid4(), by=bambang, title="x", category=make_category(), sensitivity="confidential"
    )
    assert IncidentReport.objects.get().sensitivity == Sensitivity.CONFIDENTIAL
    assert not IncidentReport.objects.visible_to(slamet).exists()
    assert IncidentReport.objects.visible_to(wiwik).exists()
    assert IncidentReport.objects.visible_to(bambang).exists()


def test_members_triage_nothing(client: Client, wiwik: User) -> None:
    report = make_incident_report(reporter=wiwik.member)
    client.force_login(wiwik)
    assert client.get(reverse("incidents:unread")).status_code == 403
    for name in ("answer", "link", "open", "unlink", "take_up_again"):
        assert client.post(reverse(f"incidents:{name}", args=[report.code]), {}).status_code == 403
    assert client.post(reverse("incidents:take", args=[report.code])).status_code == 403


def test_a_finding_of_a_crew_that_went_out_before_the_planned_hour_opens_an_incident(
    client: Client, slamet: User, wiwik: User
) -> None:
    load_categories()
    village = make_village()
    early = make_past_duty(wiwik.member, hours_ago=-5)
    report = make_report(early, wiwik.member, state="draft")
    finding = make_finding(report, kind=FindingKind.TREE, text="Pohon miring ke jalan.", village=village, at=None)
    type(report).objects.filter(pk=report.pk).update(
        state="submitted", number="LHP-1", submitted_at=timezone.now(), state_at=timezone.now()
    )
    client.force_login(slamet)
    address = reverse("incidents:open_from_finding", args=[finding.code])
    client.post(address, opening(category="tree_fall", title="Pohon miring"))
    assert Incident.objects.get().occurred_at <= timezone.now()
