"""What the database refuses by itself, asked by SQL as role senkom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from incidents.models import Figure, Incident, IncidentReport, Referral, ReportLink
from incidents.states import (
    HANDLING,
    OVER,
    REFERRING,
    TRIAGE,
    FigureKind,
    FigureSource,
    Outcome,
    ReferralState,
    ReportState,
    Status,
    Verification,
)
from members.models import User
from senkom.lib.states import move
from tests.factories.incidents import (
    make_category,
    make_entry,
    make_figure,
    make_flood,
    make_incident,
    make_incident_report,
    make_link,
    make_referral,
    make_village,
)
from tests.factories.members import KEDOPOK, MAYANGAN, make_member, make_unit
from tests.factories.partners import make_agency

pytestmark = pytest.mark.django_db


def refused(name: str, sql: str, *values: Any) -> None:
    """The statement is refused under this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(("source", "target", "allowed"), TRIAGE.pairs())
def test_a_report_takes_only_the_arrows_of_its_table(
    slamet: User, source: ReportState, target: ReportState, allowed: bool
) -> None:
    report = make_incident_report(state=source, answer="Terima kasih.")
    make_link(report, make_incident())
    if allowed:
        move(report, target, by=slamet, reason="perlu dibaca lagi")
        assert IncidentReport.objects.get(pk=report.pk).state == target
        return
    with pytest.raises(ValidationError):
        move(report, target, by=slamet, reason="perlu dibaca lagi")
    sql = "UPDATE incidents_incidentreport SET state = %s WHERE id = %s"
    refused(TRIAGE.constraint, sql, target, report.pk)


@pytest.mark.parametrize(("source", "target", "allowed"), HANDLING.pairs())
def test_an_incident_takes_only_the_arrows_of_its_table(
    slamet: User, source: Status, target: Status, allowed: bool
) -> None:
    outcome = Outcome.SETTLED if source in OVER else ""
    incident = make_incident(category=make_flood(), state=source, outcome=outcome)
    incident.outcome = Outcome.SETTLED if target in OVER else ""
    if allowed:
        move(incident, target, by=slamet, reason="menyala lagi", also=["outcome"])
        assert Incident.objects.get(pk=incident.pk).state == target
        return
    with pytest.raises(ValidationError):
        move(incident, target, by=slamet, reason="menyala lagi", also=["outcome"])
    sql = "UPDATE incidents_incident SET state = %s, outcome = %s WHERE id = %s"
    refused(HANDLING.constraint, sql, target, incident.outcome, incident.pk)


@pytest.mark.parametrize(("source", "target", "allowed"), REFERRING.pairs())
def test_a_referral_takes_only_the_arrows_of_its_table(
    slamet: User, source: ReferralState, target: ReferralState, allowed: bool
) -> None:
    now = timezone.now()
    referral = make_referral(
        make_incident(), make_agency(), state=source, sent_at=now, acknowledged_at=now, answered_by="Petugas jaga"
    )
    if allowed:
        move(referral, target, by=slamet, reason="nomor tidak aktif")
        assert Referral.objects.get(pk=referral.pk).state == target
        return
    with pytest.raises(ValidationError):
        move(referral, target, by=slamet, reason="nomor tidak aktif")
    refused(REFERRING.constraint, "UPDATE incidents_referral SET state = %s WHERE id = %s", target, referral.pk)


@pytest.mark.parametrize(
    "change", ["text = 'lain'", "at = now() - interval '1 day'", "author_id = NULL", "visibility = 'partner'"]
)
def test_a_line_of_the_timeline_is_neither_changed_nor_deleted(change: str) -> None:
    entry = make_entry(make_incident(), author=make_member())
    refused("timeline_unchanged", f"UPDATE incidents_timelineentry SET {change} WHERE id = %s", entry.pk)  # noqa: S608 - names of the test itself
    refused("timeline_kept", "DELETE FROM incidents_timelineentry WHERE id = %s", entry.pk)


def test_a_line_is_struck_once_with_name_and_reason_and_stays_struck() -> None:
    entry, member = make_entry(make_incident()), make_member()
    strike = "UPDATE incidents_timelineentry SET struck_at = now(), struck_by_id = %s, struck_reason = %s WHERE id = %s"
    refused("timeline_struck_in_full", strike, member.pk, "", entry.pk)
    refused("timeline_struck_in_full", strike, None, "keliru", entry.pk)
    with connection.cursor() as cursor:
        cursor.execute(strike, [member.pk, "keliru", entry.pk])
    refused("timeline_unchanged", strike, member.pk, "lain", entry.pk)
    undo = "UPDATE incidents_timelineentry SET struck_at = NULL, struck_by_id = NULL, struck_reason = '' WHERE id = %s"
    refused("timeline_unchanged", undo, entry.pk)


@pytest.mark.parametrize(
    ("kind", "count"), [("number", None), ("number", 0), ("none", 3), ("none", 0), ("pending", 3), ("pending", 0)]
)
def test_a_count_is_a_number_none_or_pending_and_nothing_between(kind: str, count: int | None) -> None:
    with pytest.raises(IntegrityError, match="figure_number_none_or_pending"):
        make_figure(make_incident(), count, kind=kind)


def test_one_source_says_one_thing_at_one_time_even_without_a_village() -> None:
    incident, now = make_incident(), timezone.now()
    make_figure(incident, 64, as_of=now)
    with pytest.raises(IntegrityError, match="figure_once_a_source_and_time"), transaction.atomic():
        make_figure(incident, 71, as_of=now)
    make_figure(incident, 71, as_of=now, source=FigureSource.BPBD)
    make_figure(incident, None, as_of=now, village=make_village())
    assert Figure.objects.filter(kind=FigureKind.NUMBER).count() == 2


