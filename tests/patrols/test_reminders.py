"""What is announced about duties and reports: whom the rules find, and what the texts say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from psycopg.types.range import DateRange

from members.models import User
from members.states import Office
from notifications import planner
from notifications.models import JobRun, Notification
from notifications.texts import standing_alone
from patrols.models import Duty, PatrolReport
from patrols.states import AssignmentState, DutyState, ReportState, SlotRole
from senkom.lib.registry import Message, registered
from tests.factories.members import CITY, MAYANGAN, PROVINCE, make_appointment, make_member, make_officer
from tests.factories.partners import make_agency
from tests.factories.patrols import hours_from_now, make_assignment, make_duty
from tests.factories.reports import make_past_duty, make_report

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[tuple[Any, Any]]:
    """Whom a rule finds, and about what."""
    return {(row["recipient"], row["subject"]) for row in registered.reminders[kind].rule()}


def recipients(kind: str) -> set[int]:
    return {recipient for recipient, _subject in told(kind)}


def text(kind: str, subject: int, language: str = "id") -> Message:
    with translation.override(language):
        texts: Mapping[int, Message] = registered.reminders[kind].texts([subject])
    return texts[subject]


# — before a duty


def test_only_who_said_he_comes_is_reminded_a_day_and_two_hours_before(wiwik: User) -> None:
    duty = make_duty(MAYANGAN, slots=5)
    make_assignment(duty, wiwik.member)
    for state in (AssignmentState.OFFERED, AssignmentState.WITHDRAWN, AssignmentState.NO_SHOW):
        make_assignment(duty, state=state, state_reason="sakit")
    make_assignment(make_duty(MAYANGAN, state=DutyState.CANCELLED, state_reason="hujan"))
    assert told("duty.before") == {(wiwik.member.pk, duty.pk)}
    reminder = registered.reminders["duty.before"]
    assert [reminder.kind_at(offset) for offset in reminder.offsets] == ["duty.before.24h", "duty.before.2h"]
    assert reminder.until_start
    assert reminder.operational


def test_the_reminder_stands_alone_when_where_who_leads_and_how_to_answer(wiwik: User) -> None:
    start = timezone.now().astimezone(wiwik.member.unit.zone).replace(hour=21, minute=0) + timedelta(days=2)
    agency = make_agency(wiwik.member.unit, name="Polsek Mayangan")
    duty = make_duty(
        MAYANGAN, title="Patroli gabungan", starts_at=start, meeting_point="Mapolsek Mayangan", lead_agency=agency
    )
    make_assignment(duty, make_member(MAYANGAN, full_name="Ridwan Kurniawan"))
    message = text("duty.before", duty.pk)
    assert message.title == "Tugas Anda: Patroli gabungan"
    for part in (
        "21.00–00.00 WIB.",
        "Kumpul di Mapolsek Mayangan.",
        "Dipimpin Polsek Mayangan.",
        "Ketua tim: Ridwan Kurniawan.",
        "balas BERHALANGAN",
    ):
        assert part in message.body
    assert message.path == duty.get_absolute_url()
    assert "Team leader: Ridwan Kurniawan." in text("duty.before", duty.pk, "en").body


def test_a_place_that_is_offered_is_told_to_whom_it_is_offered(wiwik: User) -> None:
    duty = make_duty(MAYANGAN)
    offer = make_assignment(duty, wiwik.member, state=AssignmentState.OFFERED)
    make_assignment(duty)
    assert told("duty.offered") == {(wiwik.member.pk, offer.pk)}
    message = text("duty.offered", offer.pk)
    assert "Mohon jawab sebelum" in message.body
    assert "WIB" in message.body


# — reports that are late


@pytest.fixture
def late(wiwik: User, slamet: User) -> Duty:
    """A duty in Mayangan that Wiwik led, without a report."""
    return make_past_duty(wiwik.member, make_member(MAYANGAN), hours_ago=3)


def test_the_leader_of_a_duty_without_a_report_is_reminded(late: Duty, wiwik: User) -> None:
    assert told("report.late") == {(wiwik.member.pk, late.pk)}
    reminder = registered.reminders["report.late"]
    assert [reminder.kind_at(offset) for offset in reminder.offsets] == ["report.late.2h", "report.late.24h"]
    message = text("report.late", late.pk)
    assert message.title.startswith("Laporan terlambat")
    assert "bila nihil cukup sekali ketuk" in message.body
    assert message.path == f"/patrols/{late.code}/report/"


@pytest.mark.parametrize(("state", "reminded"), [(ReportState.DRAFT, True), (ReportState.SUBMITTED, False)])
def test_a_report_that_was_sent_ends_the_reminders_and_a_draft_does_not(
    late: Duty, wiwik: User, state: ReportState, reminded: bool
) -> None:
    make_report(late, wiwik.member, state=state)
    assert bool(told("report.late")) is reminded
    assert bool(told("report.late.desk")) is reminded


def test_after_a_day_the_desk_of_the_unit_is_told(late: Duty, slamet: User, bambang: User, endah: User) -> None:
    deputy = make_officer(Office.VICE_COORDINATOR, MAYANGAN)
    assert recipients("report.late.desk") == {slamet.member.pk, deputy.member.pk}
    assert registered.reminders["report.late.desk"].offsets == (timedelta(hours=24),)
    assert "Ketua tim sudah diingatkan" in text("report.late.desk", late.pk).body


def test_without_a_desk_in_the_unit_the_nearest_one_above_is_told(wiwik: User, joko: User, bambang: User) -> None:
    make_officer(Office.CHAIR, PROVINCE)
    make_past_duty(wiwik.member, hours_ago=30)
    assert recipients("report.late.desk") == {joko.member.pk, bambang.member.pk}


def test_a_coordinator_who_led_it_himself_is_looked_after_by_the_unit_above(slamet: User, joko: User) -> None:
    make_past_duty(slamet.member, hours_ago=30)
    assert recipients("report.late") == {slamet.member.pk}
    assert recipients("report.late.desk") == {joko.member.pk}


def test_an_office_that_has_ended_is_told_nothing(wiwik: User) -> None:
    today = wiwik.member.unit.today()
    gone = make_member(MAYANGAN)
    make_appointment(gone, MAYANGAN, Office.COORDINATOR, term=DateRange(today - timedelta(days=90), today))
    chair = make_officer(Office.CHAIR, CITY)
    make_past_duty(wiwik.member, hours_ago=30)
    assert recipients("report.late.desk") == {chair.member.pk}


def test_a_duty_without_a_leader_is_told_to_the_desk(slamet: User) -> None:
    duty = make_past_duty(make_member(MAYANGAN), hours_ago=30)
    duty.slots.filter(role=SlotRole.LEADER).update(role=SlotRole.RADIO)
    assert told("report.late") == set()
    assert recipients("report.late.desk") == {slamet.member.pk}


def test_a_duty_that_has_not_taken_place_needs_no_report(slamet: User) -> None:
    duty = make_duty(MAYANGAN, starts_at=hours_from_now(-30))
    make_assignment(duty)
    assert told("report.late") == set()


# — reports that were written


def test_a_returned_report_is_told_to_its_author_with_the_remark(late: Duty, wiwik: User) -> None:
    report = make_report(late, wiwik.member, state=ReportState.RETURNED, state_reason="jumlah mitra belum diisi")
    make_report(late, make_member(MAYANGAN))
    assert told("report.returned") == {(wiwik.member.pk, report.pk)}
    message = text("report.returned", report.pk)
    assert message.title == f"Laporan perlu dilengkapi: {report.number}"
    assert message.body == "jumlah mitra belum diisi. Ketuk untuk melengkapi."


def test_what_a_reviewer_wrote_freely_stays_out_of_mail_and_whatsapp(late: Duty, wiwik: User) -> None:
    report = make_report(late, wiwik.member, state=ReportState.RETURNED, state_reason="nama korban: Budi")
    outside = standing_alone(text("report.returned", report.pk))
    assert "Budi" not in outside.title + outside.body
    assert "lengkapi di aplikasi" in outside.body


def test_whoever_somebody_else_reported_for_is_told(late: Duty, wiwik: User) -> None:
    whose = make_member(MAYANGAN)
    report = make_report(late, wiwik.member, on_behalf_of=whose)
    make_report(late, wiwik.member, on_behalf_of=whose, state=ReportState.DRAFT)
    assert told("report.on_behalf") == {(whose.pk, report.pk)}
    assert "Ditulis Wiwik Sulastri" in text("report.on_behalf", report.pk).body


def test_every_rule_is_one_statement_and_gives_its_business_time(late: Duty, wiwik: User) -> None:
    row = registered.reminders["report.late"].rule().get()
    assert row["at"] == late.ends_at
    report = make_report(late, wiwik.member, state=ReportState.RETURNED)
    assert registered.reminders["report.returned"].rule().get()["at"] == report.state_at
    assert PatrolReport.objects.returned_to(wiwik.member).get() == report


def test_the_planner_takes_every_rule_and_tells_each_person_once(wiwik: User, slamet: User) -> None:
    make_past_duty(wiwik.member, hours_ago=25)
    make_assignment(make_duty(MAYANGAN, starts_at=hours_from_now(1)), make_member(MAYANGAN))
    for _again in range(2):
        planner.run_once()
    kinds = Notification.objects.filter(recipient_id__in=[wiwik.member.pk, slamet.member.pk])
    assert set(kinds.values_list("recipient_id", "kind")) == {
        (wiwik.member.pk, "report.late.24h"),
        (slamet.member.pk, "report.late.desk.24h"),
    }
    assert Notification.objects.filter(kind="duty.before.2h").count() == 1
    assert not JobRun.objects.exclude(error="").exists()
