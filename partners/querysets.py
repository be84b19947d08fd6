"""Named questions to the partners; first of all, who may see which rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from members.permissions import lineage, paths_for
from members.querysets import NOTHING, UnitScopedQuerySet
from members.states import Action
from partners.states import AHEAD, STALE_AFTER, UNFINISHED, AudienceState, IncomingState, MinutesState

if TYPE_CHECKING:
    from members.models import Member, User
    from partners.models import (  # noqa: F401 - named as strings in base classes
        ActionItem,
        Agency,
        Attendee,
        Audience,
        Contact,
        IncomingLetter,
        Letter,
        Letterhead,
        Minutes,
    )

M = TypeVar("M", bound=models.Model)

AUDIENCE_AT = Coalesce("starts_at", "created_at")
"""When an audience is, or when somebody thought of it: the order of the list."""


def name_key(text: str) -> Func:
    """A typed text as names are stored for search: lower case, without accents."""
    return Func(Value(text), function="senkom_name_key", output_field=models.TextField())


def _covered(agency_field: str, where: Q) -> Exists:
    """Whether an agency has an area of which `where` holds."""
    coverage = apps.get_model("partners", "Coverage")
    return Exists(coverage.objects.filter(where, agency=OuterRef(agency_field)))


def _works_there(agency_field: str, path: str) -> Exists:
    """Whether the agency works in or below a unit, or for an area that holds it: a Polres serves its districts."""
    return _covered(agency_field, Q(unit__path__startswith=path) | Q(unit__in=lineage(path)))


def _attended_by(member: Member, audience_field: str) -> Exists:
    """Whether the member was on the list of an audience."""
    attendee = apps.get_model("partners", "Attendee")
    return Exists(attendee.objects.filter(audience=OuterRef(audience_field), member=member))


class AgencyScopedQuerySet(UnitScopedQuerySet[M]):
    """Agencies, and what hangs on one. They belong to no unit: their areas say who sees them and who keeps them."""

    view_action = Action.VIEW_PARTNERS
    agency_field = "pk"

    def rows_within(self, path: str) -> Q:
        """Agencies with an area in or below a unit: whoever has a right there keeps them."""
        return Q(_covered(self.agency_field, Q(unit__path__startswith=path)))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of agencies that work where today's offices carry the right, above it too; none in doubt."""
        scope = NOTHING
        for path in paths_for(user, self.view_action):
            scope |= Q(_works_there(self.agency_field, path))
        return self.filter(scope)


class AgencyQuerySet(AgencyScopedQuerySet["Agency"]):
    """Questions to the agencies."""

    def active(self) -> Self:
        """Agencies that still exist."""
        return self.filter(is_active=True)

    def working_in(self, path: str) -> Self:
        """Agencies with an area in, below or above a unit: whom one would ask there."""
        return self.filter(_works_there("pk", path))

    def matching(self, text: str) -> Self:
        """Agencies whose name holds the text."""
        return self.filter(name_key__contains=name_key(text)) if text else self

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("parent").prefetch_related("areas")


class ContactQuerySet(AgencyScopedQuerySet["Contact"]):
    """Questions to the contacts."""

    agency_field = "agency_id"

    def current(self) -> Self:
        """People who still hold the position."""
        return self.filter(left_on=None)

    def stale(self, today: date) -> Self:
        """Contacts nobody has checked for half a year."""
        return self.current().filter(Q(verified_on=None) | Q(verified_on__lt=today - STALE_AFTER))

    def matching(self, text: str) -> Self:
        """Contacts in whose position, name or agency the text stands."""
        agency = Q(agency__name_key__contains=name_key(text))
        return self.filter(agency | Q(position__icontains=text) | Q(name__icontains=text))


class PartnersQuerySet(UnitScopedQuerySet[M]):
    """What a unit keeps of its partners."""

    view_action = Action.VIEW_PARTNERS


