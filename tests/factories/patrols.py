"""Duties, places and crews for tests: rows are put straight into the state a test needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from members.models import Member, Unit
from partners.models import Agency
from patrols.models import Assignment, Attendance, Duty, DutyPartner, Slot
from patrols.states import AssignmentState, DutyState, SlotRole
from tests.factories.members import MAYANGAN, make_member, make_unit
from tests.factories.partners import make_agency

PLANNER = "Perencana Uji"


def hours_from_now(hours: float) -> datetime:
    """A moment, without seconds."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=hours)


def make_duty(unit: Unit | str = MAYANGAN, *, slots: int = 3, leader: bool = True, **fields: Any) -> Duty:
    """An announced duty tomorrow evening, with places: the first is the leader's (unless `leader=False`)."""
    where = make_unit(unit) if isinstance(unit, str) else unit
    starts_at = fields.pop("starts_at", hours_from_now(26))
    defaults: dict[str, Any] = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "meeting_point": "halaman kantor kecamatan",
        "state": DutyState.PUBLISHED,
        "planner": fields.get("planner") or _planner(where),
    }
    duty: Duty = Duty.objects.create(unit=where, **{**defaults, **fields})
    for number in range(slots):
        role = SlotRole.LEADER if leader and number == 0 else SlotRole.MEMBER
        make_slot(duty, role)
    return duty


def _planner(unit: Unit) -> Member:
    return Member.objects.filter(full_name=PLANNER).first() or make_member(unit, full_name=PLANNER)


def make_slot(duty: Duty, role: SlotRole = SlotRole.MEMBER, **fields: Any) -> Slot:
    """One more place of a role."""
    number = Slot.objects.filter(duty=duty, role=role).count() + 1
    slot: Slot = Slot.objects.create(duty=duty, role=role, **{"sequence": number, **fields})
    return slot


def make_assignment(duty: Duty, member: Member | None = None, slot: Slot | None = None, **fields: Any) -> Assignment:
    """A place that somebody holds; ready unless said otherwise."""
    place = slot or Slot.objects.filter(duty=duty).free().first() or make_slot(duty)
    defaults: dict[str, Any] = {
        "state": AssignmentState.CONFIRMED,
        "starts_at": duty.starts_at,
        "ends_at": duty.ends_at,
        "rest": duty.unit.rest,
        "rest_due": duty.unit.rest,
    }
    if fields.get("state") == AssignmentState.OFFERED:
        defaults["offer_until"] = duty.starts_at
    who = member or make_member(duty.unit)
    found: Assignment = Assignment.objects.create(duty=duty, slot=place, member=who, **{**defaults, **fields})
    return found


def make_attendance(assignment: Assignment, **fields: Any) -> Attendance:
    """When somebody came; and went, with `out_at`."""
    defaults = {"in_at": assignment.starts_at, "in_by": assignment.member}
    found: Attendance = Attendance.objects.create(assignment=assignment, **{**defaults, **fields})
    return found


def make_partner(duty: Duty, agency: Agency | None = None, **fields: Any) -> DutyPartner:
    """An agency that was asked along."""
    found: DutyPartner = DutyPartner.objects.create(
        duty=duty, agency=agency or make_agency(duty.unit), **{"headcount_planned": 2, **fields}
    )
    return found
