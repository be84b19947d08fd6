"""An address that refuses three letters in a row is left alone: its owner is told by hand, and sees how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Member, User
from members.services import change_own_data
from notifications import dispatcher, planner
from notifications.models import Delivery, FailingAddress, Preference
from notifications.states import Channel, DeliveryState
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.notifications import due
from tests.notifications.sink import Sink, drop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reminder_now")]

ADDRESS = "wiwik@example.test"


@pytest.fixture
def wiwik(wiwik: User) -> User:
    """Wiwik has an address."""
    Member.objects.filter(pk=wiwik.member_id).update(email=ADDRESS)
    wiwik.member.refresh_from_db()
    return wiwik


def one_more(member: Member, number: int) -> Delivery:
    """A further message to a member, planned and, where a machine may, sent."""
    due(member, ago=timedelta(minutes=number))
    planner.run_once()
    dispatcher.run_once()
    return Delivery.objects.latest("pk")


def refuse_all(member: Member, sink: Sink, times: int = 3) -> list[Delivery]:
    """So many letters to an address that takes none."""
    sink.refused_addresses = {member.email}
    return [one_more(member, number) for number in range(1, times + 1)]


def test_after_three_refusals_in_a_row_the_next_message_stands_on_the_whatsapp_list(sink: Sink, wiwik: User) -> None:
    refused = refuse_all(wiwik.member, sink)
    assert [row.state for row in refused] == ["failed"] * 3
    following = one_more(wiwik.member, 4)
    assert (following.channel, following.state) == (Channel.WHATSAPP, DeliveryState.QUEUED)
    assert following.notification.deliveries.count() == 1, "nothing is planned for the address any more"


def test_two_refusals_pause_nothing_and_a_letter_that_arrives_begins_anew(sink: Sink, wiwik: User) -> None:
    refuse_all(wiwik.member, sink, times=2)
    sink.refused_addresses = set()
    assert one_more(wiwik.member, 3).state == DeliveryState.SENT
    assert not FailingAddress.objects.exists()
    sink.refused_addresses = {ADDRESS}
    assert one_more(wiwik.member, 4).state == DeliveryState.FAILED
    assert one_more(wiwik.member, 5).channel == Channel.EMAIL


def test_a_refusal_for_now_counts_for_nothing(sink: Sink, wiwik: User) -> None:
    sink.before_taking = lambda _id, _server: "450 later"
    one_more(wiwik.member, 1)
    assert not FailingAddress.objects.exists()


def test_a_letter_that_the_ledger_knows_begins_anew_too(sink: Sink, wiwik: User) -> None:
    refuse_all(wiwik.member, sink, times=2)
    sink.refused_addresses, sink.after_taking = set(), drop
    one_more(wiwik.member, 3)
    dispatcher.run_once(now=timezone.now() + timedelta(minutes=3))
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 1
    assert not FailingAddress.objects.exists()


def test_what_waits_when_the_pause_begins_goes_on_to_the_list_and_nothing_is_lost(sink: Sink, wiwik: User) -> None:
    refuse_all(wiwik.member, sink, times=2)
    due(wiwik.member, ago=timedelta(minutes=3))
    planner.run_once()
    first = Delivery.objects.latest("pk")
    assert first.channel == Channel.EMAIL
    FailingAddress.objects.update(refusals=3)
    dispatcher.run_once()
    first.refresh_from_db()
    assert (first.state, first.last_code) == (DeliveryState.CANCELLED, "address paused")
    by_hand = Delivery.objects.get(notification=first.notification_id, channel=Channel.WHATSAPP)
    assert by_hand.state == DeliveryState.QUEUED
    assert by_hand.message_id == f"<{by_hand.code}@localhost>"
    dispatcher.run_once()
    assert Delivery.objects.filter(notification=first.notification_id).count() == 2


def test_who_does_not_want_to_be_told_by_hand_is_not(sink: Sink, wiwik: User) -> None:
    refuse_all(wiwik.member, sink)
    Preference.objects.create(member=wiwik.member, topic="test", channel=Channel.WHATSAPP)
    assert one_more(wiwik.member, 4).state == DeliveryState.QUEUED, "but for what is mandatory"


def as_wiwik_changes_it(wiwik: User, _slamet: User) -> None:
    change_own_data(by=wiwik, phone="", email="baru@example.test", address="", emergency_contact="")


def as_the_desk_changes_it(wiwik: User, _slamet: User) -> None:
    Member.objects.filter(pk=wiwik.member_id).update(email="baru@example.test")


def as_wiwik_confirms_it(wiwik: User, _slamet: User) -> None:
    press_the_button(wiwik, wiwik.member)


def as_slamet_confirms_it(wiwik: User, slamet: User) -> None:
    press_the_button(slamet, wiwik.member)


def press_the_button(user: User, person: Member) -> None:
    """Confirm the address of a person, on his page."""
    client = Client()
    client.force_login(user)
    action = reverse("notifications:confirm_address", args=[person.code])
    assert f'action="{action}"' in client.get(person.get_absolute_url()).content.decode()
    assert client.post(action).headers["Location"] == person.get_absolute_url()


@pytest.mark.parametrize(
    "mend", [as_wiwik_changes_it, as_the_desk_changes_it, as_wiwik_confirms_it, as_slamet_confirms_it]
)
def test_changing_or_confirming_the_address_lifts_the_pause(
    sink: Sink, wiwik: User, slamet: User, mend: Callable[[User, User], None]
) -> None:
    refuse_all(wiwik.member, sink)
    sink.refused_addresses = set()
    mend(wiwik, slamet)
    wiwik.member.refresh_from_db()
    following = one_more(wiwik.member, 4)
    assert (following.channel, following.state) == (Channel.EMAIL, DeliveryState.SENT)


def test_the_refusals_of_an_old_address_do_not_count_against_a_new_one(sink: Sink, wiwik: User) -> None:
    refuse_all(wiwik.member, sink, times=2)
    Member.objects.filter(pk=wiwik.member_id).update(email="baru@example.test")
    sink.refused_addresses = {"baru@example.test"}
    one_more(wiwik.member, 3)
    assert FailingAddress.objects.get().refusals == 1
    assert one_more(wiwik.member, 4).channel == Channel.EMAIL


def test_it_is_shown_to_the_person_and_to_the_coordinator_with_what_to_do(
    client: Client, sink: Sink, wiwik: User, slamet: User
) -> None:
    refuse_all(wiwik.member, sink)
    seen = {}
    for user in (wiwik, slamet):
        client.force_login(user)
        seen[user] = unescape(client.get(wiwik.member.get_absolute_url()).content.decode())
        assert "3 kali berturut-turut (jawaban 550)" in seen[user]
        assert "Alamatnya benar, coba lagi" in seen[user]
    assert reverse("members:own_data") in seen[wiwik]
    assert ADDRESS not in seen[slamet], "a coordinator does not read the address"
    client.force_login(wiwik)
    assert "3 kali berturut-turut" in client.get("/inbox/preferences/").content.decode()


def test_two_refusals_are_shown_to_nobody(client: Client, sink: Sink, wiwik: User) -> None:
    refuse_all(wiwik.member, sink, times=2)
    client.force_login(wiwik)
    assert "berturut-turut" not in client.get(wiwik.member.get_absolute_url()).content.decode()


def test_the_desk_tries_many_again_at_once_after_a_mistake_of_the_mail_server(client: Client, endah: User) -> None:
    for unit in (MAYANGAN, MAYANGAN, OTHER_DISTRICT):
        member = make_member(unit, email=ADDRESS)
        FailingAddress.objects.create(
            member=member, channel="email", refusals=3, last_code="550", refused_at=timezone.now()
        )
    client.force_login(endah)
    page = reverse("admin:notifications_failingaddress_changelist")
    rows = [row.pk for row in FailingAddress.objects.all()]
    client.post(page, {"action": "try_again", "_selected_action": rows})
    assert [row.member.unit_id for row in FailingAddress.objects.select_related("member")] == [OTHER_DISTRICT]
