"""The page of one duty, and carrying out a step on it: every other view of the duties answers through these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from members.permissions import allows, belongs_to
from members.states import Action
from patrols import texts
from patrols.models import Assignment, Duty, DutyPartner, Reserve, Slot
from patrols.states import ARRIVE_EARLY, BUSY, AssignmentState, DutyKind, SlotRole
from senkom.lib.http import MemberRequest

AROUND_THE_SHIFT = timedelta(hours=1)
"""How long before and after it the crew reads where the empty houses are."""


@dataclass(frozen=True)
class PlaceRow:
    """One place of a duty and who holds it."""

    slot: Slot
    held: Assignment | None


@dataclass(frozen=True)
class Refusal:
    """Why a step was not done."""

    sentences: list[str]
    is_full: bool = False
    role: str = ""


def visible_duty(request: MemberRequest, code: UUID) -> Duty:
    """The duty, or 404 where the person does not see it."""
    rows = Duty.objects.visible_to(request.user).select_related("unit", "lead_agency", "planner")
    return get_object_or_404(rows, code=code)


def visible_assignment(request: MemberRequest, code: UUID) -> Assignment:
    """Somebody's place, or 404 where the person does not see its duty."""
    rows = Assignment.objects.visible_to(request.user).select_related("duty__unit", "member__unit", "slot")
    return get_object_or_404(rows, code=code)


def duty_page(request: MemberRequest, duty: Duty, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    """The duty for a member and for its coordinator."""
    counted = Duty.objects.with_strength().select_related("unit", "lead_agency", "planner").get(pk=duty.pk)
    return render(request, "patrols/detail.html", _context(request, counted) | {"refusal": refusal}, status=status)


def _context(request: MemberRequest, duty: Duty) -> dict[str, Any]:
    member = request.user.member
    people = list(Assignment.objects.filter(duty=duty).select_related("member", "attendance", "slot").order_by("pk"))
    held = {row.slot_id: row for row in people if row.is_live}
    rows = [PlaceRow(slot, held.get(slot.pk)) for slot in duty.slots.select_related("qualification").order_by("pk")]
    leader = next((row.held for row in rows if row.slot.role == SlotRole.LEADER and row.held), None)
    if leader is not None and leader.state == AssignmentState.OFFERED:
        leader = None
    partners = list(DutyPartner.objects.filter(duty=duty).select_related("agency", "recorded_by"))
    reserves = list(Reserve.objects.filter(duty=duty).select_related("member"))
    may_plan = allows(request.user, Action.PLAN_DUTIES, duty.unit)
    link = request.build_absolute_uri(duty.get_absolute_url())
    mine = next((row for row in held.values() if row.member_id == member.pk), None)
    return {
        "duty": duty,
        "rows": rows,
        "gone": [row for row in people if not row.is_live],
        "leader": leader,
        "partners": [(partner, texts.partner_line(partner, duty)) for partner in partners],
        "reserves": reserves,
        "mine": mine,
        "route": duty.route if may_plan or shows_route(duty, mine) else "",
        "my_reserve": next((row for row in reserves if row.member_id == member.pk), None),
        "belongs": belongs_to(member, duty.unit_id),
        "free_roles": _roles(row.slot for row in rows if row.held is None),
        "full_roles": _roles(row.slot for row in rows if row.slot.role not in duty.free_roles),
        "can_arrive": duty.is_open and timezone.now() >= duty.starts_at - ARRIVE_EARLY,
        "has_begun": timezone.now() >= duty.starts_at,
        "may_plan": may_plan,
        "may_run": may_plan or (leader is not None and leader.member_id == member.pk),
        "may_waive": allows(request.user, Action.WAIVE_REST, duty.unit),
        "text": texts.invitation(duty, leader=leader, partners=partners, link=link),
    }


def shows_route(duty: Duty, mine: Assignment | None) -> bool:
    """Whether somebody on (or not on) a duty reads its route: which houses stand empty only the crew of the shift."""
    if duty.kind != DutyKind.EMPTY_HOUSES:
        return True
    near = duty.starts_at - AROUND_THE_SHIFT <= timezone.now() <= duty.ends_at + AROUND_THE_SHIFT
    return near and mine is not None and mine.state in BUSY


def _roles(slots: Any) -> list[tuple[str, str]]:
    """The roles of these places, each once, with their labels."""
    return list({slot.role: (slot.role, slot.get_role_display()) for slot in slots}.values())


def carry_out(
    request: MemberRequest, duty: Duty, service: Callable[..., Any], *args: Any, said: Any = "", **kwargs: Any
) -> HttpResponse:
    """Do a step; back to the duty with a word, or the duty's page with the sentence that refuses: 409 or 422."""
    try:
        service(*args, by=request.user, **kwargs)
    except ValidationError as error:
        return refused(request, duty, error)
    if said:
        messages.success(request, str(said))
    return redirect(duty)


def refused(request: MemberRequest, duty: Duty, error: ValidationError, *, role: str = "") -> HttpResponse:
    """The duty's page with the sentences of a refusal; 409 for a lost race, else 422."""
    is_conflict = getattr(error, "code", None) == "conflict"
    refusal = Refusal(error.messages, is_full=is_conflict and bool(role), role=role)
    return duty_page(request, duty, refusal=refusal, status=409 if is_conflict else 422)
