"""Named questions to the duties and what hangs on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.permissions import lineage
from members.querysets import UnitScopedQuerySet
from members.states import Action, MemberState
from patrols.states import (
    BUSY,
    LATE_END,
    LIVE,
    LONGEST_DUTY,
    OPEN,
    PUBLIC,
    REPORT_GRACE,
    TOOK_PLACE,
    AssignmentState,
    DutyState,
    ReportState,
)

if TYPE_CHECKING:
    from members.models import Member, User
    from patrols.models import (  # noqa: F401 - named as strings
        Assignment,
        Attendance,
        Duty,
        DutyPartner,
        Finding,
        PatrolReport,
        Reserve,
        Slot,
    )

C = TypeVar("C", bound=models.Model)


def _number_of(rows: models.QuerySet[Any]) -> Coalesce:
    """How many rows a duty (the outer row) has."""
    counted = rows.order_by().values("duty").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class DutyQuerySet(UnitScopedQuerySet["Duty"]):
    """Questions to the duties."""

    view_action = Action.VIEW_DUTIES

    def own(self, member: Member) -> Q:
        """Duties he is or was on; and, while active, announced ones of his unit and of the units above it."""
        places = apps.get_model("patrols", "Assignment").objects.filter(duty=OuterRef("pk"), member=member)
        scope = Q(Exists(places))
        if member.state == MemberState.ACTIVE:
            scope |= Q(state__in=PUBLIC, unit__in=lineage(member.unit_id))
        return scope

    def between(self, start: datetime, end: datetime) -> Self:
        """Duties that begin in a span of time."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def open(self) -> Self:
        """Duties people may join."""
        return self.filter(state__in=OPEN)

    def with_strength(self) -> Self:
        """How many places there are (`places`), taken (`taken`), ready (`ready`), and the roles of the free ones."""
        slots = apps.get_model("patrols", "Slot").objects.filter(duty=OuterRef("pk"))
        crew = apps.get_model("patrols", "Assignment").objects.filter(duty=OuterRef("pk"))
        # Counted duty by duty: a join would read all places of the country, and count before it cuts.
        return self.annotate(
            places=_number_of(slots),
            taken=_number_of(crew.filter(state__in=LIVE)),
            ready=_number_of(crew.filter(state__in=BUSY)),
            free_roles=ArraySubquery(slots.free().order_by("pk").values("role")),
        )

    def below_minimum(self) -> Self:
        """With their strength, those for which fewer are ready than are needed."""
        return self.with_strength().filter(ready__lt=F("min_crew"))

    def short_of_people(self, now: datetime | None = None, *, days: int = 14) -> Self:
        """Coming announced duties with free places, most needed first; `missing` says how many below the minimum."""
        now = now or timezone.now()
        coming = self.filter(state=DutyState.PUBLISHED, starts_at__gt=now, starts_at__lt=now + timedelta(days=days))
        counted = coming.with_strength().filter(taken__lt=F("places"))
        return (
            counted.annotate(missing=F("min_crew") - F("ready"))
            .select_related("unit")
            .order_by("-missing", "starts_at")
        )

    def needing(self, member: Member, now: datetime | None = None, *, days: int = 14) -> Self:
        """Duties a member could still join, by time: of his unit or above, with a free place, while he is free."""
        places = apps.get_model("patrols", "Assignment").objects
        busy = places.busy().filter(
            member=member, starts_at__lt=OuterRef("ends_at"), rest_until__gt=OuterRef("starts_at")
        )
        on_it = places.live().filter(member=member, duty=OuterRef("pk"))
        joinable = self.filter(~Exists(busy), ~Exists(on_it), unit__in=lineage(member.unit_id))
        return joinable.short_of_people(now, days=days).order_by("starts_at", "pk")

    def on_now(self) -> Self:
        """Duties that are under way."""
        under_way = self.filter(state=DutyState.IN_PROGRESS)
        return under_way.with_strength().select_related("unit").order_by("starts_at", "pk")

    def tonight(self, start: datetime, end: datetime) -> Self:
        """Announced and running duties that touch a span of time, such as this evening until the morning."""
        # No duty is longer than that (the database refuses it), so the past need not be read.
        touching = self.filter(state__in=OPEN, starts_at__gt=start - LONGEST_DUTY, starts_at__lt=end, ends_at__gt=start)
        return touching.with_strength().select_related("unit").order_by("starts_at", "pk")

    def without_report(self) -> Self:
        """Duties that took place, and about which nobody has sent in a report."""
        there = (AssignmentState.CHECKED_IN, AssignmentState.COMPLETED)
        places = apps.get_model("patrols", "Assignment").objects.filter(duty=OuterRef("pk"), state__in=there)
        reports = apps.get_model("patrols", "PatrolReport").objects.sent().filter(duty=OuterRef("pk"))
        took_place = Q(state__in=TOOK_PLACE) | Q(Exists(places), state=DutyState.PUBLISHED)
        return self.filter(took_place, ~Exists(reports))

    def report_late(self, now: datetime | None = None, *, grace: timedelta = REPORT_GRACE) -> Self:
        """Duties whose report is late: some hours after the end, none was sent in. The longest first."""
        late = self.without_report().filter(ends_at__lte=(now or timezone.now()) - grace)
        return late.order_by("ends_at", "pk")

    def for_month(self) -> Self:
        """With all that the schedule shows and nothing else, by time."""
        shown = ("code", "kind", "title", "starts_at", "ends_at", "state", "min_crew", "is_exercise")
        rows = self.select_related("unit").only(*shown, "unit__name", "unit__timezone")
        return rows.with_strength().order_by("starts_at", "pk")


