"""Named questions to the tables; first of all, who may see which rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, JSONObject, Left, Length
from django.db.models.lookups import Exact

from members.expressions import NEAREST, PlusDays, attested_until, grace_days, local_today, rule_in_json
from members.permissions import EVERYWHERE, is_within, lineage, paths_for
from members.states import (
    ALLOWED,
    APPLYING,
    ENROLLED,
    GONE,
    HOLDS,
    IN_OFFICE,
    RENEWED_FROM,
    Action,
    Livelihood,
    MemberState,
    Office,
    PaperKind,
    PaperState,
    ProposalState,
    Role,
)

if TYPE_CHECKING:
    from members.models import (  # noqa: F401 - named as strings in base classes
        Appointment,
        Member,
        MembershipRule,
        PaperBundle,
        Proposal,
        RenewalAnswer,
        Unit,
        UnitDocument,
        User,
    )

M = TypeVar("M", bound=models.Model)

NOTHING = Q(pk__in=[])
PART = 3
"""Letters by which the path of a province, a city or a district is longer than that of the unit above."""
PARENT = Left("path", Length("path") - PART)
"""The path of the unit above; an index has it. Of a village it is the path of no unit."""
VILLAGE = r"^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$"
DISTRICT = re.compile(r"0\.\d\d\.\d\d\.\d\d\.")
LETTERS_OF_THE_INDEX = 3
RENEWED_BEFORE = timedelta(days=60)
"""How long before its card ends a membership can be renewed; then the first message goes out."""
SOON = timedelta(days=30)
"""An attestation that ends within these days is asked for anew."""
CODE = re.compile(r"\d\d(\.\d\d){0,2}")


def within(unit_field: str, path: str) -> Q:
    """Rows in a unit and below it: the foreign key to a unit is its path, so this is one indexed LIKE."""
    if path == EVERYWHERE:
        # Every row that has a unit: the database need not look at each of them.
        return Q(**{f"{unit_field}__isnull": False})
    return Q(**{f"{unit_field}__path__startswith": path})


def _is_directly_below(path: str) -> Q:
    """Units whose path is this one and one part more; a village's part is longer, so it is none of them."""
    return Q(Exact(PARENT, path), path__startswith=path)


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
        return self.filter(_is_directly_below(path))

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
            wanted |= Q(path=path) | _is_directly_below(path)
        return self.active().filter(wanted).order_by("path")


def _holds(word: str) -> Q:
    key = Func(Value(word), function="senkom_name_key", output_field=models.TextField())
    if len(word) >= LETTERS_OF_THE_INDEX:
        return Q(name_key__contains=key)
    return Q(name_key__startswith=key) | Q(name_key__contains=Concat(Value(" "), key))


