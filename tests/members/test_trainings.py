"""Trainings: who sees and joins them, what the database refuses, and the certificates at their end."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import services
from members.models import Attendance, Enrolment, Grant, Member, Qualification, Training, User
from members.services import trainings
from members.states import EnrolmentState, MemberState, Office, TrainingState
from notifications import planner
from notifications.models import Notification
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_grant, make_member, make_officer
from tests.factories.trainings import make_enrolment, make_training
from tests.members.test_costs import cost

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step(user: User, training: Training, name: str) -> int:
    return signed_in(user).post(reverse("members:training_step", args=[training.code, name])).status_code


def test_a_training_goes_from_the_plan_to_the_certificate(slamet: User, wiwik: User) -> None:
    kind = Qualification.objects.create(slug="first-aid", name="P3K dasar", valid_months=24)
    desk, begins = signed_in(slamet), timezone.localtime() + timedelta(days=5)
    form = {
        "code": uuid.uuid4(),
        "unit": MAYANGAN,
        "name": "Penyegaran P3K",
        "qualification": kind.pk,
        "organiser": "PMI",
        "place": "balai",
        "capacity": 20,
        "starts_at": begins.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (begins + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
    }
    for _time in range(2):
        assert desk.post(reverse("members:new_training"), form).status_code == 302
    training = Training.objects.get()
    assert signed_in(wiwik).get(training.get_absolute_url()).status_code == 404
    assert step(slamet, training, "open") == 302
    assert "Ikut pelatihan ini" in signed_in(wiwik).get(training.get_absolute_url()).content.decode()
    assert signed_in(wiwik).post(reverse("members:join_training", args=[training.code])).status_code == 302
    assert step(slamet, training, "held") == 302
    assert step(slamet, training, "close") == 422
    enrolment = Enrolment.objects.get(member=wiwik.member)
    session = training.sessions.get()
    sheet = {f"{enrolment.code}-session_{session.pk}": "on", f"{enrolment.code}-result": "passed"}
    assert desk.post(reverse("members:training_sheet", args=[training.code]), sheet).status_code == 302
    assert Attendance.objects.get().ticked_by == slamet.member
    assert step(slamet, training, "close") == 302
    assert step(slamet, training, "close") == 409
    grant = Grant.objects.get(member=wiwik.member)
    assert (grant.period.lower, grant.verified_by) == (begins.date(), slamet.member)
    assert Enrolment.objects.get().grant == grant


def test_who_took_part_closes_no_training_and_nobody_writes_his_own_result(slamet: User, endah: User) -> None:
    training = make_training(state=TrainingState.HELD)
    own = make_enrolment(training, slamet.member)
    sheet = {f"{own.code}-result": "passed"}
    signed_in(slamet).post(reverse("members:training_sheet", args=[training.code]), sheet)
    own.refresh_from_db()
    assert own.state == EnrolmentState.ENROLLED
    trainings.keep_sheet(training, present=[], results={own.pk: "passed"}, by=endah)
    assert step(slamet, training, "close") == 422
    assert step(endah, training, "close") == 302
    assert Grant.objects.get(member=slamet.member).verified_by == endah.member


def test_a_certificate_that_runs_still_is_followed_by_the_new_one(slamet: User, wiwik: User) -> None:
    running = make_grant(wiwik.member, until=timezone.localdate() + timedelta(days=40))
    training = make_training(state=TrainingState.HELD, qualification=running.qualification)
    make_enrolment(training, wiwik.member, state=EnrolmentState.PASSED, state_by=slamet.member)
    trainings.close_training(training, by=slamet)
    assert Grant.objects.exclude(pk=running.pk).get().period.lower == running.period.upper


def test_who_has_not_passed_gets_nothing(slamet: User) -> None:
    training = make_training(state=TrainingState.HELD)
    for state in (EnrolmentState.FAILED, EnrolmentState.ABSENT):
        make_enrolment(training, state=state, state_by=slamet.member)
    trainings.close_training(training, by=slamet)
    assert not Grant.objects.exists()


def test_the_last_place_is_taken_once_and_free_again_after_a_withdrawal(wiwik: User, slamet: User) -> None:
    training = make_training(capacity=1)
    other = make_enrolment(training)
    join = reverse("members:join_training", args=[training.code])
    answer = signed_in(wiwik).post(join)
    assert answer.status_code == 409
    assert "Semua tempat sudah terisi" in answer.content.decode()
    give_back = reverse("members:withdraw_training", args=[other.code])
    assert signed_in(slamet).post(give_back, {"reason": ""}).status_code == 422
    assert signed_in(slamet).post(give_back, {"reason": "sakit"}).status_code == 302
    assert signed_in(wiwik).post(join).status_code == 302
    with pytest.raises(ValidationError, match="Tempat terakhir"):
        trainings.enrol(training, other.member, by=slamet)


@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_fill_three_places() -> None:
    training = make_training(capacity=3)
    people = [make_officer(Office.ADVISER, MAYANGAN) for _number in range(10)]

    def join(user: User) -> None:
        try:
            trainings.enrol(training, user.member, by=user)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Enrolment.objects.count() == 3


def test_the_database_refuses_one_too_many_by_sql_alone(slamet: User) -> None:
    training = make_training(capacity=1)
    first, away = make_enrolment(training), make_member(MAYANGAN)
    with pytest.raises(IntegrityError, match="enrolment_has_a_place"), transaction.atomic():
        make_enrolment(training)
    gone = make_enrolment(training, away, state=EnrolmentState.WITHDRAWN, state_reason="x")
    with pytest.raises(IntegrityError, match="enrolment_has_a_place_again"), transaction.atomic():
        Enrolment.objects.filter(pk=gone.pk).update(state=EnrolmentState.ENROLLED)
    with pytest.raises(IntegrityError, match="enrolment_result_by_another"), transaction.atomic():
        Enrolment.objects.filter(pk=first.pk).update(state=EnrolmentState.PASSED, state_by=first.member)
    with pytest.raises(IntegrityError, match="training_fixed"), transaction.atomic():
        Training.objects.filter(pk=training.pk).update(capacity=9)
    with pytest.raises(IntegrityError, match="training_state_follows_table"), transaction.atomic():
        Training.objects.filter(pk=training.pk).update(state=TrainingState.CLOSED)
    with pytest.raises(IntegrityError, match="enrolment_certificate_when_passed"), transaction.atomic():
        Enrolment.objects.filter(pk=first.pk).update(grant=make_grant(first.member))


def test_members_of_other_units_take_no_part(fery: User, slamet: User) -> None:
    training = make_training(MAYANGAN)
    assert signed_in(fery).post(reverse("members:join_training", args=[training.code])).status_code == 404
    with pytest.raises(ValidationError, match="Peserta adalah"):
        trainings.enrol(training, make_member(KEDOPOK), by=slamet)
    of_the_city = make_training(CITY)
    assert signed_in(fery).post(reverse("members:join_training", args=[of_the_city.code])).status_code == 302


def test_who_takes_part_is_reminded_a_day_ahead_and_nobody_else(slamet: User) -> None:
    training = make_training(first_at=timezone.now() + timedelta(hours=20))
    stays, gives_back = make_enrolment(training), make_enrolment(training)
    trainings.withdraw(gives_back, by=slamet, reason="sakit")
    make_enrolment(make_training(OTHER_DISTRICT, first_at=timezone.now() + timedelta(hours=30)))
    planner.run_once()
    rows = Notification.objects.filter(kind__startswith="training.before")
    assert [row.recipient_id for row in rows] == [stays.member_id]


def test_a_farewell_gives_the_place_back_and_says_not_why(slamet: User) -> None:
    enrolment = make_enrolment(make_training(), make_member(MAYANGAN))
    services.record_resignation(enrolment.member, by=slamet, reason="masalah keluarga")
    enrolment.refresh_from_db()
    assert (enrolment.state, "keluarga" in enrolment.state_reason) == (EnrolmentState.WITHDRAWN, False)
    assert Member.objects.get(pk=enrolment.member_id).state == MemberState.RESIGNED


def test_the_list_and_a_page_cost_the_same_for_one_and_for_many(slamet: User, wiwik: User) -> None:
    training = make_training()
    make_enrolment(training)
    addresses = (reverse("members:trainings"), training.get_absolute_url())
    one = [cost(slamet, address) for address in addresses]
    for _number in range(6):
        make_enrolment(make_training())
        make_training(state=TrainingState.CLOSED)
        make_enrolment(training)
    assert [cost(slamet, address) for address in addresses] == one
    assert max(one) <= 10
