"""Why somebody can't take a place, in words with the next step; and who could."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Grant, Member, User
from members.permissions import allows, belongs_to, is_within, paths_for
from members.states import Action, MemberState
from members.validity import validity_of
from patrols.models import Assignment, Duty, Slot
from patrols.states import BUSY, LIVE, OPEN, AssignmentState, DutyState, SlotRole
from senkom.lib.times import clock, day

FULL = gettext_lazy("The last place was just taken. Would you like to be a reserve?")
RANKED_OVER = timedelta(days=60)
"""Whoever served least in this time is asked first."""
MOST_CANDIDATES = 50


def reasons_against(
    member: Member,
    duty: Duty,
    slots: Iterable[Slot],
    *,
    by: User,
    near: Iterable[Assignment] | None = None,
    now: datetime | None = None,
) -> list[ValidationError]:
    """Every reason why the member can't take one of these free places; empty where he can.

    `slots` are the free places of the wanted role, `near` what `near_places` found if that was asked already. Costs
    at most four queries.
    """
    now = now or timezone.now()
    who = str(_("You")) if by.member_id == member.pk else member.full_name
    free = list(slots)
    found = [
        *_against_duty(duty, himself=by.member_id == member.pk, now=now),
        *_against_membership(member, duty, who),
        *_against_unit(member, duty, by=by),
        *(_clash(row, duty, who, by=by) for row in (near_places(member, duty) if near is None else near)),
    ]
    if not free:
        found.append(ValidationError(FULL, code="conflict"))
    elif not any(slot.qualification_id is None for slot in free) and not fitting(member, free):
        found.append(_missing_certificate(member, free[0], who))
    return found


def refuse(reasons: list[ValidationError]) -> None:
    """Raises ValidationError where there are reasons; with code "conflict" where a lost race is the only one."""
    if not reasons:
        return
    raise reasons[0] if len(reasons) == 1 else ValidationError(reasons)


def fitting(member: Member, slots: Iterable[Slot]) -> list[Slot]:
    """The places whose certificate, if one is needed, the member holds on the day the duty ends."""
    places = list(slots)
    needed = {slot.qualification_id for slot in places if slot.qualification_id}
    if not needed:
        return places
    last_day = last_day_of(places[0].duty)
    grants = Grant.objects.filter(member=member, qualification__in=needed).valid_on(last_day)
    held = set(grants.values_list("qualification_id", flat=True))
    return [slot for slot in places if slot.qualification_id is None or slot.qualification_id in held]


def last_day_of(duty: Duty) -> date:
    """The local date on which a duty ends; cards and certificates must be valid then."""
    return duty.ends_at.astimezone(duty.unit.zone).date()


def _against_duty(duty: Duty, *, himself: bool, now: datetime) -> list[ValidationError]:
    if duty.state == DutyState.PUBLISHED and (not himself or now < duty.starts_at):
        return []
    if duty.state in OPEN:
        # A coordinator may still put down who stands at the meeting point.
        sentence = _("This duty has begun. If you are there, the team leader can put you down.")
        return [ValidationError(sentence, code="begun")] if himself else []
    if duty.state == DutyState.DRAFT:
        return [ValidationError(_("This duty is not announced yet. Announce it first."), code="state")]
    sentence = _("Nobody can join any more: this duty is “%(state)s”. Choose another one in the schedule.")
    return [ValidationError(sentence % {"state": duty.get_state_display()}, code="state")]


def _against_membership(member: Member, duty: Duty, who: str) -> list[ValidationError]:
    if member.state != MemberState.ACTIVE:
        sentence = _("Can't join yet. Membership of %(who)s: “%(state)s”. Ask the coordinator what is missing.")
        values = {"who": who, "state": member.get_state_display()}
        return [ValidationError(sentence % values, code="membership")]
    validity = validity_of(member, last_day_of(duty))
    if not validity.valid and validity.last_day:
        sentence = _("Can't join yet. The card of %(who)s is valid until %(day)s. Ask the secretary to renew it first.")
        values = {"who": who, "day": date_format(validity.last_day, "j F Y")}
        return [ValidationError(sentence % values, code="validity")]
    return []


def _against_unit(member: Member, duty: Duty, *, by: User) -> list[ValidationError]:
    if is_within(member.unit_id, duty.unit_id):
        return []
    if by.member_id == member.pk:
        sentence = _("This duty belongs to %(unit)s. Ask its coordinator to put you down, or choose one of your unit.")
        return [ValidationError(sentence % {"unit": duty.unit}, code="unit")]
    if any(is_within(member.unit_id, path) for path in paths_for(by, Action.PLAN_DUTIES)):
        return []
    sentence = _("%(who)s belongs to %(unit)s. Ask the coordinator of the unit above both.")
    return [ValidationError(sentence % {"who": member.full_name, "unit": member.unit}, code="unit")]


def near_places(member: Member, duty: Duty) -> list[Assignment]:
    """Places of the member that keep him from this duty: one on it, and those too near in time. By time."""
    rows = Assignment.objects.filter(_in_the_way_of(duty), member=member)
    return list(rows.select_related("slot", "duty__unit").order_by("starts_at"))


def _in_the_way_of(duty: Duty) -> Q:
    near = Q(state__in=BUSY, starts_at__lt=duty.ends_at + duty.unit.rest, rest_until__gt=duty.starts_at)
    return Q(duty=duty, state__in=LIVE) | near


def _clash(row: Assignment, duty: Duty, who: str, *, by: User) -> ValidationError:
    """The sentence about one other duty that stands in the way."""
    zone = duty.unit.zone
    if row.duty_id == duty.pk:
        return ValidationError(_("%(who)s: already on this duty.") % {"who": who}, code="already")
    values = {
        "who": who,
        "duty": name_for(by, row.duty),
        "begin": moment(row.starts_at, duty),
        "end": moment(row.ends_at, duty),
    }
    if row.ends_at <= duty.starts_at and row.rest_until:
        sentence = _(
            "Can't join yet. %(who)s: on duty until %(end)s, then %(hours)s hours of rest. "
            "Choose a duty after %(after)s."
        )
        values |= {"hours": hours(row.rest), "after": clock(row.rest_until, zone)}
        return ValidationError(sentence % values, code="rest")
    if row.starts_at >= duty.ends_at:
        sentence = _(
            "Can't join yet. %(who)s: on duty again from %(begin)s, and %(hours)s hours of rest are needed before. "
            "Choose a duty that ends before %(before)s."
        )
        values |= {"hours": hours(duty.unit.rest), "before": moment(row.starts_at - duty.unit.rest, duty)}
        return ValidationError(sentence % values, code="rest")
    sentence = _(
        "Can't join yet. %(who)s: on duty then already (%(duty)s, until %(end)s). Choose a duty at another time."
    )
    return ValidationError(sentence % values, code="busy")


def _missing_certificate(member: Member, slot: Slot, who: str) -> ValidationError:
    values = {"who": who, "role": slot.get_role_display(), "certificate": slot.qualification}
    last = Grant.objects.filter(member=member, qualification=slot.qualification).order_by("-period").first()
    if last is None or last.period.upper is None:
        sentence = _(
            "Can't join yet as %(role)s. %(who)s: no certificate “%(certificate)s” on the list. "
            "Choose another place, or show the certificate to the secretary."
        )
        return ValidationError(sentence % values, code="qualification")
    sentence = _(
        "Can't join yet as %(role)s. %(who)s: the certificate “%(certificate)s” ends on %(day)s, before this duty. "
        "Choose another place, or renew it first."
    )
    values["day"] = date_format(last.period.upper - timedelta(days=1), "j F Y")
    return ValidationError(sentence % values, code="qualification")


def name_for(user: User, duty: Duty) -> str:
    """What a duty is called before somebody; one he doesn't see may be another unit's, and has no name."""
    return duty.name if Duty.objects.visible_to(user).filter(pk=duty.pk).exists() else str(_("another duty"))


def moment(at: datetime, duty: Duty) -> str:
    """Minggu, 00.30 WIB; with the date where it is more than six days from the duty."""
    zone = duty.unit.zone
    if abs(at - duty.starts_at) > timedelta(days=6):
        return f"{day(at, zone)}, {clock(at, zone)}"
    return f"{date_format(at.astimezone(zone), 'l')}, {clock(at, zone)}"


def hours(span: timedelta) -> str:
    """8, or 5.5."""
    return f"{span / timedelta(hours=1):g}".replace(".", ",")


def candidates(slot: Slot, *, by: User, search: str = "", now: datetime | None = None) -> QuerySet[Member]:
    """Who could take this place: fewest duties in sixty days first, then by name. One query, at most fifty.

    Without a search, people of the duty's unit and below; with one, everybody the coordinator plans for.
    """
    now = now or timezone.now()
    duty = slot.duty
    served = Q(assignments__state__in=BUSY, assignments__starts_at__gte=now - RANKED_OVER)
    people = Member.objects.active().valid_on(last_day_of(duty))
    if search:
        people = people.in_reach_of(by, Action.PLAN_DUTIES).matching(search)
    else:
        people = people.filter(unit__path__startswith=duty.unit_id)
    free = people.filter(~Exists(_in_the_way(duty)))
    if slot.qualification_id:
        grants = Grant.objects.filter(member=OuterRef("pk"), qualification=slot.qualification_id)
        free = free.filter(Exists(grants.valid_on(last_day_of(duty))))
    ranked = free.annotate(duties_lately=Count("assignments", filter=served))
    return ranked.select_related("unit").order_by("duties_lately", "name_key", "pk")[:MOST_CANDIDATES]


def _in_the_way(duty: Duty) -> QuerySet[Assignment]:
    """Places of a member (the outer row) that keep him from this duty: it itself, or another one too near."""
    return Assignment.objects.filter(_in_the_way_of(duty), member=OuterRef("pk"))


def leads(user: User, duty: Duty) -> bool:
    """Whether the account's member holds the leader's place of this duty."""
    held = Assignment.objects.filter(duty=duty, member=user.member_id, slot__role=SlotRole.LEADER)
    return held.filter(
        state__in=[AssignmentState.CONFIRMED, AssignmentState.CHECKED_IN, AssignmentState.COMPLETED]
    ).exists()


def may_run(user: User, duty: Duty) -> bool:
    """Whether the account may write down who came and went: the leader of the duty, or who plans duties there."""
    return allows(user, Action.PLAN_DUTIES, duty.unit) or leads(user, duty)


def may_join(user: User, duty: Duty) -> bool:
    """Whether the sign-up buttons are worth showing; the service says the rest in words."""
    return duty.is_open and belongs_to(user.member, duty.unit_id)
