"""Trainings: planned and announced by a desk, joined by members, closed with the certificates of who has passed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Grant, Member, Qualification, Unit, User
from members.models.trainings import Attendance, Enrolment, Training, TrainingSession
from members.permissions import is_within, require
from members.services.people import locked
from members.states import COMING_TRAININGS, RESULTS, Action, EnrolmentState, MemberState, TrainingState
from senkom.lib.forms import once
from senkom.lib.refusals import refused_in_words
from senkom.lib.registry import on_leaving
from senkom.lib.states import move

RUNS = Action.HANDLE_APPLICATIONS
"""The desk of a unit runs its trainings."""


def _locked(training: Training, *states: TrainingState) -> Training:
    rows = Training.objects.select_for_update(no_key=True, of=("self",)).select_related("unit", "qualification")
    row: Training = rows.get(pk=training.pk)
    if states and row.state not in states:
        sentence = _("That is not possible now: the training is “%(state)s”.")
        raise ValidationError(sentence % {"state": row.get_state_display()}, code="conflict")
    return row


@transaction.atomic
def plan_training(
    unit: Unit,
    *,
    code: UUID,
    name: str,
    organiser: str,
    place: str,
    capacity: int,
    starts_at: datetime,
    ends_at: datetime,
    qualification: Qualification | None,
    by: User,
) -> Training:
    """Plan a training with its first session; nobody sees it but the desk until it is announced."""
    require(by, RUNS, unit)

    def make() -> Training:
        made: Training = Training.objects.create(
            code=code,
            unit=unit,
            name=name,
            organiser=organiser,
            place=place,
            capacity=capacity,
            qualification=qualification,
            first_at=starts_at,
            planned_by=by.member,
            state_by=by.member,
        )
        TrainingSession.objects.create(training=made, starts_at=starts_at, ends_at=ends_at)
        return made

    return once(Training.objects.all(), code, author_field="planned_by", author=by.member, make=make)


@transaction.atomic
def add_session(training: Training, *, starts_at: datetime, ends_at: datetime, by: User) -> TrainingSession:
    """Another meeting of the training."""
    row = _locked(training, *COMING_TRAININGS)
    require(by, RUNS, row.unit)
    with refused_in_words():
        made: TrainingSession = TrainingSession.objects.create(training=row, starts_at=starts_at, ends_at=ends_at)
    if starts_at < row.first_at:
        row.first_at = starts_at
        row.save(update_fields=["first_at"])
    return made


@transaction.atomic
def move_training(training: Training, to: TrainingState, *, by: User, reason: str = "") -> Training:
    """Announce it, say that it is held, or cancel it."""
    row = _locked(training)
    require(by, RUNS, row.unit)
    move(row, to, by=by, reason=reason)
    return row


@transaction.atomic
def enrol(training: Training, member: Member, *, by: User) -> Enrolment:
    """Give a member a place: he himself while it is announced, or the desk until it is closed; never one too many."""
    row = _locked(training, TrainingState.OPEN, *([] if by.member_id == member.pk else [TrainingState.HELD]))
    member = locked(member)
    if by.member_id != member.pk:
        require(by, RUNS, row.unit)
    if member.state not in (MemberState.ACTIVE, MemberState.TRAINING) or not is_within(member.unit_id, row.unit_id):
        raise ValidationError(_("Members of the unit and of those below it take part."), code="unit")
    known = Enrolment.objects.filter(training=row, member=member).first()
    if known is not None and known.state != EnrolmentState.WITHDRAWN:
        return known
    if Enrolment.objects.taking_part().filter(training=row).count() >= row.capacity:
        raise ValidationError(_("The last place was just taken, or the training is over."), code="conflict")
    if known is not None:
        move(known, EnrolmentState.ENROLLED, by=by)
        return known
    with refused_in_words():
        made: Enrolment = Enrolment.objects.create(training=row, member=member, state_by=by.member)
    return made


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User, reason: str) -> Enrolment:
    """Give a place back, before the training is held."""
    row = _locked(enrolment.training, TrainingState.OPEN)
    if by.member_id != enrolment.member_id:
        require(by, RUNS, row.unit)
    enrolment = Enrolment.objects.select_for_update(no_key=True, of=("self",)).get(pk=enrolment.pk)
    move(enrolment, EnrolmentState.WITHDRAWN, by=by, reason=reason)
    return enrolment


@transaction.atomic
def keep_sheet(
    training: Training, *, present: Collection[tuple[int, int]], results: dict[int, str], by: User
) -> Training:
    """Keep who was at which session (session and enrolment), and each one's result; never one's own."""
    row = _locked(training, TrainingState.OPEN, TrainingState.HELD)
    require(by, RUNS, row.unit)
    rows = row.enrolments.select_for_update(no_key=True, of=("self",)).exclude(member=by.member_id)
    others = {enrolment.pk: enrolment for enrolment in rows.filter(state__in=[EnrolmentState.ENROLLED, *RESULTS])}
    sessions = set(row.sessions.values_list("pk", flat=True))
    wanted = {(session, pk) for session, pk in present if session in sessions and pk in others}
    there = {(a.session_id, a.enrolment_id): a for a in Attendance.objects.filter(enrolment__in=others)}
    Attendance.objects.filter(pk__in=[a.pk for key, a in there.items() if key not in wanted]).delete()
    Attendance.objects.bulk_create(
        Attendance(session_id=session, enrolment_id=pk, ticked_by=by.member) for session, pk in wanted - there.keys()
    )
    for pk, result in results.items():
        if pk in others and others[pk].state != result and row.state == TrainingState.HELD:
            move(others[pk], result, by=by)
    return row


@transaction.atomic
def close_training(training: Training, *, by: User) -> Training:
    """End a training: who has passed gets the certificate from the last session on, once, verified by who closes it.

    Whoever took part himself lets somebody else close it. Where a certificate of that kind runs still, the new one
    begins with the day after it.
    """
    row = _locked(training, TrainingState.HELD)
    require(by, RUNS, row.unit)
    places = Enrolment.objects.filter(training=row).select_for_update(no_key=True, of=("self",))
    taking = list(places.taking_part().select_related("member"))
    if any(enrolment.member_id == by.member_id for enrolment in taking):
        sentence = _("You took part yourself. Somebody else of the desk closes this training.")
        raise ValidationError(sentence, code="oneself")
    if any(enrolment.state == EnrolmentState.ENROLLED for enrolment in taking):
        raise ValidationError(_("Write down first for everybody whether he has passed."), code="results")
    if row.qualification:
        for enrolment in taking:
            if enrolment.state == EnrolmentState.PASSED and enrolment.grant_id is None:
                _certify(row, row.qualification, enrolment, by)
    move(row, TrainingState.CLOSED, by=by)
    return row


def _certify(training: Training, qualification: Qualification, enrolment: Enrolment, by: User) -> None:
    last_session = training.sessions.latest("ends_at")
    passed_on = last_session.ends_at.astimezone(training.unit.zone).date()
    held = Grant.objects.filter(member=enrolment.member_id, qualification=qualification)
    last = held.filter(period__overlap=(passed_on, None)).order_by("-period").first()
    if last is not None and last.period.upper is None:
        return
    begins = last.period.upper if last is not None else passed_on
    with refused_in_words():
        enrolment.grant = Grant.objects.create(
            member_id=enrolment.member_id,
            qualification=qualification,
            period=qualification.period_from(begins),
            evidence=training.name,
            verified_by=by.member,
        )
    enrolment.save(update_fields=["grant"])


@on_leaving("trainings", order=30, when_away=True)
@transaction.atomic
def leave_trainings(member: Member, *, by: User | None, reason: str = "") -> None:
    """Give back the places in trainings that are not over; why somebody leaves is the board's affair.

    The member is locked already, so no training may be locked here (training before member, always).
    """
    rows = Enrolment.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    for enrolment in rows.filter(member=member, state=EnrolmentState.ENROLLED):
        move(enrolment, EnrolmentState.WITHDRAWN, by=by, reason=_("away, or no longer a member"))