class OfVisibleDutyQuerySet(UnitScopedQuerySet[C]):
    """Rows that hang on a duty: whoever sees the duty sees them."""

    unit_field = "duty__unit"
    view_action = Action.VIEW_DUTIES

    def visible_to(self, user: User | AnonymousUser) -> Self:
        duties = apps.get_model("patrols", "Duty").objects
        return self.filter(duty__in=duties.visible_to(user))


class SlotQuerySet(OfVisibleDutyQuerySet["Slot"]):
    """Questions to the places on duties."""

    def free(self) -> Self:
        """Places nobody holds."""
        places = apps.get_model("patrols", "Assignment").objects
        return self.filter(~Exists(places.filter(slot=OuterRef("pk"), state__in=LIVE)))


class AssignmentQuerySet(OfVisibleDutyQuerySet["Assignment"]):
    """Questions to who is on which duty."""

    def live(self) -> Self:
        """Rows that hold a place."""
        return self.filter(state__in=LIVE)

    def busy(self) -> Self:
        """Rows that take the member's time."""
        return self.filter(state__in=BUSY)

    def confirmed(self) -> Self:
        """People who said they come."""
        return self.filter(state=AssignmentState.CONFIRMED)

    def coming(self, now: datetime | None = None) -> Self:
        """Places on duties that have not ended, by time: offered, ready or arrived."""
        states = (AssignmentState.OFFERED, AssignmentState.CONFIRMED, AssignmentState.CHECKED_IN)
        rows = self.filter(state__in=states, duty__state__in=OPEN, ends_at__gt=now or timezone.now())
        return rows.order_by("starts_at", "pk")

    def on_duty_now(self, member: Member, now: datetime | None = None) -> bool:
        """Whether a member has arrived on a duty that is under way; one that nobody ended is over some time after."""
        still = (now or timezone.now()) - LATE_END
        here = self.filter(member=member, state=AssignmentState.CHECKED_IN, ends_at__gt=still)
        return here.filter(duty__state=DutyState.IN_PROGRESS).exists()

    def next_of(self, member: Member, now: datetime | None = None) -> Assignment | None:
        """The next or running duty of a member, with all the home card shows."""
        return self.filter(member=member).coming(now).select_related("duty__unit", "duty__lead_agency", "slot").first()


class ReserveQuerySet(OfVisibleDutyQuerySet["Reserve"]):
    """Questions to the reserves."""


class DutyPartnerQuerySet(OfVisibleDutyQuerySet["DutyPartner"]):
    """Questions to the agencies on duties."""


class AttendanceQuerySet(OfVisibleDutyQuerySet["Attendance"]):
    """Questions to who was there from when to when."""

    unit_field = "assignment__duty__unit"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        duties = apps.get_model("patrols", "Duty").objects
        return self.filter(assignment__duty__in=duties.visible_to(user))


class PatrolReportQuerySet(UnitScopedQuerySet["PatrolReport"]):
    """Questions to the patrol reports."""

    unit_field = "duty__unit"
    view_action = Action.VIEW_DUTIES

    def own(self, member: Member) -> Q:
        """What he wrote, what was written on his behalf, and what was sent in about duties he served on."""
        served = apps.get_model("patrols", "Assignment").objects.filter(
            duty=OuterRef("duty"), member=member, state__in=BUSY
        )
        return Q(author=member) | Q(on_behalf_of=member) | Q(Exists(served))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As everywhere; but a draft is seen only by whose it is."""
        seen = super().visible_to(user)
        if not user.is_authenticated:
            return seen
        return seen.filter(~Q(state=ReportState.DRAFT) | Q(author=user.member) | Q(on_behalf_of=user.member))

    def sent(self) -> Self:
        """What was sent in, whatever became of it."""
        return self.exclude(state=ReportState.DRAFT)

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """Reports this account may approve: in reach of its office, and neither its own nor on its behalf."""
        rows = self.in_reach_of(user, Action.VERIFY_REPORTS).filter(state=ReportState.SUBMITTED)
        if not user.is_authenticated:
            return rows.none()
        mine = Q(author=user.member) | Q(on_behalf_of__isnull=False, on_behalf_of=user.member)
        return rows.exclude(mine).order_by("submitted_at", "pk")

    def returned_to(self, member: Member) -> Self:
        """Reports this member was asked to complete, the oldest first."""
        return self.filter(author=member, state=ReportState.RETURNED).order_by("state_at", "pk")

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("duty__unit", "author", "on_behalf_of", "verified_by")


class FindingQuerySet(UnitScopedQuerySet["Finding"]):
    """Questions to what crews came across: whoever sees the report sees them."""

    unit_field = "report__duty__unit"
    view_action = Action.VIEW_DUTIES

    def visible_to(self, user: User | AnonymousUser) -> Self:
        reports = apps.get_model("patrols", "PatrolReport").objects
        return self.filter(report__in=reports.visible_to(user))
