"""What people choose: which messages leave the application, by which way, and when they are left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from members.models import Member, Unit, User
from notifications import dispatcher, planner, services
from notifications.models import Delivery, Notification, Preference, QuietHours
from notifications.states import Channel, DeliveryState
from notifications.topics import groups
from senkom.lib.registry import registered
from tests.factories.members import make_member, make_user
from tests.factories.notifications import KIND, delivery_to, due, make_delivery, make_notification, registered_reminder

pytestmark = pytest.mark.django_db

PAGE = "/inbox/preferences/"
TOPIC = "test"
EVENING = datetime(2026, 11, 28, 13, 59, tzinfo=UTC)
"""20.59 WIB"""
NIGHT = datetime(2026, 11, 28, 17, 30, tzinfo=UTC)
"""00.30 WIB, the next day"""
MORNING = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
"""05.00 WIB"""


@pytest.fixture
def optional() -> Iterator[None]:
    """The test's reminder, which can wait and can be declined."""
    with registered_reminder(operational=False):
        yield


@pytest.fixture
def urgent() -> Iterator[None]:
    """The test's reminder, operational: nobody declines it, and it goes out at night."""
    with registered_reminder():
        yield


def decline(member: Member, channel: str = Channel.EMAIL) -> None:
    Preference.objects.create(member=member, topic=TOPIC, channel=channel)


def reachable(**fields: Any) -> Member:
    """A member with an address, whose message is due."""
    return due(make_member(email="wiwik@example.test", **fields))


def waiting_at(moment: datetime, member: Member, **fields: Any) -> Delivery:
    """A letter that was due a minute before, useful for a day unless a field says otherwise."""
    times = {"at": moment, "due_at": moment - timedelta(minutes=1), "not_after": moment + timedelta(days=1), **fields}
    return make_delivery(member, make_notification(member, **times), next_try_at=times["due_at"])


# — declining


def test_what_somebody_declined_is_not_sent_and_stands_in_his_inbox_all_the_same(optional: None) -> None:
    member, other = reachable(), reachable()
    decline(member)
    assert planner.run_once() == 2
    assert Notification.objects.filter(recipient_id=member.pk).count() == 1
    assert not Delivery.objects.filter(notification__recipient_id=member.pk).exists()
    assert delivery_to(other).channel == Channel.EMAIL


def test_who_does_not_want_to_be_told_by_whatsapp_stands_on_no_list_of_a_coordinator(optional: None) -> None:
    member, other = due(make_member()), due(make_member())
    decline(member, Channel.WHATSAPP)
    planner.run_once()
    assert not Delivery.objects.filter(notification__recipient_id=member.pk).exists()
    assert delivery_to(other).channel == Channel.WHATSAPP


def test_declining_another_topic_changes_nothing(optional: None) -> None:
    member = reachable()
    Preference.objects.create(member=member, topic="other", channel=Channel.EMAIL)
    planner.run_once()
    assert delivery_to(member).channel == Channel.EMAIL


@pytest.mark.parametrize("flag", ["operational", "mandatory"])
def test_nobody_declines_what_is_mandatory(mail_dir: Path, flag: str) -> None:
    with registered_reminder(operational=True) if flag == "operational" else registered_reminder(mandatory=True):
        member = reachable()
        decline(member)
        planner.run_once()
        dispatcher.run_once()
    assert delivery_to(member).state == DeliveryState.SENT


def test_what_was_declined_after_the_planning_is_suppressed(optional: None, mail_dir: Path) -> None:
    noon = datetime(2026, 11, 28, 5, tzinfo=UTC)
    member, by_hand, other = make_member(email="a@example.test"), make_member(), make_member(email="b@example.test")
    for person in (member, by_hand, other):
        due(person)
    planner.run_once()
    decline(member)
    decline(by_hand, Channel.WHATSAPP)
    Notification.objects.update(not_after=noon + timedelta(days=1))
    Delivery.objects.update(next_try_at=noon)
    assert dispatcher.run_once(now=noon) == 1
    assert dispatcher.put_in_order(now=noon) == 1
    assert [delivery_to(person).state for person in (member, by_hand, other)] == ["suppressed", "suppressed", "sent"]
    assert not Delivery.objects.needing_a_person().exists()


