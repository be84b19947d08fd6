"""On the night: who came, who went, who is home; and how a duty ends."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from patrols.models import Assignment, Attendance, Duty
from patrols.services.crews import let_go
from patrols.services.locks import lock_assignment, lock_duty
from patrols.services.plans import coming_of
from patrols.states import ARRIVE_EARLY, AssignmentState, DutyState
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move
from senkom.lib.times import clock

CAME = (AssignmentState.CHECKED_IN, AssignmentState.COMPLETED)


@transaction.atomic
def check_in(assignment: Assignment, *, by: User, now: datetime | None = None) -> Assignment:
    """Write down that somebody has arrived; the first arrival starts the duty. Repeating it changes nothing."""
    now = now or timezone.now()
    assignment = lock_assignment(assignment)
    duty = assignment.duty
    if assignment.state in CAME:
        return assignment
    if duty.state not in (DutyState.PUBLISHED, DutyState.IN_PROGRESS):
        sentence = _("This duty is “%(state)s”; nobody can arrive any more. Ask its coordinator.")
        raise ValidationError(sentence % {"state": duty.get_state_display()}, code="conflict")
    if now < duty.starts_at - ARRIVE_EARLY:
        first = clock(duty.starts_at - ARRIVE_EARLY, duty.unit.zone)
        raise ValidationError(_("Too early. Arrivals are written down from %(time)s on.") % {"time": first})
    if assignment.state == AssignmentState.OFFERED:
        move(assignment, AssignmentState.CONFIRMED, by=by, now=now)
    move(assignment, AssignmentState.CHECKED_IN, by=by, now=now)
    with refused_in_words():
        Attendance.objects.create(assignment=assignment, in_at=now, in_by=by.member)
    if duty.state == DutyState.PUBLISHED:
        move(duty, DutyState.IN_PROGRESS, by=by, now=now)
    return assignment


@transaction.atomic
def check_out(assignment: Assignment, *, by: User, now: datetime | None = None) -> Assignment:
    """Write down that somebody has finished; the last one ends the duty. Repeating it changes nothing."""
    now = now or timezone.now()
    assignment = lock_assignment(assignment)
    if assignment.state == AssignmentState.COMPLETED:
        return assignment
    _leave(assignment, by=by, now=now)
    _end_if_last(assignment.duty, by=by, now=now)
    return assignment


def _leave(assignment: Assignment, *, by: User, now: datetime) -> None:
    move(assignment, AssignmentState.COMPLETED, by=by, now=now)
    attendance = Attendance.objects.select_for_update(no_key=True).get(assignment=assignment)
    attendance.out_at = max(now, attendance.in_at)
    attendance.out_by = by.member
    with refused_in_words():
        attendance.save(update_fields=["out_at", "out_by"])


def _end_if_last(duty: Duty, *, by: User, now: datetime) -> None:
    """End the duty when nobody is there any more and, before its planned end, nobody is awaited either."""
    awaited = [AssignmentState.CHECKED_IN]
    if not duty.is_over(now):
        awaited.append(AssignmentState.CONFIRMED)
    rows = Assignment.objects.filter(duty=duty)
    if duty.state != DutyState.IN_PROGRESS or rows.filter(state__in=awaited).exists():
        return
    _end(duty, by=by, now=now)


def _end(duty: Duty, *, by: User, now: datetime) -> None:
    """The duty is over; offers that nobody answered end with it. Who promised and did not come stays to be told."""
    move(duty, DutyState.COMPLETED, by=by, now=now)
    for assignment in coming_of(duty):
        if assignment.state == AssignmentState.OFFERED:
            let_go(assignment, by=by, now=now)


@transaction.atomic
def complete_duty(duty: Duty, *, by: User, now: datetime | None = None) -> Duty:
    """End a duty as its leader or coordinator: everyone who is there has finished. Repeating it changes nothing."""
    now = now or timezone.now()
    duty = lock_duty(duty)
    if duty.state in (DutyState.COMPLETED, DutyState.CLOSED):
        return duty
    if duty.state == DutyState.PUBLISHED:
        raise ValidationError(_("Nobody has arrived yet. Mark who came first, then end the duty."))
    _send_home(duty, by=by, now=now)
    _end(duty, by=by, now=now)
    return duty


def _send_home(duty: Duty, *, by: User, now: datetime) -> None:
    there = Assignment.objects.filter(duty=duty, state=AssignmentState.CHECKED_IN)
    for assignment in there.select_for_update(no_key=True).order_by("pk"):
        _leave(assignment, by=by, now=now)


@transaction.atomic
def abort_duty(duty: Duty, *, reason: str, by: User, now: datetime | None = None) -> Duty:
    """Break a running duty off with a reason: who is there has finished, who was awaited is released."""
    now = now or timezone.now()
    duty = lock_duty(duty)
    if duty.state == DutyState.ABORTED:
        return duty
    move(duty, DutyState.ABORTED, by=by, reason=reason, now=now)
    _send_home(duty, by=by, now=now)
    for assignment in coming_of(duty):
        let_go(assignment, by=by, reason=reason, now=now)
    return duty


@transaction.atomic
def home_safe(assignment: Assignment, *, by: User, now: datetime | None = None) -> Assignment:
    """Write down that somebody got home. Repeating it keeps the first time."""
    now = now or timezone.now()
    assignment = lock_assignment(assignment)
    attendance = Attendance.objects.select_for_update(no_key=True).filter(assignment=assignment).first()
    if attendance is None or attendance.out_at is None:
        raise ValidationError(_("First “Finished”, then “Home safe”."))
    if attendance.home_safe_at is None:
        attendance.home_safe_at = max(now, attendance.out_at)
        attendance.home_safe_by = by.member
        with refused_in_words():
            attendance.save(update_fields=["home_safe_at", "home_safe_by"])
    return assignment


@transaction.atomic
def no_show(assignment: Assignment, *, by: User, now: datetime | None = None) -> Assignment:
    """Write down that somebody did not come and said nothing; once the duty has begun."""
    now = now or timezone.now()
    assignment = lock_assignment(assignment)
    if assignment.state == AssignmentState.NO_SHOW:
        return assignment
    if now < assignment.starts_at:
        raise ValidationError(_("The duty has not begun; there is still time to come."))
    move(assignment, AssignmentState.NO_SHOW, by=by, now=now)
    _end_if_last(assignment.duty, by=by, now=now)
    return assignment


@transaction.atomic
def excuse(assignment: Assignment, *, reason: str, by: User, now: datetime | None = None) -> Assignment:
    """Excuse somebody who did not come, with the reason that was learned."""
    assignment = lock_assignment(assignment)
    if assignment.state == AssignmentState.EXCUSED:
        return assignment
    if by.member_id == assignment.member_id:
        raise ValidationError(_("Nobody excuses himself. Ask the team leader or another coordinator."), code="oneself")
    move(assignment, AssignmentState.EXCUSED, by=by, reason=reason, now=now)
    return assignment
