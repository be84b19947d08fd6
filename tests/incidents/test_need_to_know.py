"""Confidential reports and incidents: to the chair and whoever leads, and to nobody by a detour."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from incidents import services
from incidents.models import Incident, IncidentReport
from incidents.states import ReportState, Sensitivity
from members.models import User
from members.states import MemberState
from tests.factories.incidents import make_category, make_incident, make_incident_report
from tests.factories.members import MAYANGAN

pytestmark = pytest.mark.django_db
SECRET = "Rumah di gang tiga itu"


def make_secret_report(**fields: object) -> IncidentReport:
    return make_incident_report(MAYANGAN, sensitivity=Sensitivity.CONFIDENTIAL, text=SECRET, **fields)


def test_a_confidential_report_joined_to_an_open_incident_is_told_to_nobody_who_may_not_read_it(
    client: Client, slamet: User, bambang: User
) -> None:
    report, incident = make_secret_report(), make_incident(MAYANGAN)
    services.link_report(report, incident, by=bambang)
    client.force_login(slamet)
    page = client.get(incident.get_absolute_url()).content.decode()
    assert SECRET not in page
    assert report.get_absolute_url() not in page
    client.force_login(bambang)
    assert report.get_absolute_url() in client.get(incident.get_absolute_url()).content.decode()


def test_an_incident_opened_from_a_confidential_report_is_confidential(slamet: User, bambang: User) -> None:
    report = make_secret_report()
    services.open_incident_from_report(report, code=uuid.uuid4(), by=bambang, title="x", category=make_category())
    assert Incident.objects.get().is_confidential
    assert not Incident.objects.visible_to(slamet).exists()


@pytest.mark.parametrize("change", ["term", "suspended"])
def test_whoever_leads_reads_it_as_long_as_his_office_lasts(slamet: User, change: str) -> None:
    incident = make_incident(MAYANGAN, sensitivity=Sensitivity.CONFIDENTIAL, lead=slamet.member)
    assert Incident.objects.visible_to(slamet).contains(incident)
    if change == "suspended":
        slamet.member.state = MemberState.SUSPENDED
    else:
        services_end = slamet.member.appointments.get()
        services_end.term = type(services_end.term)(empty=True)
        services_end.save()
    assert not Incident.objects.visible_to(slamet).exists()


def test_a_reporter_can_t_take_his_report_from_the_pile_that_nobody_has_read(client: Client, wiwik: User) -> None:
    report = make_incident_report(MAYANGAN, reporter=wiwik.member)
    client.force_login(wiwik)
    answer = client.post(reverse("incidents:report_more", args=[report.code]), {"text": "Lagi."})
    assert answer.status_code == 409
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED
