"""The sender: each letter handed over once, looked at again before, and doubt never guessed."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from members.models import Member
from members.states import MemberState
from notifications import dispatcher, planner
from notifications.channels import open_sender
from notifications.channels.base import Letter, Outcome, Result
from notifications.channels.files import FileSender
from notifications.models import Delivery, JobRun, Notification
from notifications.states import MEMBER, Channel, DeliveryState
from senkom.lib.registry import Message, registered
from tests.embedded.stack import free_port
from tests.factories.members import make_member, make_user
from tests.factories.notifications import KIND, delivery_to, due, registered_reminder
from tests.notifications.sink import Sink, drop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reminder_now")]

LATER = timedelta(minutes=3)
"""Longer than a lease."""


def planned(number: int = 1) -> list[Member]:
    """So many members with an address, each with a message that waits."""
    people = [due(make_member(email=f"anggota{place}@example.test")) for place in range(number)]
    planner.run_once()
    return people


def states() -> list[str]:
    """The states of all deliveries, in order."""
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_message_becomes_a_file_named_by_its_id_in_the_language_of_its_recipient(
    mail_dir: Path, settings: Settings
) -> None:
    [wiwik] = planned()
    assert dispatcher.run_once() == 1
    [path] = mail_dir.iterdir()
    delivery = delivery_to(wiwik)
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert path.name == f"{delivery.code}.eml"
    assert mail["Message-ID"] == delivery.message_id
    assert mail["To"] == wiwik.email
    assert mail["Subject"] == "KTA Anda hampir habis"
    assert f"Buka aplikasi: {settings.SITE_URL}/members/" in mail.get_content()
    assert (delivery.state, delivery.sent_at is not None) == (DeliveryState.SENT, True)


def test_running_again_sends_nothing_again(mail_dir: Path) -> None:
    planned(3)
    assert [dispatcher.run_once(), dispatcher.run_once()] == [3, 0]
    assert len(list(mail_dir.iterdir())) == 3


def test_the_text_is_asked_in_the_language_of_the_recipient(mail_dir: Path) -> None:
    fery = due(make_member(email="fery@example.test"))
    make_user(fery, language="en")
    planner.run_once()
    dispatcher.run_once()
    assert b"See the application:" in next(mail_dir.iterdir()).read_bytes()


def test_what_was_moved_or_withdrawn_meanwhile_is_cancelled(mail_dir: Path) -> None:
    moved, on_leave, gone, stays = planned(4)
    due(moved, ago=timedelta(minutes=5))
    Member.objects.filter(pk=on_leave.pk).update(state=MemberState.ON_LEAVE)
    Member.objects.filter(pk=gone.pk).update(state=MemberState.RESIGNED)
    assert dispatcher.run_once() == 1
    assert [delivery_to(member).state for member in (on_leave, gone, stays)] == ["cancelled", "cancelled", "sent"]
    assert Delivery.objects.get(notification__recipient_id=moved.pk).state == "cancelled"


def test_a_long_whatsapp_list_is_looked_at_in_parts_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "LOOKED_AT_ONCE", 2)
    members = [due(make_member()) for _ in range(6)]
    planner.run_once()
    for member in members:
        due(member, ago=timedelta(minutes=5))
    waiting, now, left = Delivery.objects.filter(state=DeliveryState.QUEUED), timezone.now(), []
    for run in range(3):
        dispatcher.put_in_order(now + run * dispatcher.EVERY)
        left.append(waiting.count())
    assert left == [4, 2, 0]


def test_the_whatsapp_list_loses_what_was_moved_and_what_is_too_late() -> None:
    moved, late, stays = (due(make_member()) for _ in range(3))
    planner.run_once()
    due(moved, ago=timedelta(minutes=5))
    notification = delivery_to(late).notification
    notification.not_after = timezone.now()
    notification.save()
    assert registered.jobs["notifications.put_in_order"].run(None) == 2
    assert [delivery_to(member).state for member in (moved, late, stays)] == ["cancelled", "expired", "queued"]


def test_nothing_is_sent_after_it_stopped_being_useful(mail_dir: Path) -> None:
    planned()
    assert dispatcher.run_once(now=timezone.now() + timedelta(hours=13)) == 0
    assert states() == ["expired"]
    assert not Delivery.objects.needing_a_person().exists()


def test_a_relay_takes_each_letter_once_and_proves_it(sink: Sink) -> None:
    planned(25)
    assert dispatcher.run_once() == 25
    assert sorted(sink.message_ids) == sorted(Delivery.objects.values_list("message_id", flat=True))
    assert set(states()) == {"sent"}


@pytest.mark.parametrize(("answer", "state", "code"), [("450 later", "queued", "450"), ("554 never", "failed", "554")])
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_shown(
    sink: Sink, answer: str, state: str, code: str
) -> None:
    [member] = planned()
    sink.before_taking = lambda _id, _server: answer
    dispatcher.run_once()
    delivery = delivery_to(member)
    assert (delivery.state, delivery.last_code, delivery.attempts) == (state, code, 1)
    assert Delivery.objects.needing_a_person().exists() == (state == "failed")


def test_one_wrong_address_does_not_keep_the_others_waiting(sink: Sink) -> None:
    people = planned(3)
    sink.refused_addresses = {people[1].email}
    assert dispatcher.run_once() == 2
    assert [delivery_to(member).state for member in people] == ["sent", "failed", "sent"]


def test_after_six_attempts_with_growing_pauses_a_person_is_asked(sink: Sink) -> None:
    [member] = planned()
    sink.before_taking = lambda _id, _server: "450 later"
    now, pauses = timezone.now(), []
    for _ in range(6):
        dispatcher.run_once(now=now)
        pauses.append(delivery_to(member).next_try_at - now)
        now = max(now, delivery_to(member).next_try_at)
    minutes = [pause.total_seconds() / 60 for pause in pauses[:5]]
    assert all(low <= got <= low * 1.2 for got, low in zip(minutes, [1, 5, 15, 60, 240], strict=True))
    assert (delivery_to(member).state, delivery_to(member).attempts) == ("failed", 6)


def test_an_absent_relay_costs_no_attempt_and_is_recorded(sink: Sink, settings: Settings) -> None:
    [member] = planned()
    listening_at, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert dispatcher.run_once() == 0
    assert (delivery_to(member).state, delivery_to(member).attempts) == ("queued", 0)
    assert JobRun.objects.of("dispatch").get().error == "email: ConnectionRefusedError"
    settings.EMAIL_PORT = listening_at
    assert dispatcher.run_once(now=timezone.now() + timedelta(seconds=61)) == 1


def test_an_answer_lost_before_the_letter_was_taken_leads_to_one_letter(sink: Sink) -> None:
    [member] = planned()
    sink.before_taking = drop
    dispatcher.run_once()
    assert delivery_to(member).state == "uncertain"
    sink.before_taking = None
    dispatcher.run_once()
    assert sink.message_ids == [], "until the lease is over nobody else may send"
    dispatcher.run_once(now=timezone.now() + LATER)
    assert sink.message_ids == [delivery_to(member).message_id]
    assert delivery_to(member).state == "sent"


def test_an_answer_lost_after_the_letter_was_taken_leads_to_no_second_letter(sink: Sink) -> None:
    [member] = planned()
    sink.after_taking = drop
    dispatcher.run_once()
    assert delivery_to(member).state == "uncertain"
    dispatcher.run_once(now=timezone.now() + LATER)
    assert sink.message_ids == [delivery_to(member).message_id]
    assert delivery_to(member).state == "sent"


@pytest.mark.parametrize("ledger", ["", "/nonexistent/ledger"])
def test_without_a_ledger_doubt_is_held_for_a_person_and_never_guessed(
    sink: Sink, settings: Settings, ledger: str
) -> None:
    settings.MAIL_LEDGER = ledger
    [member] = planned()
    sink.after_taking = drop
    dispatcher.run_once()
    dispatcher.run_once(now=timezone.now() + LATER)
    assert delivery_to(member).state == "held"
    assert list(Delivery.objects.needing_a_person()) == [delivery_to(member)]
    assert len(sink.message_ids) == 1


@pytest.mark.parametrize("was_written", [True, False])
def test_a_folder_is_its_own_ledger_for_what_a_dead_sender_left(mail_dir: Path, was_written: bool) -> None:
    planned()
    batch = dispatcher.claim(Channel.EMAIL, 20)
    assert batch is not None
    [delivery] = batch.standing
    if was_written:
        sender = FileSender(mail_dir)
        sender.connect()
        sender.send(Letter(delivery.message_id, "a@example.test", "x", "y"))
    assert dispatcher.run_once() == 0, "the lease is not over"
    dispatcher.run_once(now=timezone.now() + LATER)
    assert states() == ["sent"]
    assert len(list(mail_dir.iterdir())) == 1


def killed_with_a_letter_in_hand(now: datetime) -> datetime:
    """A sender claims and dies; gives the moment at which its lease is over."""
    assert dispatcher.claim(Channel.EMAIL, 20, now)
    return now + LATER


def test_who_was_killed_has_not_tried_so_a_refusal_afterwards_is_the_first(sink: Sink) -> None:
    [member] = planned()
    now = killed_with_a_letter_in_hand(timezone.now())
    sink.before_taking = lambda _id, _server: "450 later"
    dispatcher.run_once(now=now)
    delivery = delivery_to(member)
    assert (delivery.attempts, delivery.last_code) == (1, "450")
    assert delivery.next_try_at - now <= dispatcher.BACK_OFF[0] * (1 + dispatcher.JITTER)


def test_a_letter_that_kills_its_senders_again_and_again_comes_to_a_person(sink: Sink) -> None:
    [member] = planned()
    now = timezone.now()
    for _ in range(dispatcher.ATTEMPTS + 1):
        assert delivery_to(member).state == "queued"
        now = killed_with_a_letter_in_hand(now)
        dispatcher.settle_abandoned(Channel.EMAIL, open_sender(Channel.EMAIL), now)
    assert (delivery_to(member).state, delivery_to(member).attempts) == ("held", dispatcher.ATTEMPTS)


def test_a_run_with_nothing_to_send_looks_at_nothing_that_people_pass_on() -> None:
    with CaptureQueriesContext(connection) as before:
        dispatcher.run_once()
    for _ in range(3):
        due(make_member())
    planner.run_once()
    with CaptureQueriesContext(connection) as after:
        dispatcher.run_once()
    assert set(states()) == {"queued"}
    assert len(after) <= len(before)


def synchronous_commit() -> str:
    """Whether this transaction's end would be waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


def test_a_claim_is_safe_on_the_disk_and_a_settlement_only_where_no_ledger_could_be_asked() -> None:
    planned(2)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
    batch = dispatcher.claim(Channel.EMAIL, 20)
    assert batch is not None
    taken = Outcome(Result.ACCEPTED, "250")
    assert dispatcher.settle(batch.standing[0], taken)
    assert synchronous_commit() == "on"
    assert dispatcher.settle(batch.standing[1], taken, durably=False)
    assert synchronous_commit() == "off"
    assert states() == ["sent", "sent"]


def test_a_sender_that_wakes_up_late_settles_nothing(mail_dir: Path) -> None:
    planned()
    batch = dispatcher.claim(Channel.EMAIL, 20)
    assert batch is not None
    dispatcher.run_once(now=timezone.now() + LATER)
    dispatcher.settle(batch.standing[0], Outcome(Result.REFUSED, "554"))
    assert states() == ["sent"]


def test_an_address_that_was_removed_meanwhile_is_shown_to_a_person(mail_dir: Path) -> None:
    [member] = planned()
    Member.objects.filter(pk=member.pk).update(email="")
    dispatcher.run_once()
    assert (delivery_to(member).state, delivery_to(member).last_code) == ("failed", "no address")


def test_one_message_whose_text_fails_does_not_keep_the_others_waiting(mail_dir: Path) -> None:
    def texts(subjects: object) -> dict[int, Message]:
        asked = list(subjects)  # type: ignore[call-overload]
        if broken.pk in asked:
            raise LookupError
        return {subject: Message("Judul", "Isi") for subject in asked}

    with registered_reminder(texts=texts):
        broken, whole = planned(2)
        assert dispatcher.run_once() == 1
    assert (delivery_to(broken).state, delivery_to(broken).last_code) == ("queued", "no text")
    assert delivery_to(whole).state == "sent"


def test_sending_costs_the_same_for_one_batch_of_one_and_of_twenty_but_for_the_settling(mail_dir: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    planned(1)
    with CaptureQueriesContext(connection) as one:
        dispatcher.run_once()
    planned(20)
    with CaptureQueriesContext(connection) as twenty:
        assert dispatcher.run_once() == 20
    assert len(twenty) - len(one) == 19


def test_the_command_plans_and_sends_without_celery(mail_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    due(make_member(email="wiwik@example.test"))
    call_command("dispatch_messages", once=True)
    assert "planned 1, sent 1" in capsys.readouterr().out
    assert len(list(mail_dir.iterdir())) == 1


def test_the_next_of_many_letters_for_one_moment_are_found_in_order_without_sorting_all() -> None:
    member, moment = make_member(), timezone.now() - timedelta(minutes=1)
    like = {"recipient_kind": MEMBER, "recipient_id": member.pk, "kind": KIND, "at": moment, "due_at": moment}
    like["not_after"] = moment + timedelta(days=1)
    rows = Notification.objects.bulk_create(Notification(subject=number, **like) for number in range(2000))
    Delivery.objects.bulk_create(
        Delivery(notification=row, channel=Channel.EMAIL, message_id=f"<{row.code}@localhost>", next_try_at=moment)
        for row in rows
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_notification, notifications_delivery")
    with CaptureQueriesContext(connection) as asked:
        dispatcher.claim(Channel.EMAIL, 20)

    claim = next(query["sql"] for query in asked if "SKIP LOCKED" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {claim}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "delivery_in_order" in plan
    assert "Sort" not in plan