class MemberQuerySet(UnitScopedQuerySet["Member"]):
    """Questions to the roster."""

    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(pk=member.pk)

    def rows_within(self, path: str) -> Q:
        """Nobody belongs to a village, so that a district is one unit: equal, and its index has the names in order."""
        return Q(unit=path) if DISTRICT.fullmatch(path) else super().rows_within(path)

    def of_unit(self, path: str) -> Self:
        """People of a unit and of the units below it."""
        return self.filter(self.rows_within(path))

    def active(self) -> Self:
        """Members who may serve."""
        return self.filter(state=MemberState.ACTIVE)

    def enrolled(self) -> Self:
        """Everyone on the list: active, on leave, suspended, lapsed."""
        return self.filter(state__in=ENROLLED)

    def valid_on(self, day: date) -> Self:
        """Whose membership holds on a local date, grace included; see `members.validity`."""
        by_grace = Q(valid_until__gte=PlusDays(Value(day, models.DateField()), -grace_days(day)))
        return self.filter(Q(valid_until__gte=day) | by_grace, state__in=HOLDS)

    def run_out(self, day: date) -> Self:
        """Active members whose card has ended before a local date, and the time of grace after it as well."""
        over = Q(valid_until__lt=PlusDays(Value(day, models.DateField()), -grace_days(day)))
        return self.filter(over, state=MemberState.ACTIVE, valid_until__lt=day)

    def applying(self) -> Self:
        """People on their way in."""
        return self.filter(state__in=APPLYING)

    def awaiting_attestation(self) -> Self:
        """Their job or income is written down, and nobody else has attested it yet."""
        known = self.filter(state__in=[*APPLYING, *ENROLLED], livelihood_recorded_by__isnull=False)
        return known.filter(livelihood_verified_by=None).exclude(livelihood__in=["", Livelihood.NONE])

    def renewal_due(self, day: date) -> Self:
        """Whose card ends within sixty days, or ended within a year and was not renewed."""
        span = (day - timedelta(days=365), day + RENEWED_BEFORE)
        return self.filter(state__in=RENEWED_FROM, valid_until__range=span)

    def attestation_due(self, day: date) -> Self:
        """Nobody has attested the job or income, or that will soon have been too long ago by the rule of the unit."""
        waits = Q(livelihood_verified_by=None, livelihood_recorded_by__isnull=False, state__in=[*APPLYING, *ENROLLED])
        old = Q(livelihood_verified_on__lt=attested_until(day + SOON), state__in=ENROLLED)
        return self.filter(waits | old).exclude(livelihood__in=["", Livelihood.NONE])

    def waiver_over(self, day: date) -> Self:
        """Whose waiver has come to its review, so that somebody decides; nothing happens by itself."""
        waived = self.filter(livelihood_waiver_until__lte=day, livelihood_verified_by=None)
        return waived.filter(state__in=ENROLLED)

    def without_nik(self) -> Self:
        """People on the list whose NIK is not known yet."""
        return self.enrolled().filter(nik_hash=None)

    def with_rule(self) -> Self:
        """With `rule_today`, what the membership rule says for each today; see `members.rules.rule_on`."""
        return self.annotate(rule_today=rule_in_json())

    def matching(self, text: str) -> Self:
        """People whose name holds every word; where a digit was typed, whose number or phone begins like that.

        One or two letters are looked for where a part of the name begins: the index knows nothing shorter than three.
        """
        if any(letter.isdigit() for letter in text):
            digits = re.sub(r"\D", "", text)
            phone = "+62" + digits.removeprefix("62").lstrip("0")
            begins = Q(phone__startswith=phone) if len(phone) >= 6 else NOTHING
            return self.filter(Q(member_number__istartswith=text.strip()) | begins)
        words = Q()
        for word in text.split():
            words &= _holds(word)
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

    def counted_below(self, path: str) -> dict[str, tuple[int, int]]:
        """How many are active, and how many there are, in each unit directly below, and in the unit itself."""
        return self._counted(Left("unit_id", len(path) + PART))

    def counted_within(self, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
        """The same for some units that don't overlap, each with all below it."""
        return self._counted(Case(*[When(within("unit", path), then=Value(path)) for path in paths]))

    def _counted(self, part: Combinable) -> dict[str, tuple[int, int]]:
        active = Count("pk", filter=Q(state=MemberState.ACTIVE))
        rows = self.values(part=part).annotate(active=active, all=Count("pk")).order_by("part")
        return {row["part"]: (row["active"], row["all"]) for row in rows}

    def for_list_page(self) -> Self:
        """With all that a list shows, and nothing more."""
        shown = ("code", "full_name", "name_key", "member_number", "phone", "state", "unit__name", "village__name")
        return self.select_related("unit", "village").only(*shown)

    def for_person_page(self) -> Self:
        """With all that the page of one person shows of his row, his cards, and the rule that holds for him today."""
        cards = apps.get_model("members", "Card").objects.live().filter(member=OuterRef("pk")).order_by("-pk")
        known = ArraySubquery(cards.values(card=JSONObject(code="code", state="state", valid_until="valid_until")))
        return self.select_related("unit", "village", "photo").annotate(live_cards=known).with_rule()


class AppointmentQuerySet(UnitScopedQuerySet["Appointment"]):
    """Questions to the offices people hold."""

    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(member=member)

    def on(self, day: date) -> Self:
        """Offices held on a local date."""
        return self.filter(term__contains=day)

    def over(self, day: date) -> Self:
        """Terms that had ended by a local date, with `ended`; those that ended before they began, too."""
        ended = Coalesce(Func(F("term"), function="upper"), Value(date.min), output_field=models.DateField())
        return self.filter(Q(term__isempty=True) | Q(term__fully_lt=(day, None))).annotate(ended=ended)

    def not_over(self, day: date) -> Self:
        """Terms of a local date and those to come."""
        return self.filter(term__overlap=(day, None))

    def successors_of(self, office: Appointment, day: date) -> Self:
        """Offices of others, of that day or to come, in the same unit and those above: the same office first."""
        others = self.not_over(day).filter(above("unit", office.unit_id), member__state=MemberState.ACTIVE)
        same = Case(When(unit=office.unit_id, office=office.office, then=Value(0)), default=Value(1))
        ranked = others.exclude(member=office.member_id).with_rank().annotate(nearness=same)
        return ranked.order_by("nearness", "-unit_id", "rank", "pk")

    def with_rights_in(self, path: str) -> Self:
        """Offices of today, in this unit and those above it, that give rights over others here."""
        held = self.of_today().filter(above("unit", path), member__state__in=IN_OFFICE)
        return held.exclude(role=Role.MEMBER)

    def of_today(self) -> Self:
        """Offices held now, by the database's clock: a term turns at midnight where the unit is."""
        return self.filter(term__contains=local_today("unit__timezone"))

    def with_rank(self) -> Self:
        """With `rank`, the place of the office in a board: the chair first."""
        places = [When(office=office, then=Value(place)) for place, office in enumerate(Office)]
        return self.annotate(rank=Case(*places, output_field=models.SmallIntegerField()))

    def for_list_page(self) -> Self:
        """With all that a list shows, and nothing more."""
        shown = ("code", "office", "term", "unit__name", "member__code", "member__full_name")
        return self.select_related("unit", "member").only(*shown)


class MemberOwnedQuerySet(UnitScopedQuerySet[M]):
    """Rows that hang on one member: seen by him, and by who sees him."""

    unit_field = "member__unit"
    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(member=member)


class MembershipRuleQuerySet(UnitScopedQuerySet["MembershipRule"]):
    """Questions to the membership rules."""

    view_action = Action.VIEW_MEMBERS

    def standing(self) -> Self:
        """Not struck."""
        return self.filter(struck_at=None)

    def in_force(self, path: str, day: date) -> Self:
        """What has begun in a unit and above it; the one that holds comes first."""
        return self.standing().filter(above("unit", path), valid_from__lte=day).order_by(*NEAREST)


class RenewalAnswerQuerySet(MemberOwnedQuerySet["RenewalAnswer"]):
    """Questions to what members answer about the end of their cards."""

    def of_present_terms(self) -> Self:
        """Answers about the cards as they are: once renewed, an answer is history."""
        return self.filter(term_ends=F("member__valid_until"))


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


class UnitDocumentQuerySet(UnitScopedQuerySet["UnitDocument"]):
    """Questions to the papers of units: read by its board and those above, whatever it shows to offices."""

    view_action = Action.VIEW_MEMBERS

    def standing(self) -> Self:
        """Neither replaced nor struck."""
        return self.filter(state=PaperState.STANDING)

    def in_order(self) -> Self:
        """As offices ask for them."""
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(PaperKind)]
        rank = Case(*places, output_field=models.SmallIntegerField())
        return self.order_by(rank, "-issued_on", "-pk")

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        return self.select_related("unit", "file", "recorded_by", "state_by")


class PaperBundleQuerySet(UnitScopedQuerySet["PaperBundle"]):
    """Questions to the bundles made of the papers of units."""

    view_action = Action.VIEW_MEMBERS


class UserManager(models.Manager["User"]):
    """Accounts; each belongs to one member."""

    def get_by_natural_key(self, username: str) -> User:
        return self.get(username=username)
