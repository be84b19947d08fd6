"""Who sees reports, what their pages cost, and which duties lack one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User
from patrols.models import Duty, PatrolReport
from patrols.states import DutyState, ReportState
from tests.factories.members import CITY, MAYANGAN, make_member, make_user
from tests.factories.patrols import hours_from_now, make_duty
from tests.factories.reports import make_finding, make_past_duty, make_report
from tests.patrols.writing import typed

pytestmark = pytest.mark.django_db


def test_who_sees_a_report(
    client: Client, duty: Duty, wiwik: User, leader: User, slamet: User, fery: User, stranger_coordinator: User
) -> None:
    report = make_report(duty, leader.member)
    neighbour = make_user(make_member(MAYANGAN))
    answers = {}
    for user in (leader, wiwik, slamet, neighbour, fery, stranger_coordinator):
        client.force_login(user)
        answers[user] = client.get(report.get_absolute_url()).status_code
    assert list(answers.values()) == [200, 200, 200, 404, 404, 404]


def test_a_report_is_found_only_under_its_own_duty(client: Client, duty: Duty, wiwik: User) -> None:
    other = make_past_duty(make_member(MAYANGAN), hours_ago=60)
    report = make_report(duty, wiwik.member)
    client.force_login(wiwik)
    assert client.get(reverse("patrols:report", args=[other.code, report.code])).status_code == 404


def test_only_the_author_changes_his_report(client: Client, duty: Duty, wiwik: User, slamet: User) -> None:
    report = make_report(duty, wiwik.member, state=ReportState.RETURNED)
    client.force_login(slamet)
    edit = reverse("patrols:report_edit", args=[duty.code, report.code])
    assert client.get(edit).status_code == 403
    assert client.post(edit, typed()).status_code == 403


def test_a_sent_report_opens_to_read_and_not_to_change(client: Client, duty: Duty, wiwik: User) -> None:
    report = make_report(duty, wiwik.member)
    client.force_login(wiwik)
    edit = reverse("patrols:report_edit", args=[duty.code, report.code])
    answer: Any = client.get(edit)
    assert answer.url == report.get_absolute_url()
    assert client.post(edit, typed(seen=report.seen)).status_code == 302
    report.refresh_from_db()
    assert report.summary == "Pelabuhan sepi, kapal bersandar aman."


def test_a_report_page_costs_the_same_with_one_finding_and_with_five(
    client: Client, duty: Duty, wiwik: User, django_assert_max_num_queries: Any
) -> None:
    report = make_report(duty, wiwik.member, state=ReportState.DRAFT)
    for _number in range(5):
        make_finding(report)
    PatrolReport.objects.update(state=ReportState.SUBMITTED, number="LHP-1", submitted_at=duty.ends_at)
    client.force_login(wiwik)
    with django_assert_max_num_queries(20):
        client.get(report.get_absolute_url())


# — what is late


def test_a_duty_without_a_sent_report_is_late_two_hours_after_its_end(wiwik: User) -> None:
    late = make_past_duty(wiwik.member, hours_ago=3)
    make_report(late, wiwik.member, state=ReportState.DRAFT)
    make_past_duty(make_member(MAYANGAN), hours_ago=1)
    reported = make_past_duty(make_member(MAYANGAN), hours_ago=30)
    make_report(reported, make_member(CITY), state=ReportState.RETURNED)
    make_duty(MAYANGAN, starts_at=hours_from_now(-9), state=DutyState.CANCELLED, state_reason="hujan")
    make_duty(MAYANGAN, starts_at=hours_from_now(-9))
    assert list(Duty.objects.report_late()) == [late]