class AudienceQuerySet(PartnersQuerySet["Audience"]):
    """Questions to the audiences."""

    def own(self, member: Member) -> Q:
        """An audience is seen by who is on its list."""
        return Q(_attended_by(member, "pk"))

    def upcoming(self) -> Self:
        """With a day, not held yet; the next one first."""
        return self.filter(state=AudienceState.CONFIRMED).order_by("starts_at", "id")

    def awaiting_answer(self) -> Self:
        """Asked for by letter and not answered, the longest wait first."""
        return self.filter(state__in=[AudienceState.LETTER_SENT, AudienceState.NO_REPLY]).order_by("state_at", "id")

    def without_minutes(self) -> Self:
        """Held, and nobody has made the minutes final; the oldest first."""
        return self.filter(state=AudienceState.HELD).order_by("starts_at", "id")

    def being_prepared(self) -> Self:
        """Ahead of us, without a day that holds."""
        return self.filter(state__in=[AudienceState.DRAFT, AudienceState.RESCHEDULED]).order_by("-state_at", "-id")

    def ahead(self) -> Self:
        """What may still take place."""
        return self.filter(state__in=AHEAD)

    def matching(self, text: str) -> Self:
        """Audiences in whose agency, host or purpose the text stands."""
        if not text:
            return self
        agency = Q(agency__name_key__contains=name_key(text))
        return self.filter(agency | Q(host__icontains=text) | Q(purpose__icontains=text))

    def with_order(self) -> Self:
        """With `at`, by which the list is ordered."""
        return self.annotate(at=AUDIENCE_AT)

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("agency", "unit")


class OfAudienceQuerySet(PartnersQuerySet[M]):
    """What hangs on an audience; reached through it."""

    unit_field = "audience__unit"

    def own(self, member: Member) -> Q:
        return Q(_attended_by(member, "audience_id"))


class AttendeeQuerySet(OfAudienceQuerySet["Attendee"]):
    """Questions to the lists of those who come."""

    def with_names(self) -> Self:
        """With the people themselves."""
        return self.select_related("member", "contact__agency")


class MinutesQuerySet(OfAudienceQuerySet["Minutes"]):
    """Questions to the minutes."""

    def own(self, member: Member) -> Q:
        """Who was there reads what became final; a draft is the writers' own."""
        return super().own(member) & ~Q(state=MinutesState.DRAFT)


class ActionItemQuerySet(OfAudienceQuerySet["ActionItem"]):
    """Questions to the action items."""

    def own(self, member: Member) -> Q:
        """What the member promised, and what was promised where he was."""
        return Q(owner_member=member) | super().own(member)

    def unfinished(self) -> Self:
        """Neither done nor dropped; what is due first comes first."""
        return self.filter(state__in=UNFINISHED).order_by("due_on", "id")

    def overdue(self, today: date) -> Self:
        """Unfinished, and the day has passed."""
        return self.unfinished().filter(due_on__lt=today)

    def open_with(self, agency: Agency) -> Self:
        """Unfinished items of all audiences with an agency: they come up at the next one."""
        return self.unfinished().filter(audience__agency=agency)

    def matching(self, text: str) -> Self:
        """Items in whose words or whose agency the text stands."""
        if not text:
            return self
        agency = Q(audience__agency__name_key__contains=name_key(text))
        owner = Q(owner_member__name_key__contains=name_key(text))
        return self.filter(agency | owner | Q(title__icontains=text))

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("audience__agency", "audience__unit", "owner_member", "owner_contact__agency")


class LetterheadQuerySet(PartnersQuerySet["Letterhead"]):
    """Questions to the letterheads."""


class LetterQuerySet(PartnersQuerySet["Letter"]):
    """Questions to the letters we wrote."""

    def matching(self, text: str) -> Self:
        """Letters in whose number, recipient or subject the text stands."""
        if not text:
            return self
        return self.filter(Q(number__icontains=text) | Q(recipient__icontains=text) | Q(subject__icontains=text))

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("unit", "agency")


class IncomingLetterQuerySet(PartnersQuerySet["IncomingLetter"]):
    """Questions to the letters we got."""

    def waiting(self) -> Self:
        """Not answered yet; what must be answered first comes first."""
        return self.filter(state=IncomingState.WAITING).order_by(models.F("answer_by").asc(nulls_last=True), "id")

    def due_until(self, day: date) -> Self:
        """Waiting for an answer that is due until a day."""
        return self.waiting().filter(answer_by__lte=day)

    def matching(self, text: str) -> Self:
        """Letters in whose sender, number or subject the text stands."""
        if not text:
            return self
        agency = Q(agency__name_key__contains=name_key(text))
        return self.filter(agency | Q(number__icontains=text) | Q(subject__icontains=text))

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("unit", "agency", "answered_with")