def test_what_was_declined_is_not_ticked_as_told(optional: None, client: Client, slamet: User) -> None:
    member = due(make_member())
    planner.run_once()
    decline(member, Channel.WHATSAPP)
    client.force_login(slamet)
    assert client.post(reverse("notifications:told", args=[delivery_to(member).code])).status_code == 409


def test_planning_costs_the_same_however_many_have_declined(optional: None) -> None:
    costs = []
    for number in (1, 9):
        for place in range(number):
            member = reachable()
            if place % 2:
                decline(member)
        with CaptureQueriesContext(connection) as queries:
            planner.run_once()
        costs.append(len(queries))
    assert costs[0] == costs[1]


# — quiet hours


@pytest.mark.parametrize(
    ("begins", "ends", "local", "until"),
    [
        ("21:00", "05:00", "2026-11-28 20:59", None),
        ("21:00", "05:00", "2026-11-28 21:00", "2026-11-29 05:00"),
        ("21:00", "05:00", "2026-11-29 04:59", "2026-11-29 05:00"),
        ("21:00", "05:00", "2026-11-29 05:00", None),
        ("11:00", "15:00", "2026-11-29 10:59", None),
        ("11:00", "15:00", "2026-11-29 11:00", "2026-11-29 15:00"),
        ("11:00", "15:00", "2026-11-29 15:00", None),
        ("00:00", "06:00", "2026-11-29 00:00", "2026-11-29 06:00"),
        ("21:00", "21:00", "2026-11-29 21:00", None),
        ("21:00", "21:00", "2026-11-29 03:00", None),
    ],
)
def test_quiet_hours_end_on_the_clock_of_the_zone(begins: str, ends: str, local: str, until: str | None) -> None:
    with connection.cursor() as cursor:
        for zone in ("Asia/Jakarta", "Asia/Jayapura"):
            cursor.execute(
                "SELECT senkom_quiet_until(%s::timestamp AT TIME ZONE %s, %s, %s, %s) AT TIME ZONE %s",
                [local, zone, zone, begins, ends, zone],
            )
            [found] = cursor.fetchone()
            assert found == (datetime.fromisoformat(until) if until else None)


def test_what_is_not_urgent_waits_until_the_morning_and_is_sent_then(optional: None, mail_dir: Path) -> None:
    wiwik = make_member(email="wiwik@example.test")
    waiting = waiting_at(NIGHT, wiwik)
    due_in_rule(wiwik, waiting)
    assert dispatcher.run_once(now=NIGHT) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.next_try_at, waiting.attempts) == ("queued", MORNING, 0)
    assert dispatcher.run_once(now=MORNING) == 1


def due_in_rule(member: Member, delivery: Delivery) -> None:
    """The test's rule yields this very message, when it is asked again."""
    Member.objects.filter(pk=member.pk).update(state_at=delivery.notification.at)


def test_before_the_quiet_hours_it_is_sent_at_once(optional: None, mail_dir: Path) -> None:
    wiwik = make_member(email="wiwik@example.test")
    due_in_rule(wiwik, waiting_at(EVENING, wiwik))
    assert dispatcher.run_once(now=EVENING) == 1


def test_what_is_operational_goes_out_at_night(urgent: None, mail_dir: Path) -> None:
    wiwik = make_member(email="wiwik@example.test")
    due_in_rule(wiwik, waiting_at(NIGHT, wiwik, kind=KIND))
    assert dispatcher.run_once(now=NIGHT) == 1


def test_an_offset_of_an_operational_kind_is_operational_too(mail_dir: Path) -> None:
    with registered_reminder(timedelta(hours=2)):
        wiwik = make_member(email="wiwik@example.test")
        due_in_rule(wiwik, waiting_at(NIGHT, wiwik, kind=f"{KIND}.2h"))
        assert dispatcher.run_once(now=NIGHT) == 1


