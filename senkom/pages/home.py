"""What the home page says: small rows made of what the apps' querysets answer; the template only shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from members.models import User
from members.permissions import allows_anywhere, lineage, paths_for
from members.states import Action, MemberState
from patrols.models import Assignment, Duty, PatrolReport
from patrols.states import BUSY, DutyState, ReportState
from senkom.pages.navigation import address_of
from senkom.pages.wording import MOST_LINES, Line, Wording
from senkom.pages.worklist import people_waiting_for, waiting_for

EVENING = time(17)
NIGHT_ENDS = time(6)
MOST_TONIGHT = 10
SOON = timedelta(hours=3)


@dataclass
class Desk:
    """What a person with an office finds on his home page."""

    needs: list[Line] = field(default_factory=list)
    overdue: list[Line] = field(default_factory=list)
    unanswered: list[Line] = field(default_factory=list)
    tonight: list[Duty] = field(default_factory=list)
    is_evening: bool = True


@dataclass
class Own:
    """What concerns the person himself."""

    next: Assignment | None = None
    needed: list[Duty] = field(default_factory=list)
    unwritten: Duty | None = None
    last_report: PatrolReport | None = None
    is_soon: bool = False

    @property
    def last_report_url(self) -> str:
        """Where the last report is read and completed."""
        report = self.last_report
        return address_of("patrols:report", report.duty.code, report.code) if report else ""

    @property
    def main(self) -> str:
        """Which of the buttons on the page is the main one."""
        if self.next and self.is_soon:
            return "next"
        if self.last_report and self.last_report.state == ReportState.RETURNED:
            return "returned"
        if self.unwritten:
            return "unwritten"
        if self.needed and not self.next:
            return "needed"
        return "next" if self.next else "write"


def has_desk(user: User) -> bool:
    """Whether some office of today brings work of others onto the home page."""
    return bool(paths_for(user, Action.VIEW_MEMBERS))


def desk_of(user: User, now: datetime | None = None) -> Desk:
    """The work that waits for an account with an office, worst first."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    groups = {kind: list(rows) for kind, rows in groupby(waiting_for(user, now, local.date()), lambda row: row.kind)}
    talk = Wording(now)
    desk = Desk(
        needs=[line for kind in NEEDS for line in talk.lines(kind, groups.get(kind, []))],
        overdue=talk.lines("item", groups.get("item", [])),
        unanswered=[line for kind in UNANSWERED for line in talk.lines(kind, groups.get(kind, []))],
    )
    if allows_anywhere(user, Action.VIEW_DUTIES):
        desk.tonight = _tonight(user, now, local)
        desk.is_evening = all(timezone.localtime(duty.starts_at).time() >= EVENING for duty in desk.tonight)
    return desk


def roster_work(user: User, now: datetime | None = None) -> list[Line]:
    """The work lists of the roster desk: who applied, what is to be attested, whom to call."""
    now = now or timezone.now()
    groups = {kind: list(rows) for kind, rows in groupby(people_waiting_for(user), lambda row: row.kind)}
    return [line for kind in NEEDS for line in Wording(now).lines(kind, groups.get(kind, []))]


def own_of(user: User, now: datetime | None = None, *, with_needed: bool = True) -> Own:
    """The person's own next duty, where people are needed, and how his last report stands."""
    now = now or timezone.now()
    member = user.member
    own = Own(next=Assignment.objects.next_of(member, now))
    own.is_soon = own.next is not None and own.next.starts_at <= now + SOON
    own.unwritten = _unwritten(user, now)
    if with_needed:
        if member.state == MemberState.ACTIVE:
            own.needed = _needed(user, now)
        reports = PatrolReport.objects.visible_to(user).filter(author=member)
        own.last_report = reports.select_related("duty__unit").order_by("-state_at", "-pk").first()
    return own


def _tonight(user: User, now: datetime, local: datetime) -> list[Duty]:
    """Duties from now until six in the morning."""
    morning = datetime.combine((local - timedelta(hours=NIGHT_ENDS.hour)).date(), NIGHT_ENDS, local.tzinfo)
    duties = Duty.objects.visible_to(user).tonight(now, morning + timedelta(days=1))
    return list(duties.select_related("unit", "lead_agency")[:MOST_TONIGHT])


def _needed(user: User, now: datetime) -> list[Duty]:
    """Announced duties of the member's unit and those above with free places, where he is not on yet."""
    member = user.member
    mine = Assignment.objects.live().filter(duty=OuterRef("pk"), member=member)
    near = Case(When(unit=member.unit_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    short = Case(When(missing__gt=0, then=Value(0)), default=Value(1), output_field=IntegerField())
    duties = Duty.objects.filter(~Exists(mine), unit__in=lineage(member.unit_id)).short_of_people(now)
    return list(duties.select_related("unit", "lead_agency").order_by(short, near, "starts_at", "pk")[:MOST_LINES])


def _unwritten(user: User, now: datetime) -> Duty | None:
    """The last duty of this person that is over and has no report."""
    served = Assignment.objects.filter(duty=OuterRef("pk"), member=user.member, state__in=BUSY)
    over = Q(ends_at__lte=now) | Q(state__in=[DutyState.COMPLETED, DutyState.ABORTED])
    duties = Duty.objects.filter(over, Exists(served)).without_report()
    return duties.select_related("unit").order_by("-ends_at").first()


NEEDS = (
    *("unread", "complaint", "short", "unverified", "late", "letter", "proposal"),
    *("applicant", "unattested", "card_wish", "card_print", "phoneless"),
)
UNANSWERED = ("referral", "audience")
