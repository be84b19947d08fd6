"""Trainings of the demo: six of last year, and a refresher next Sunday that has places left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from members.models import Enrolment, Member, Qualification, Training, TrainingSession
from members.states import EnrolmentState, TrainingState
from senkom.pages.demo.calendar import Calendar, code_of
from senkom.pages.demo.people import CITY

PAST = (
    ("2025-11-22", "Pengaturan lalu lintas", "Sat Lantas", 16, 16, "traffic"),
    ("2026-02-07", "Tata tertib radio", "internal", 22, 20, "radio"),
    ("2026-04-18", "P3K dan BHD", "PMI", 24, 22, "first-aid"),
    ("2026-04-26", "Simulasi HKB", "BPBD", 18, 18, ""),
    ("2026-07-11", "Pertolongan di air", "BPBD", 10, 8, "water-rescue"),
    ("2026-08-29", "Bela negara (daring)", "Pusat", 31, 31, "state-defence"),
)
"""Day, name, who taught, how many took part, how many passed, which certificate."""
COMING, ENROLLED, PLACES = "w+1 Min 08.00", 9, 20


def seed(calendar: Calendar) -> None:
    """Whoever took part is drawn from the list in turn; certificates of then stand in the roster already."""
    kinds = {kind.slug: kind for kind in Qualification.objects.all()}
    people = list(Member.objects.active().filter(unit__path__startswith=CITY).order_by("name_key"))
    desk = Member.objects.get(full_name="Endah Purwaningsih")
    people.remove(desk)
    for day, name, organiser, enrolled, passed, slug in PAST:
        training = _training(calendar, date.fromisoformat(day), name, organiser, enrolled, kinds.get(slug), desk)
        _enrol(training, people[:enrolled], passed, desk)
        Training.objects.filter(pk=training.pk).update(state=TrainingState.HELD)
        Training.objects.filter(pk=training.pk).update(state=TrainingState.CLOSED)
        people = people[5:] + people[:5]
    coming = _training(calendar, calendar.day(COMING), "Penyegaran P3K", "PMI", PLACES, kinds.get("first-aid"), desk)
    _enrol(coming, people[:ENROLLED], 0, desk)


def _training(
    calendar: Calendar, day: date, name: str, organiser: str, places: int, kind: Qualification | None, desk: Member
) -> Training:
    begins = calendar.moment(day, "08.00")
    training: Training = Training.objects.create(
        code=code_of("training", name),
        unit_id=CITY,
        qualification=kind,
        name=name,
        organiser=organiser,
        place="aula Kecamatan Kanigaran",
        capacity=places,
        first_at=begins,
        planned_by=desk,
        state=TrainingState.OPEN,
        state_at=begins - timedelta(days=20),
        state_by=desk,
    )
    TrainingSession.objects.create(training=training, starts_at=begins, ends_at=begins + timedelta(hours=5))
    return training


def _enrol(training: Training, people: Sequence[Member], passed: int, desk: Member) -> None:
    is_over = passed > 0
    Enrolment.objects.bulk_create(
        Enrolment(
            code=code_of("enrolment", training.name, place),
            training=training,
            member=person,
            state=(EnrolmentState.PASSED if place < passed else EnrolmentState.FAILED)
            if is_over
            else EnrolmentState.ENROLLED,
            state_by=desk,
        )
        for place, person in enumerate(people)
    )