def test_everybody_has_his_own_hours_in_the_zone_of_his_unit(optional: None, mail_dir: Path) -> None:
    night_owl = make_member(email="a@example.test")
    QuietHours.objects.create(member=night_owl, begins=time(11), ends=time(15))
    easterner = make_member("0.91.71.01.", email="b@example.test")
    Unit.objects.filter(pk="0.91.71.01.").update(timezone="Asia/Jayapura")
    at_eight = EVENING - timedelta(hours=1)  # 21.59 in Jayapura
    letters = [waiting_at(at_eight, member) for member in (night_owl, easterner)]
    for member, letter in zip((night_owl, easterner), letters, strict=True):
        due_in_rule(member, letter)
    assert dispatcher.run_once(now=at_eight) == 1
    assert [Delivery.objects.get(pk=letter.pk).state for letter in letters] == ["sent", "queued"]
    assert Delivery.objects.get(pk=letters[1].pk).next_try_at == MORNING - timedelta(hours=2)


def test_who_works_at_night_is_left_in_peace_at_noon_and_not_before(optional: None, mail_dir: Path) -> None:
    noon = datetime(2026, 11, 28, 5, tzinfo=UTC)
    wiwik = make_member(email="wiwik@example.test")
    QuietHours.objects.create(member=wiwik, begins=time(11), ends=time(15))
    for moment, sent in ((noon - timedelta(hours=2), 1), (noon, 0)):
        letter = waiting_at(moment, wiwik)
        due_in_rule(wiwik, letter)
        assert dispatcher.run_once(now=moment) == sent
    assert Delivery.objects.get(pk=letter.pk).next_try_at == noon + timedelta(hours=3)


def test_what_would_be_useless_in_the_morning_wakes_nobody(optional: None, mail_dir: Path) -> None:
    letter = waiting_at(NIGHT, make_member(email="a@example.test"), not_after=MORNING)
    assert dispatcher.run_once(now=NIGHT) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.last_code) == (DeliveryState.SUPPRESSED, "quiet hours")
    assert Notification.objects.filter(pk=letter.notification_id).exists()
    assert not mail_dir.exists()


def test_what_was_tried_in_vain_before_is_shown_to_a_person(optional: None, mail_dir: Path) -> None:
    letter = waiting_at(NIGHT, make_member(email="a@example.test"), not_after=MORNING)
    Delivery.objects.filter(pk=letter.pk).update(attempts=2, last_code="450")
    assert dispatcher.run_once(now=NIGHT) == 0
    assert list(Delivery.objects.needing_a_person()) == [letter]
    letter.refresh_from_db()
    assert (letter.state, letter.last_code) == (DeliveryState.EXPIRED, "450")


def test_a_whole_night_of_letters_is_postponed_at_once_and_touched_no_more(optional: None, mail_dir: Path) -> None:
    def run(number: int) -> int:
        for _ in range(number):
            waiting_at(NIGHT, make_member(email="a@example.test"))
        with CaptureQueriesContext(connection) as queries:
            dispatcher.run_once(now=NIGHT)
        return len(queries)

    assert run(1) == run(30)
    with CaptureQueriesContext(connection) as queries:
        dispatcher.run_once(now=NIGHT + timedelta(seconds=15))
    assert not [query for query in queries if query["sql"].startswith("UPDATE") and "next_try_at" in query["sql"]]


def test_what_a_coordinator_passes_on_stays_on_his_list_at_night(optional: None) -> None:
    delivery = waiting_at(NIGHT, make_member())
    Delivery.objects.filter(pk=delivery.pk).update(channel=Channel.WHATSAPP)
    due_in_rule(Member.objects.get(pk=delivery.notification.recipient_id), delivery)
    dispatcher.run_once(now=NIGHT)
    assert Delivery.objects.get(pk=delivery.pk).next_try_at == delivery.next_try_at


# — the page


