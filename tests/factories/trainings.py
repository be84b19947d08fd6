"""Trainings for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from members.models import Enrolment, Member, Qualification, Training, TrainingSession
from members.states import TrainingState
from tests.factories.members import MAYANGAN, make_member, make_unit


def make_training(unit: str = MAYANGAN, state: TrainingState = TrainingState.OPEN, **fields: Any) -> Training:
    """A first-aid course of one session, in ten days unless said otherwise."""
    kind = Qualification.objects.get_or_create(slug="first-aid", defaults={"name": "P3K dasar", "valid_months": 24})[0]
    home = make_unit(unit)
    defaults: dict[str, Any] = {
        "name": "Penyegaran P3K",
        "organiser": "PMI",
        "place": "balai kelurahan",
        "capacity": 20,
        "first_at": timezone.now() + timedelta(days=10),
        "qualification": kind,
        "planned_by": fields.pop("planned_by", None) or make_member(home),
        "state_reason": "Uji" if state == TrainingState.CANCELLED else "",
    }
    training: Training = Training.objects.create(unit=home, state=state, **{**defaults, **fields})
    TrainingSession.objects.create(
        training=training, starts_at=training.first_at, ends_at=training.first_at + timedelta(hours=3)
    )
    return training


def make_enrolment(training: Training, member: Member | None = None, **fields: Any) -> Enrolment:
    """A place somebody has."""
    found: Enrolment = Enrolment.objects.create(
        training=training, member=member or make_member(training.unit), **fields
    )
    return found
