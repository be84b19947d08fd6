"""The main pages, each with something on it, at both widths and in both themes."""

from __future__ import annotations

from typing import Any

import pytest

from members.models import User
from tests.face.fitness import assert_page_is_fit
from tests.face.test_fitness import sign_in
from tests.factories.incidents import make_entry, make_flood, make_incident, make_incident_report, make_referral
from tests.factories.members import MAYANGAN, make_member
from tests.factories.notifications import make_delivery, make_notification
from tests.factories.partners import make_agency
from tests.factories.patrols import make_assignment, make_duty, make_partner
from tests.factories.reports import make_past_duty, make_report
from tests.plugins.browser import DESK, PHONE, PageAt

LISTS = (
    "/members/",
    "/members/me/",
    "/members/offices/",
    "/members/units/",
    "/members/recap/",
    "/patrols/",
    "/reports/",
    "/reports/unread/",
    "/incidents/",
    "/inbox/",
    "/inbox/whatsapp/",
    "/inbox/problems/",
    "/accounts/second-factor/",
    "/accounts/second-factor/app/",
)


@pytest.fixture
def pages(slamet: User, wiwik: User) -> list[str]:
    """What the coordinator reads: lists, a person, a duty with its crew, reports and an incident."""
    duty = make_duty(MAYANGAN, title="Patroli Sabtu malam", min_crew=3)
    make_assignment(duty, wiwik.member)
    agency = make_agency(MAYANGAN, name="Polsek Mayangan")
    make_partner(duty, agency)
    past = make_past_duty(wiwik.member, hours_ago=5)
    patrol_report = make_report(past, wiwik.member, findings=1)
    report = make_incident_report(MAYANGAN)
    incident = make_incident(MAYANGAN, category=make_flood())
    make_entry(incident)
    make_referral(incident, agency)
    make_delivery(slamet.member, make_notification(slamet.member))
    applicant = make_member(MAYANGAN, full_name="Novi Kartikasari", state="applicant")
    rows: list[Any] = [wiwik.member, applicant, duty, patrol_report, report, incident]
    return [*LISTS, *(row.get_absolute_url() for row in rows)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_main_pages_are_fit_in_both_themes(page_at: PageAt, slamet: User, pages: list[str], width: int) -> None:
    page = page_at(width)
    sign_in(page, slamet)
    for address in pages:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        assert_page_is_fit(page)