@pytest.mark.usefixtures("optional")
def test_the_page_keeps_what_was_ticked_and_shows_it_again(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    page = client.get(PAGE)
    assert page.context["form"]["topic_test"].value() == [Channel.EMAIL, Channel.PUSH, Channel.WHATSAPP]
    sent = {"topic_test": ["whatsapp"], "quiet_from": "19:30", "quiet_until": "06:00"}
    assert client.post(PAGE, sent).headers["Location"] == PAGE
    others = {(TOPIC, "email"), (TOPIC, "push")}
    assert services.choices_of(wiwik.member) == services.Choices(others, time(19, 30), time(6))
    page = client.get(PAGE)
    assert page.context["form"]["topic_test"].value() == ["whatsapp"]
    assert 'value="19:30"' in page.content.decode()
    client.post(PAGE, {**sent, "topic_test": ["email", "push", "whatsapp"]})
    assert not Preference.objects.exists()


@pytest.mark.usefixtures("optional")
def test_a_way_that_the_server_does_not_have_is_not_asked_and_what_was_chosen_of_it_stays(
    client: Client, wiwik: User, settings: Settings
) -> None:
    Preference.objects.create(member=wiwik.member, topic=TOPIC, channel=Channel.TELEGRAM)
    client.force_login(wiwik)
    assert "Telegram" not in client.get(PAGE).content.decode()
    client.post(PAGE, {"topic_test": ["email", "push", "whatsapp"], "quiet_from": "21:00", "quiet_until": "05:00"})
    assert services.choices_of(wiwik.member).declined == {(TOPIC, Channel.TELEGRAM)}
    settings.TELEGRAM_TOKEN = "1:x"
    assert "Telegram" in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("optional")
def test_a_refused_form_keeps_what_was_typed(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    page = client.post(PAGE, {"topic_test": ["pigeon"], "quiet_from": "25:00", "quiet_until": "06:00"})
    assert page.status_code == 422
    assert 'value="25:00"' in page.content.decode()
    assert set(page.context["form"].errors) == {"topic_test", "quiet_from"}
    assert not Preference.objects.exists()


def test_people_choose_among_a_few_topics_and_read_what_is_always_sent(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    seen = client.get(PAGE).content.decode()
    assert len(groups()) <= 8
    for words in ("Laporan patroli", "Rapat dan tindak lanjut", "Selalu dikirim", "Jam tenang", "WIB"):
        assert words in seen
    always = seen.partition("Selalu dikirim</h3>")[2]
    assert "Tugas" in always
    assert "Data dan akun saya" in always
    assert "topic_duty" not in seen


def test_nobody_declines_a_topic_of_mandatory_kinds_by_hand(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    ways = [way.value for way in Channel]
    ticks = {f"topic_{name}": ways for name in ("report", "incident_report", "audience")}
    client.post(PAGE, {**ticks, "topic_duty": [], "quiet_from": "21:00", "quiet_until": "05:00"})
    assert not Preference.objects.exists()


def test_the_page_leads_from_the_inbox_and_from_ones_own_data(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    for where in ("/inbox/", wiwik.member.get_absolute_url()):
        assert f'href="{PAGE}"' in client.get(where).content.decode()


def test_the_language_of_messages_is_chosen_there_too(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    answer = client.post(reverse("pages:language"), {"language": "en", "next": PAGE})
    assert answer.headers["Location"] == PAGE
    assert "My notifications" in client.get(PAGE).content.decode()
    assert User.objects.get(pk=wiwik.pk).language == "en"


@pytest.mark.parametrize("kind", sorted(registered.reminders))
def test_every_kind_of_message_belongs_to_a_topic_with_a_name(kind: str) -> None:
    assert registered.reminders[kind].topic in registered.topics, "see senkom.lib.registry.topic"


def test_choosing_twice_at_the_same_moment_is_choosing_once() -> None:
    user = make_user(make_member())
    chosen = services.Choices({(TOPIC, "email")}, time(22), time(4))
    for _ in range(2):
        services.choose(chosen, by=user)
    assert services.choices_of(user.member) == chosen
    assert timezone.now() >= Preference.objects.get().declined_at
