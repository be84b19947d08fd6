"""What the clock announces: reports that wait unread, answers, reports in somebody's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from incidents.reminders import answered, on_behalf, referral_silent, unread, unread_confidential
from incidents.states import ReportState, Sensitivity
from members.models import User
from members.states import Office
from senkom.lib.registry import registered
from tests.factories.incidents import make_category, make_incident, make_incident_report, make_referral, make_village
from tests.factories.members import KEDOPOK, MAYANGAN, make_officer
from tests.factories.partners import make_agency

pytestmark = pytest.mark.django_db


def told(rule: Any) -> set[tuple[int, int]]:
    return {(row["recipient"], row["subject"]) for row in rule()}


def test_the_coordinators_of_the_unit_hear_of_what_nobody_has_read(slamet: User, joko: User, bambang: User) -> None:
    report = make_incident_report(MAYANGAN)
    make_incident_report(MAYANGAN, state=ReportState.IN_TRIAGE)
    vice = make_officer(Office.VICE_COORDINATOR, MAYANGAN)
    assert told(unread) == {(slamet.member_id, report.pk), (vice.member_id, report.pk)}


def test_where_a_unit_has_no_coordinator_the_nearest_above_hears_of_it(joko: User, bambang: User) -> None:
    report = make_incident_report(KEDOPOK)
    assert told(unread) == {(joko.member_id, report.pk), (bambang.member_id, report.pk)}


def test_what_is_confidential_is_announced_to_the_chair_alone(slamet: User, joko: User, bambang: User) -> None:
    secret = make_incident_report(MAYANGAN, sensitivity=Sensitivity.CONFIDENTIAL)
    assert told(unread) == set()
    assert told(unread_confidential) == {(bambang.member_id, secret.pk)}


def test_a_term_that_has_ended_hears_nothing(slamet: User) -> None:
    today = timezone.localdate()
    slamet.member.appointments.update(term=DateRange(today - timedelta(days=9), today))
    make_incident_report(MAYANGAN)
    assert told(unread) == set()


def test_the_message_says_no_kind_and_no_place_of_what_is_not_open() -> None:
    village = make_village(name="Kelurahan Uji")
    shown = make_incident_report(village=village, place_source="village", place_text="Gang Melati 7")
    hidden = make_incident_report(
        village=village,
        place_source="village",
        category=make_category("x", sensitivity="restricted", name="Jenis X"),
        sensitivity=Sensitivity.RESTRICTED,
    )
    texts = registered.reminders["incident_report.unread"].texts([shown.pk, hidden.pk])
    assert "Kelurahan Uji" in texts[shown.pk].body
    assert "Melati" not in texts[shown.pk].body
    assert "WIB" in texts[hidden.pk].body
    for secret in ("Kelurahan Uji", "Jenis X", "Melati"):
        assert secret not in texts[hidden.pk].body + texts[hidden.pk].title


def test_the_reporter_hears_of_an_answer_and_whoever_was_spoken_for_of_the_report(wiwik: User, fery: User) -> None:
    report = make_incident_report(
        reporter=wiwik.member, on_behalf_of=fery.member, state=ReportState.NEEDS_INFO, answer="Di mana tepatnya?"
    )
    assert told(answered) == {(wiwik.member_id, report.pk)}
    assert told(on_behalf) == {(fery.member_id, report.pk)}


def test_who_told_an_agency_hears_after_an_hour_that_it_has_not_answered(slamet: User) -> None:
    told_at = timezone.now() - timedelta(minutes=70)
    incident = make_incident(MAYANGAN)
    silent = make_referral(
        incident, make_agency(name="BPBD Kota Uji"), state="sent", sent_at=told_at, recorded_by=slamet.member
    )
    make_referral(make_incident(state="closed", outcome="settled"), make_agency(), state="sent", sent_at=told_at)
    assert told(referral_silent) == {(slamet.member_id, silent.pk)}
    message = registered.reminders["referral.silent"].texts([silent.pk])[silent.pk]
    assert message.title == "Belum menjawab: BPBD Kota Uji"
    assert incident.number in message.body
    assert "Mohon telepon lagi, lalu catat siapa yang menerima." in message.body
    assert message.path == incident.get_absolute_url()