def test_a_figure_is_not_changed_but_struck() -> None:
    figure = make_figure(make_incident(), 64)
    refused("figure_unchanged", "UPDATE incidents_figure SET count = 65 WHERE id = %s", figure.pk)
    refused("figure_kept", "DELETE FROM incidents_figure WHERE id = %s", figure.pk)


def test_what_is_resolved_has_an_outcome_and_what_is_not_has_none() -> None:
    incident = make_incident(state=Status.CONTAINED)
    update = "UPDATE incidents_incident SET state = %s, outcome = %s WHERE id = %s"
    refused("incident_ends_with_an_outcome", update, "resolved", "", incident.pk)
    refused("incident_ends_with_an_outcome", update, "contained", "settled", incident.pk)


def test_only_a_disaster_has_a_recovery() -> None:
    incident = make_incident(state=Status.CONTAINED)
    refused("incident_recovery", "UPDATE incidents_incident SET state = 'recovery' WHERE id = %s", incident.pk)
    flood = make_incident(state=Status.RECOVERY, category=make_flood())
    to_other = "UPDATE incidents_incident SET category_id = %s WHERE id = %s"
    refused("incident_recovery", to_other, make_category().pk, flood.pk)


def test_not_true_needs_a_note() -> None:
    sql = "UPDATE incidents_incident SET verification = %s WHERE id = %s"
    refused("incident_refuted_with_a_note", sql, Verification.REFUTED, make_incident().pk)


def test_the_unit_follows_from_the_place() -> None:
    village = make_village()
    make_unit(KEDOPOK)
    with pytest.raises(IntegrityError, match="incident_of_the_place"), transaction.atomic():
        make_incident(KEDOPOK, village=village)
    with pytest.raises(IntegrityError, match="incident_of_the_place"), transaction.atomic():
        make_incident(village, village=village)
    with pytest.raises(IntegrityError, match="incident_report_of_the_place"), transaction.atomic():
        make_incident_report(KEDOPOK, village=village)
    assert make_incident(MAYANGAN, village=village).pk


def test_a_report_has_a_text_and_a_place() -> None:
    with pytest.raises(IntegrityError, match="incident_report_has_a_place"), transaction.atomic():
        make_incident_report(place_text="")
    with pytest.raises(IntegrityError, match="incident_report_has_a_text"), transaction.atomic():
        make_incident_report(text="")
    with pytest.raises(IntegrityError, match="incident_report_answered"), transaction.atomic():
        make_incident_report(state=ReportState.REJECTED)


def test_a_report_on_behalf_of_somebody_is_written_by_another() -> None:
    member = make_member()
    with pytest.raises(IntegrityError, match="incident_report_for_another"):
        make_incident_report(reporter=member, on_behalf_of=member)


def test_a_report_is_joined_to_one_incident_at_a_time_and_the_link_stays_as_history() -> None:
    report, member = make_incident_report(), make_member()
    link = make_link(report, make_incident())
    with pytest.raises(IntegrityError, match="report_link_one_at_a_time"), transaction.atomic():
        make_link(report, make_incident())
    refused("report_link_kept", "DELETE FROM incidents_reportlink WHERE id = %s", link.pk)
    undo = (
        "UPDATE incidents_reportlink SET unlinked_at = now(), unlinked_by_id = %s, unlinked_reason = %s WHERE id = %s"
    )
    refused("report_link_undone_with_a_reason", undo, member.pk, "", link.pk)
    with connection.cursor() as cursor:
        cursor.execute(undo, [member.pk, "kejadian lain", link.pk])
    refused("report_link_unchanged", undo, member.pk, "alasan lain", link.pk)
    make_link(report, make_incident())
    assert ReportLink.objects.live().count() == 1


def test_a_report_is_linked_only_with_an_incident() -> None:
    report = make_incident_report(state=ReportState.IN_TRIAGE)
    sql = "UPDATE incidents_incidentreport SET state = 'linked' WHERE id = %s"
    refused("incident_report_linked_has_an_incident", sql, report.pk)


def test_what_an_agency_was_told_stays_as_it_was() -> None:
    referral = make_referral(make_incident(), make_agency())
    refused("referral_message_frozen", "UPDATE incidents_referral SET message = 'lain' WHERE id = %s", referral.pk)
    refused("referral_kept", "DELETE FROM incidents_referral WHERE id = %s", referral.pk)


def test_told_has_a_time_and_received_has_a_time_and_somebody() -> None:
    now, incident, agency = timezone.now(), make_incident(), make_agency()
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("sent", {}, "referral_told_at_a_time"),
        ("acknowledged", {"sent_at": now}, "referral_received_by_somebody"),
        ("acknowledged", {"sent_at": now, "acknowledged_at": now}, "referral_received_by_somebody"),
        ("done", {"sent_at": now, "answered_by": "Petugas jaga"}, "referral_received_by_somebody"),
        ("sent", {"sent_at": now, "acknowledged_at": now - timedelta(hours=1)}, "referral_received_after"),
    ]
    for state, fields, name in cases:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make_referral(incident, agency, state=state, **fields)


@pytest.mark.parametrize("table", ["incident", "incidentreport", "category"])
def test_nothing_is_deleted(table: str) -> None:
    incident = make_incident()
    row: Any = {"incident": incident, "incidentreport": make_incident_report(), "category": incident.category}[table]
    refused("_kept", f"DELETE FROM incidents_{table} WHERE id = %s", row.pk)  # noqa: S608 - names of the test itself
