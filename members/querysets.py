"""Named questions to the tables; first of all, who may see which rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Now

from members.permissions import EVERYWHERE, is_within, lineage, paths_for
from members.states import ALLOWED, APPLYING, ENROLLED, GONE, Action, Livelihood, MemberState, ProposalState

if TYPE_CHECKING:
    from members.models import Appointment, Member, Proposal, Unit, User  # noqa: F401 - named as strings in base classes

M = TypeVar("M", bound=models.Model)

NOTHING = Q(pk__in=[])
VILLAGE = r"^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$"
CODE = re.compile(r"\d\d(\.\d\d){0,2}")


def within(unit_field: str, path: str) -> Q:
    """Rows in a unit and below it: the foreign key to a unit is its path, so this is one indexed LIKE."""
    return Q(**{f"{unit_field}__path__startswith": path})


def above(unit_field: str, path: str) -> Q:
    """Rows of a unit and of the units above it."""
    return Q(**{f"{unit_field}__in": lineage(path)})


class UnitScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to units. Fails closed: in doubt, nothing."""

    unit_field: ClassVar[str] = "unit"
    view_action: ClassVar[Action]
    """The right that opens this table."""

    def own(self, member: Member) -> Q:
        """What a member sees without an office. Use Exists, never a to-many join."""
        return NOTHING

    def rows_within(self, path: str) -> Q:
        """Rows of a unit and below it; a table that does not hold its unit says here how to find it."""
        return within(self.unit_field, path)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows in and below the units where today's offices carry the right, and one's own; none in doubt."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        scope = self.own(user.member)
        for path in paths_for(user, self.view_action):
            scope |= self.rows_within(path)
        return self.filter(scope)

    def in_reach_of(self, user: User | AnonymousUser, action: Action) -> Self:
        """Rows in and below the units where the account may do this by office."""
        scope = NOTHING
        for path in paths_for(user, action):
            scope |= self.rows_within(path)
        return self.filter(scope)


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions to the units; names of places are no secret."""

    def active(self) -> Self:
        """Units with a chapter."""
        return self.filter(is_active=True)

    def within(self, path: str) -> Self:
        """A unit and what lies below it."""
        return self.filter(path__startswith=path)

    def above(self, path: str) -> Self:
        """A unit and what lies above it."""
        return self.filter(path__in=lineage(path))

    def directly_below(self, path: str) -> Self:
        """The units one level below; not the villages."""
        return self.filter(path__startswith=path, path__regex=rf"^{re.escape(path)}\d\d\.$")

    def villages(self) -> Self:
        """Places only: no offices, no members."""
        return self.filter(path__regex=VILLAGE)

    def units(self) -> Self:
        """What can have a board: everything but villages."""
        return self.exclude(path__regex=VILLAGE)

    def villages_of(self, paths: Iterable[str]) -> Self:
        """The villages of some cities or regencies."""
        scope = Q(pk__in=[])
        for path in paths:
            scope |= Q(path__startswith=path)
        return self.villages().filter(scope).order_by("name")

    def in_reach_of(self, user: User | AnonymousUser, action: Action) -> Self:
        """Active units in which the account may do this by office."""
        scope = Q(pk__in=[])
        for path in paths_for(user, action):
            scope |= Q(path__startswith=path)
        return self.active().filter(scope)

    def to_choose(self, paths: Iterable[str], code: str = "") -> Self:
        """What a filter offers of some units and all below: those, the way down to a code, what lies below each.

        Never the whole country in one list: one chooses the province, then its city, then the district.
        """
        tops = list(paths)
        way = [path for path in lineage(f"0.{code}.") if any(is_within(path, top) for top in tops)]
        wanted = NOTHING
        for path in {*tops, *(way if CODE.fullmatch(code) else ())}:
            wanted |= Q(path=path) | Q(path__startswith=path, path__regex=rf"^{re.escape(path)}\d\d\.$")
        return self.active().filter(wanted).order_by("path")


class MemberQuerySet(UnitScopedQuerySet["Member"]):
    """Questions to the roster."""

    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(pk=member.pk)

    def active(self) -> Self:
        """Members who may serve."""
        return self.filter(state=MemberState.ACTIVE)

    def enrolled(self) -> Self:
        """Everyone on the list: active, on leave, suspended, lapsed."""
        return self.filter(state__in=ENROLLED)

    def applying(self) -> Self:
        """People on their way in."""
        return self.filter(state__in=APPLYING)

    def awaiting_attestation(self) -> Self:
        """Their job or income is written down, and nobody else has attested it yet."""
        known = self.filter(state__in=[*APPLYING, *ENROLLED], livelihood_recorded_by__isnull=False)
        return known.filter(livelihood_verified_by=None).exclude(livelihood__in=["", Livelihood.NONE])

    def matching(self, text: str) -> Self:
        """People whose name holds every word; where a digit was typed, whose number or phone begins like that."""
        if any(letter.isdigit() for letter in text):
            digits = re.sub(r"\D", "", text)
            phone = "+62" + digits.removeprefix("62").lstrip("0")
            begins = Q(phone__startswith=phone) if len(phone) >= 6 else NOTHING
            return self.filter(Q(member_number__istartswith=text.strip()) | begins)
        words = Q()
        for word in text.split():
            words &= Q(name_key__contains=Func(Value(word), function="senkom_name_key"))
        return self.filter(words)

    def in_group(self, group: str) -> Self:
        """People of one state, or of a group of states: '' on the list, 'applying', 'gone', 'all'."""
        groups = {"": ENROLLED, "applying": APPLYING, "gone": (*GONE, MemberState.REJECTED), "all": MemberState}
        return self.filter(state__in=groups.get(group, (group,)))

    def holding(self, action: Action, path: str) -> Self:
        """Active members whose office of today allows it in this unit."""
        offices = apps.get_model("members", "Appointment").objects.of_today()
        may = offices.filter(unit__in=lineage(path), role__in=[role for role in ALLOWED if action in ALLOWED[role]])
        return self.active().filter(Exists(may.filter(member=OuterRef("pk"))))

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("unit", "village")

    def for_person_page(self) -> Self:
        """With all that the page of one person shows of his row."""
        return self.for_list_page().select_related("photo")


class AppointmentQuerySet(UnitScopedQuerySet["Appointment"]):
    """Questions to the offices people hold."""

    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(member=member)

    def on(self, day: date) -> Self:
        """Offices held on a local date."""
        return self.filter(term__contains=day)

    def of_today(self) -> Self:
        """Offices held now, by the database's clock: a term turns at midnight where the unit is."""
        today = Func(F("unit__timezone"), Now(), function="timezone")
        return self.filter(term__contains=Cast(today, models.DateField()))


class MemberOwnedQuerySet(UnitScopedQuerySet[M]):
    """Rows that hang on one member: seen by him, and by who sees him."""

    unit_field = "member__unit"
    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(member=member)


class ProposalQuerySet(UnitScopedQuerySet["Proposal"]):
    """Questions to what boards propose about members; never seen by the member as such."""

    view_action = Action.SUSPEND

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(state=ProposalState.WAITING)

    def waiting_for(self, user: User) -> Self:
        """Those this account decides: of units below his own, proposed by somebody else, about somebody else."""
        reach = NOTHING
        for path in paths_for(user, Action.SUSPEND):
            below = self.rows_within(path)
            # Nothing lies above the nation: another of its chairs decides. A superuser stands above every unit.
            reach |= below if path == EVERYWHERE else below & ~Q(unit=path)
        return self.waiting().filter(reach).exclude(proposed_by=user.member_id).exclude(member=user.member_id)


class UserManager(models.Manager["User"]):
    """Accounts; each belongs to one member."""

    def get_by_natural_key(self, username: str) -> User:
        return self.get(username=username)
