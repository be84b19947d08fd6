"""The home page: strangers, members, people with an office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import User
from members.states import Livelihood, MemberState, Office
from partners.states import AudienceState
from patrols.states import DutyState, ReportState
from tests.factories.incidents import make_incident, make_incident_report, make_referral
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member, make_officer
from tests.factories.partners import make_agency, make_audience, make_incoming, make_item
from tests.factories.patrols import hours_from_now, make_assignment, make_duty
from tests.factories.reports import make_past_duty, make_report

pytestmark = pytest.mark.django_db


def home_of(client: Client, user: User) -> str:
    client.force_login(user)
    answer = client.get("/")
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_finds_the_way_in_and_whom_to_call(client: Client) -> None:
    page = client.get("/").content.decode()
    for wanted in ("Masuk", "Daftar sebagai calon anggota", "tel:112", "tel:110", "Ini bukan saluran darurat"):
        assert wanted in page


def test_a_member_reads_his_next_duty_first(client: Client, wiwik: User) -> None:
    duty = make_duty(MAYANGAN, meeting_point="Mapolsek Mayangan")
    make_assignment(duty, wiwik.member)
    page = home_of(client, wiwik)
    assert "Tugas Anda berikutnya:" in page
    assert "kumpul di Mapolsek Mayangan" in page


def test_a_member_says_i_am_ready_from_the_home_page(client: Client, wiwik: User) -> None:
    duty = make_duty(MAYANGAN, title="Patroli rob")
    page = home_of(client, wiwik)
    assert page.index("Butuh orang") < page.index("Patroli rob") < page.index("Saya siap")
    answer = client.post(f"/patrols/{duty.code}/sign-up/", {"role": "member"}, follow=True)
    assert answer.status_code == 200
    assert "Tugas Anda berikutnya" in home_of(client, wiwik)


def test_people_are_needed_first_where_the_minimum_is_not_reached_and_near(client: Client, wiwik: User) -> None:
    make_duty(CITY, title="Jaga kota", min_crew=1, starts_at=hours_from_now(30))
    make_duty(CITY, title="Gabungan kota", min_crew=3, starts_at=hours_from_now(40))
    make_duty(MAYANGAN, title="Patroli dekat", min_crew=3, starts_at=hours_from_now(200))
    make_duty(KEDOPOK, title="Patroli Kedopok", min_crew=3)
    page = home_of(client, wiwik)
    assert page.index("Patroli dekat") < page.index("Gabungan kota")
    assert "Patroli Kedopok" not in page


def test_a_member_is_told_what_his_report_still_needs(client: Client, wiwik: User) -> None:
    duty = make_past_duty(wiwik.member)
    make_report(duty, wiwik.member, state=ReportState.RETURNED, state_reason="jumlah personel mitra belum diisi")
    page = home_of(client, wiwik)
    assert "Laporan perlu dilengkapi: jumlah personel mitra belum diisi" in page


def test_a_member_sees_how_his_last_report_stands(client: Client, wiwik: User) -> None:
    make_report(make_past_duty(wiwik.member), wiwik.member, state=ReportState.VERIFIED)
    page = home_of(client, wiwik)
    assert "Laporan terakhir Anda" in page
    assert "state-good" in page


def test_a_duty_without_report_asks_its_crew_for_it(client: Client, wiwik: User) -> None:
    make_past_duty(wiwik.member, title="Patroli semalam")
    assert "Laporan belum ada: Patroli semalam" in home_of(client, wiwik)


def test_a_duty_that_ended_early_asks_for_its_report_at_once(client: Client, wiwik: User) -> None:
    make_past_duty(wiwik.member, hours_ago=-1, title="Patroli pendek")
    assert "Laporan belum ada: Patroli pendek" in home_of(client, wiwik)


HELD, SENT = AudienceState.HELD, AudienceState.LETTER_SENT
# The two people who attest everybody in tests have applied as well.
NEEDS: list[tuple[str, Callable[[User], object]]] = [
    ("1 laporan masuk belum dibaca", lambda user: make_incident_report(MAYANGAN)),
    ("Patroli sepi kurang 2 orang", lambda user: make_duty(MAYANGAN, title="Patroli sepi", min_crew=2)),
    ("1 laporan terlambat", lambda user: make_past_duty(make_member(MAYANGAN), hours_ago=5)),
    (
        "Jawab surat: Permintaan data",
        lambda user: make_incoming(MAYANGAN, subject="Permintaan data", answer_by=today()),
    ),
    (
        "3 pendaftaran belum ditangani",
        lambda user: make_member(MAYANGAN, full_name="Novi", state=MemberState.APPLICANT),
    ),
    (
        "Titik kumpul rob",
        lambda user: make_item(make_audience(MAYANGAN, state=HELD), title="Titik kumpul rob", due_on=past()),
    ),
    ("Audiensi: Jadwal penyuluhan", lambda user: make_audience(MAYANGAN, state=SENT, purpose="Jadwal penyuluhan")),
    ("Tiga lampu mati", lambda user: told("Tiga lampu mati")),
]


def today() -> object:
    return timezone.localdate()


def past() -> object:
    return timezone.localdate() - timedelta(days=8)


def told(title: str) -> object:
    """A referral an agency has not answered for two days."""
    incident = make_incident(MAYANGAN, title=title)
    return make_referral(incident, make_agency(CITY, name="Dishub"), state="sent", sent_at=hours_from_now(-48))


@pytest.mark.parametrize(("sentence", "make"), NEEDS, ids=[sentence for sentence, _make in NEEDS])
def test_a_coordinator_is_told_what_needs_him(
    client: Client, slamet: User, sentence: str, make: Callable[[User], object]
) -> None:
    assert sentence not in home_of(client, slamet)
    make(slamet)
    assert sentence in home_of(client, slamet)


def test_reports_of_others_wait_for_a_check_and_ones_own_do_not(client: Client, slamet: User) -> None:
    duty = make_past_duty(make_member(MAYANGAN), slamet.member)
    make_report(duty, slamet.member)
    assert "menunggu diperiksa" not in home_of(client, slamet)
    make_report(make_past_duty(make_member(MAYANGAN)), make_member(MAYANGAN))
    assert "1 laporan menunggu diperiksa" in home_of(client, slamet)


def test_the_roster_desk_sees_what_is_to_be_attested_and_whom_to_call(client: Client, endah: User) -> None:
    recorder = make_member(CITY)
    make_member(
        MAYANGAN,
        state=MemberState.APPLICANT,
        livelihood=Livelihood.SELF_EMPLOYED,
        livelihood_recorded_by=recorder,
        livelihood_verified_by=None,
        livelihood_verified_on=None,
    )
    make_member(MAYANGAN, full_name="Buari", has_smartphone=False)
    page = home_of(client, endah)
    assert "1 pekerjaan perlu dipastikan" in page
    assert "1 anggota tanpa HP pintar" in page
    assert "Buari" in page


def test_tonight_shows_who_is_out(client: Client, slamet: User) -> None:
    make_duty(MAYANGAN, title="Patroli berjalan", starts_at=hours_from_now(-1), state=DutyState.IN_PROGRESS)
    assert "Patroli berjalan" in home_of(client, slamet)


def test_nothing_of_another_unit_stands_on_a_home_page(client: Client, slamet: User, joko: User) -> None:
    make_incident_report(OTHER_DISTRICT)
    make_duty(OTHER_DISTRICT, title="Kenariwati", min_crew=3)
    make_item(make_audience(OTHER_DISTRICT, state=HELD, purpose="Kenariwati"), title="Kenariwati", due_on=past())
    make_member(OTHER_DISTRICT, full_name="Kenariwati", state=MemberState.APPLICANT)
    for user in (slamet, joko):
        page = home_of(client, user)
        assert "Kenariwati" not in page
        assert "belum dibaca" not in page


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_the_home_page_costs_the_same_for_one_row_and_for_many(client: Client, who: str, wiwik: User) -> None:
    user = make_officer(Office.CHAIR, CITY) if who == "coordinator" else wiwik
    first = cost(client, user)
    for number in range(3):
        for _sentence, make in NEEDS:
            make(user)
        make_duty(MAYANGAN, starts_at=hours_from_now(-1), state=DutyState.IN_PROGRESS)
        make_report(make_past_duty(user.member, hours_ago=9 + 24 * number), user.member)
    assert cost(client, user) == first <= 8


def cost(client: Client, user: User) -> int:
    client.force_login(user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/")
    return len(queries)
