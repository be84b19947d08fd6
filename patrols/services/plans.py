"""Planning duties: make them, change and move them, announce, cancel and close them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Qualification, Unit, User
from partners.models import Agency, Contact
from patrols.eligibility import moment, name_for
from patrols.models import Assignment, Duty, DutyPartner, Reserve, Slot
from patrols.services.crews import let_go
from patrols.services.locks import lock_duty, lock_member, lock_members
from patrols.services.reserves import offer_places
from patrols.states import (
    BEFORE_START,
    BUSY,
    PILLAR_OF_KIND,
    QUALIFICATION_OF_ROLE,
    AssignmentState,
    DutyKind,
    DutyState,
    Origin,
    PartnerState,
    SlotRole,
    Via,
)
from senkom.lib.forms import earlier
from senkom.lib.refusals import name_refusal, refused_in_words
from senkom.lib.states import move

COMING = (AssignmentState.OFFERED, AssignmentState.CONFIRMED)

# Two people who send the same form in the same moment; Django names the constraint.
name_refusal("patrols_duty_code_key", gettext_lazy("This form was sent by somebody else already. Open it anew."))


@dataclass(frozen=True)
class Place:
    """So many places of a role."""

    role: str
    count: int = 1
    qualification: Qualification | None = None


@dataclass(frozen=True)
class Asked:
    """An agency that is asked along, and with how many people."""

    agency: Agency
    headcount: int | None = None
    contact: Contact | None = None


@transaction.atomic
def plan_duty(
    *, code: UUID, unit: Unit, by: User, places: Collection[Place], partners: Collection[Asked] = (), **fields: Any
) -> Duty:
    """Write a draft with its places and the agencies asked along. The same code by the same planner: the first row."""
    planner = lock_member(by.member)
    made: Duty | None = earlier(Duty.objects, code, author_field="planner", author=planner)
    if made is not None:
        return made
    fields.setdefault("pillar", PILLAR_OF_KIND[DutyKind(fields.get("kind", DutyKind.PATROL))])
    with refused_in_words():
        duty = Duty.objects.create(code=code, unit=unit, planner=planner, state_by=planner, **fields)
        for place in places:
            _add_places(duty, place, 0)
        for asked in partners:
            _ask(duty, asked, by=by)
    return duty


def _add_places(duty: Duty, place: Place, have: int) -> None:
    slug = QUALIFICATION_OF_ROLE.get(SlotRole(place.role))
    needed = place.qualification or (Qualification.objects.filter(slug=slug).first() if slug else None)
    numbers = range(have + 1, have + place.count + 1)
    Slot.objects.bulk_create(
        Slot(duty=duty, role=place.role, sequence=number, qualification=needed) for number in numbers
    )


def _ask(duty: Duty, asked: Asked, *, by: User) -> DutyPartner:
    """An agency that invited us is there from the start; others are asked."""
    row = DutyPartner(
        duty=duty,
        agency=asked.agency,
        contact=asked.contact,
        headcount_planned=asked.headcount,
        recorded_by=by.member,
        state_by=by.member,
    )
    if duty.origin == Origin.INVITED and asked.agency == duty.lead_agency:
        row.state, row.confirmed_via, row.confirmed_at = PartnerState.CONFIRMED, Via.INVITATION, timezone.now()
    row.save()
    return row


@transaction.atomic
def change_duty(duty: Duty, *, by: User, version: int, places: Collection[Place] | None = None, **changes: Any) -> Duty:
    """Change or move a duty that has not begun. Raises ValidationError, code "conflict", for an old version.

    Moving it moves its crew, or is refused where somebody would be in two places.
    """
    duty = lock_duty(duty)
    _require_before_start(duty)
    changed = {name: value for name, value in changes.items() if getattr(duty, name) != value}
    if duty.version != version and (changed or places is not None):
        raise ValidationError(_both_values(duty, changed), code="conflict")
    if changed.keys() & {"starts_at", "ends_at"}:
        _refuse_double_booking(duty, changed, by=by)
    if duty.state == DutyState.PUBLISHED and changed.keys() & {"starts_at", "ends_at", "meeting_point"}:
        changed["moved_at"] = timezone.now()
    if "kind" in changed:
        changed["pillar"] = PILLAR_OF_KIND[DutyKind(changed["kind"])]
    with refused_in_words():
        more_or_fewer = places is not None and _change_places(duty, places)
        if changed or more_or_fewer:
            _save(duty, changed)
    offer_places(duty)
    return duty


def move_duty(duty: Duty, *, starts_at: datetime, ends_at: datetime, by: User, version: int) -> Duty:
    """Move a duty that has not begun to another time, with its crew."""
    return change_duty(duty, by=by, version=version, starts_at=starts_at, ends_at=ends_at)


def _save(duty: Duty, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(duty, name, value)
    duty.version += 1
    duty.save(update_fields=[*changed, "version"])


def _require_before_start(duty: Duty) -> None:
    if duty.state not in BEFORE_START:
        sentence = _("This duty is “%(state)s” and can't be changed any more.")
        raise ValidationError(sentence % {"state": duty.get_state_display()}, code="conflict")


def _both_values(duty: Duty, wanted: Mapping[str, Any]) -> str:
    """What stands there now beside what was typed, field by field."""
    lines = [
        _("%(field)s: now “%(now)s”, yours “%(yours)s”.")
        % {
            "field": Duty._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            "now": _shown(duty, name, getattr(duty, name)),
            "yours": _shown(duty, name, value),
        }
        for name, value in wanted.items()
    ]
    head = _("Somebody changed this plan while you were writing. Compare and save again.")
    return " ".join([head, *lines])


def _shown(duty: Duty, name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value, duty)
    choices = dict(getattr(Duty._meta.get_field(name), "flatchoices", None) or [])
    return str(choices.get(value, value if value not in (None, "") else "–"))


def _refuse_double_booking(duty: Duty, changed: Mapping[str, Any], *, by: User) -> None:
    """Raises ValidationError that names whom the new time would put in two places. Locks the crew."""
    starts_at, ends_at = changed.get("starts_at", duty.starts_at), changed.get("ends_at", duty.ends_at)
    crew = list(Assignment.objects.filter(duty=duty, state__in=BUSY))
    # The reserves too, whom `offer_places` locks afterwards: all at once, so that the order holds.
    reserves = Reserve.objects.filter(duty=duty).values_list("member_id", flat=True)
    lock_members({*(row.member_id for row in crew), *reserves})
    for row in crew:
        other = _other_places(row).filter(starts_at__lt=ends_at + row.rest, rest_until__gt=starts_at).first()
        if other is not None:
            values = {"name": other.member, "duty": name_for(by, other.duty), "time": moment(other.starts_at, duty)}
            sentence = _(
                "Can't be moved there: %(name)s is on “%(duty)s” then (%(time)s), or needs rest. "
                "Choose another time, or release %(name)s first."
            )
            raise ValidationError(sentence % values, code="double_booking")


def _other_places(row: Assignment) -> QuerySet[Assignment]:
    elsewhere = Assignment.objects.filter(~Q(pk=row.pk), member=row.member_id, state__in=BUSY)
    return elsewhere.select_related("member", "duty__unit").order_by("starts_at")


def _change_places(duty: Duty, wanted: Collection[Place]) -> bool:
    """Make the number of places of each named role so; says whether anything changed."""
    changed = False
    for place in wanted:
        slots = list(Slot.objects.filter(duty=duty, role=place.role).order_by("sequence"))
        if place.count > len(slots):
            _add_places(duty, Place(place.role, place.count - len(slots), place.qualification), len(slots))
        elif place.count < len(slots):
            _remove_places(duty, slots[place.count :])
        changed |= place.count != len(slots)
    return changed


def _remove_places(duty: Duty, surplus: list[Slot]) -> None:
    used = Assignment.objects.filter(slot__in=surplus).exists()
    if used or duty.slots.count() == len(surplus) and duty.state == DutyState.PUBLISHED:
        sentence = _("Fewer places: %(role)s has or had somebody on it. Release people by hand, and leave the place.")
        raise ValidationError(sentence % {"role": surplus[0].get_role_display()}, code="place_used")
    Slot.objects.filter(pk__in=[slot.pk for slot in surplus]).delete()


@transaction.atomic
def publish_duty(duty: Duty, *, by: User, now: datetime | None = None) -> Duty:
    """Announce a draft: from now on people may sign up. Repeating it changes nothing."""
    duty = lock_duty(duty)
    if duty.state == DutyState.PUBLISHED:
        return duty
    if not duty.slots.exists():
        raise ValidationError(_("A duty without places can't be announced. Add at least one place."))
    if duty.is_over(now):
        raise ValidationError(_("Its time has passed. Move it to a coming day first."))
    if duty.kind == DutyKind.RAZIA and duty.lead_agency_id is None:
        raise ValidationError(_("A razia is always led by an agency. Choose the one that leads."))
    move(duty, DutyState.PUBLISHED, by=by, now=now)
    return duty


@transaction.atomic
def cancel_duty(duty: Duty, *, reason: str, by: User, now: datetime | None = None) -> Duty:
    """Cancel a duty that has not begun, with a reason; everyone on it is released."""
    duty = lock_duty(duty)
    if duty.state == DutyState.CANCELLED:
        return duty
    move(duty, DutyState.CANCELLED, by=by, reason=reason, now=now)
    for assignment in coming_of(duty):
        let_go(assignment, by=by, reason=reason, now=now)
    return duty


def coming_of(duty: Duty) -> list[Assignment]:
    """Who has a place and has not come, locked."""
    rows = Assignment.objects.filter(duty=duty, state__in=COMING)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


@transaction.atomic
def close_duty(duty: Duty, *, by: User | None, now: datetime | None = None) -> Duty:
    """Close a duty that is over, after its report was verified. One that was broken off stays so."""
    duty = lock_duty(duty)
    if duty.state in (DutyState.CLOSED, DutyState.ABORTED):
        return duty
    move(duty, DutyState.CLOSED, by=by, now=now)
    return duty
