"""One night in Kota Probolinggo, as one story in a real browser: from the plan to the action item that is overdue.

Nothing of it is faked: pages are pressed as people press them, and the clock's two runs are those of Celery's beat.
Only time does not pass by waiting: a duty, a meeting and a promise are moved closer in the table.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from incidents.reference import load_categories
from members.models import Member, Unit, User
from partners.states import AgencyKind
from tests.factories.incidents import make_village
from tests.factories.members import MAYANGAN, make_grant, make_member, make_user
from tests.factories.partners import make_agency, make_contact
from tests.flows.night import audience, duty, incident, out
from tests.flows.night.stage import Night, at_the_browser
from tests.plugins.browser import DESK, PHONE, PageAt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail_dir(settings: Settings, tmp_path: Path) -> Path:
    """Where letters lie as files."""
    settings.EMAIL_URL = ""
    settings.MAIL_DIR = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def night(page_at: PageAt, mayangan: Unit, slamet: User, joko: User, wiwik: User) -> Night:
    """Everybody with a browser, the agencies of the district and the city, and what can happen there."""
    load_categories()
    make_village(MAYANGAN + "1001.", name="Mangunharjo")
    make_agency(mayangan, kind=AgencyKind.POLSEK, name="Polsek Mayangan")
    make_agency(mayangan, kind=AgencyKind.KORAMIL, name="Koramil Mayangan")
    make_agency(kind=AgencyKind.BPBD, name="BPBD Kota Probolinggo")
    make_contact(make_agency(kind=AgencyKind.GOVERNMENT, name="Wali Kota Probolinggo"), position="Sekretaris Daerah")
    Member.objects.filter(pk=wiwik.member_id).update(email="wiwik@example.test")
    make_grant(wiwik.member)
    others = [
        make_user(make_member(mayangan, full_name=name), username=name.split()[0].lower())
        for name in ("Buari Santoso", "Ridwan Maulana", "Titin Handayani")
    ]
    at_desks = [at_the_browser(user, page_at, DESK) for user in (slamet, joko)]
    on_phones = [at_the_browser(user, page_at, PHONE) for user in (wiwik, *others)]
    return Night(*at_desks, *on_phones)


def test_one_night_from_the_plan_to_the_last_reminder(night: Night, mail_dir: Path) -> None:
    link = duty.slamet_plans_a_joint_patrol_and_announces_it(night)
    duty.he_writes_down_that_the_police_said_yes_by_phone(night)
    winner, loser = duty.he_leads_it_himself_and_three_people_take_places_two_of_them_at_once(night, link)
    duty.who_came_too_late_becomes_a_reserve_and_moves_up(night, loser)
    duty.everyone_is_reminded_once(night, winner, loser, mail_dir)
    out.they_meet_go_out_and_get_home(night, winner, loser)
    out.wiwik_reports_what_they_found(night)
    out.slamet_sends_it_back_and_wiwik_completes_it(night)
    out.joko_approves_it_and_the_duty_is_closed(night)
    incident.joko_opens_an_incident_from_the_finding_without_retyping(night)
    address = incident.he_tells_the_disaster_agency_which_answers(night)
    incident.two_sources_count_and_are_never_added_up(night)
    incident.a_second_report_comes_in_and_is_joined_taken_off_and_joined_again(night, address)
    incident.the_incident_is_handled_until_it_is_closed(night)
    audience.joko_plans_the_audience_and_a_day_is_agreed(night)
    audience.it_is_held_and_the_minutes_become_final(night)
    audience.slamet_promised_something_and_is_reminded_when_it_is_late(night)
