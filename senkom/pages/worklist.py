"""What waits for a person with an office: many questions to the apps' querysets, asked in one statement.

Each question takes rows of its app down to the same few columns, so that the database can answer them all at once and
the home page costs the same however much waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, F, IntegerField, Q, QuerySet, TextField, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from incidents.models import IncidentReport, Referral
from members.models import Card, Complaint, Member, Proposal, User
from members.services.cards import APPROVES
from members.states import Action, CardState, MemberState
from partners.models import ActionItem, Audience, IncomingLetter
from patrols.models import Duty, PatrolReport

MOST = 20
"""More than this of one kind is shown as 'more than 20'."""
LETTERS_WITHIN = timedelta(days=7)
SHORT_WITHIN_DAYS = 14
ANSWER_EXPECTED_AFTER = timedelta(hours=1)
COLUMNS = ("w_kind", "w_code", "w_parent", "w_what", "w_sort", "w_place", "w_owner", "w_at", "w_due", "w_number")


@dataclass(frozen=True)
class Waiting:
    """One row that waits: what kind, which, what it is called, whose it is, since when or until when."""

    kind: str
    code: UUID
    parent: UUID | None
    what: str
    sort: str
    """The stored kind of the row, where its name is made from it."""
    place: str
    owner: str
    at: datetime | None
    due: date | None
    number: int | None


def waiting_for(user: User, now: datetime, today: date) -> list[Waiting]:
    """Everything that waits for this account, each kind with its worst first."""
    return _asked_at_once([*_needs(user, now, today), *_overdue(user, today), *_unanswered(user, now)])


def people_waiting_for(user: User) -> list[Waiting]:
    """What waits for the desk that keeps the roster."""
    return _asked_at_once([*_people(user)])


def _asked_at_once(questions: list[QuerySet[Any, Any]]) -> list[Waiting]:
    first, *others = questions
    return [Waiting(*row) for row in first.union(*others, all=True)]


def _needs(user: User, now: datetime, today: date) -> Iterator[QuerySet[Any, Any]]:
    unread = IncidentReport.objects.in_reach_of(user, Action.TRIAGE).unread().order_by("received_at", "pk")
    yield _rows("unread", unread, what="category__name", place="unit__name", at="received_at")
    short = Duty.objects.in_reach_of(user, Action.PLAN_DUTIES).short_of_people(now, days=SHORT_WITHIN_DAYS)
    short = short.filter(Q(missing__gt=0)).order_by("starts_at", "pk")
    yield _rows("short", short, what="title", sort="kind", place="unit__name", at="starts_at", number="missing")
    reports = PatrolReport.objects.waiting_for(user)
    yield _rows(
        "unverified",
        reports,
        parent="duty__code",
        what="duty__title",
        sort="duty__kind",
        place="duty__unit__name",
        owner="author__full_name",
        at="submitted_at",
    )
    late = Duty.objects.in_reach_of(user, Action.VERIFY_REPORTS).report_late(now)
    yield _rows("late", late, what="title", sort="kind", place="unit__name", at="ends_at")
    letters = IncomingLetter.objects.in_reach_of(user, Action.WRITE_LETTERS).due_until(today + LETTERS_WITHIN)
    yield _rows("letter", letters, what="subject", owner="agency__name", due="answer_by")
    complaints = Complaint.objects.waiting_for(user)
    yield _rows("complaint", complaints, what="about__unit__name", place="unit__name", at="made_at")
    yield from _people(user)


def _people(user: User) -> Iterator[QuerySet[Any, Any]]:
    proposals = Proposal.objects.waiting_for(user).order_by("proposed_at", "pk")
    yield _rows(
        "proposal",
        proposals,
        parent="member__code",
        what="member__full_name",
        sort="kind",
        place="unit__name",
        owner="proposed_by__full_name",
        at="proposed_at",
    )
    new = Member.objects.in_reach_of(user, Action.HANDLE_APPLICATIONS).filter(state=MemberState.APPLICANT)
    new = new.exclude(pk=user.member_id)  # the first account of a server is one itself
    yield _rows("applicant", new.order_by("state_at", "pk"), what="full_name", place="unit__name", at="state_at")
    unattested = Member.objects.in_reach_of(user, Action.ATTEST_LIVELIHOOD).awaiting_attestation()
    unattested = unattested.exclude(pk=user.member_id).exclude(livelihood_recorded_by=user.member_id)
    yield _rows("unattested", unattested.order_by("name_key", "pk"), what="full_name", place="unit__name")
    wished = Card.objects.in_reach_of(user, APPROVES).filter(state=CardState.REQUESTED).exclude(member=user.member_id)
    wished = wished.order_by("state_at", "pk")
    yield _rows("card_wish", wished, what="member__full_name", place="member__unit__name", at="state_at")
    unprinted = Card.objects.in_reach_of(user, Action.KEEP_ROSTER).to_print()
    yield _rows("card_print", unprinted, what="member__full_name", place="member__unit__name", at="state_at")
    phoneless = Member.objects.in_reach_of(user, Action.KEEP_ROSTER).enrolled().filter(has_smartphone=False)
    yield _rows("phoneless", phoneless.order_by("name_key", "pk"), what="full_name", place="unit__name")


def _overdue(user: User, today: date) -> Iterator[QuerySet[Any, Any]]:
    items = ActionItem.objects.in_reach_of(user, Action.VIEW_PARTNERS).overdue(today)
    owner = Coalesce("owner_member__full_name", "owner_contact__agency__name", Value(""))
    yield _rows("item", items, what="title", owner=owner, due="due_on")


def _unanswered(user: User, now: datetime) -> Iterator[QuerySet[Any, Any]]:
    referrals = Referral.objects.visible_to(user).unanswered(before=now - ANSWER_EXPECTED_AFTER)
    yield _rows(
        "referral",
        referrals.order_by("sent_at", "pk"),
        parent="incident__code",
        what="incident__title",
        owner="agency__name",
        at="sent_at",
    )
    audiences = Audience.objects.in_reach_of(user, Action.VIEW_PARTNERS).awaiting_answer()
    yield _rows("audience", audiences, what="purpose", owner="agency__name", at="state_at")


def _rows(
    kind: str,
    rows: QuerySet[Any, Any],
    *,
    what: str,
    parent: str = "",
    sort: str = "",
    place: str = "",
    owner: str | Combinable = "",
    at: str = "",
    due: str = "",
    number: str = "",
) -> QuerySet[Any, Any]:
    """A queryset cut down to the common columns, the first twenty."""
    columns = {
        "w_kind": Value(kind, TextField()),
        "w_code": F("code"),
        "w_parent": _column(parent, UUIDField()),
        "w_what": Cast(what, TextField()),
        "w_sort": _text(sort),
        "w_place": _text(place),
        "w_owner": _text(owner),
        "w_at": _column(at, DateTimeField()),
        "w_due": _column(due, DateField()),
        "w_number": _column(number, IntegerField()),
    }
    cut: QuerySet[Any, Any] = rows.annotate(**columns).values_list(*COLUMNS)[:MOST]
    return cut


def _column(name: str, field: Any) -> Combinable:
    return F(name) if name else Cast(Value(None), field)


def _text(name: str | Combinable) -> Combinable:
    return Cast(name, TextField()) if name else Value("", TextField())
