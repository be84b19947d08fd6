"""Whom a change of the membership rule concerns: lists for people to look at; nothing is changed by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from members.models import Appointment, Member, MembershipRule
from members.querysets import MemberQuerySet
from members.rules import Rule, as_rule, rule_for
from members.states import ALLOWED, APPLYING, ENROLLED, Action, Attesters, Livelihood, MemberState


@dataclass(frozen=True)
class Review:
    """One kind of people to look at, and what to do."""

    name: str
    title: str
    to_do: str
    people: MemberQuerySet


def rule_before(row: MembershipRule) -> Rule:
    """What holds in the unit until this rule begins."""
    return rule_for(row.unit_id, row.valid_from - timedelta(days=1))


def covered_by(row: MembershipRule) -> MemberQuerySet:
    """The people for whom this rule will hold: of the unit and below, without units with a rule of their own."""
    own = MembershipRule.objects.standing().filter(unit__path__startswith=row.unit_id, valid_from__lte=row.valid_from)
    people = Member.objects.of_unit(row.unit_id)
    for path in own.exclude(unit=row.unit_id).values_list("unit_id", flat=True).distinct():
        people = people.exclude(unit__path__startswith=path)
    return people


def reviews_of(row: MembershipRule) -> list[Review]:
    """Every list on which this rule puts somebody."""
    old, new = rule_before(row), as_rule({**row.__dict__})
    people = covered_by(row)
    return [
        *_exemptions(people.filter(state__in=[*APPLYING, *ENROLLED], livelihood_verified_by=None), old, new),
        *_times(people.filter(state__in=ENROLLED), old, new, row),
        *_attesters(people.filter(state__in=ENROLLED), old, new),
    ]


def _exemptions(people: MemberQuerySet, old: Rule, new: Rule) -> Iterator[Review]:
    if ended := old.exempt - new.exempt:
        yield Review(
            "exempt_no_more",
            _("No longer exempt, and never attested"),
            _("Ask somebody who may to attest the job or income; the waiver they have serves until its day."),
            people.filter(livelihood__in=ended),
        )
    if begun := new.exempt - old.exempt:
        yield Review(
            "exempt_now",
            _("Exempt from now on"),
            _("Nobody has to attest it any more. Applicants among them can go on."),
            people.filter(livelihood__in=begun),
        )


def _times(people: MemberQuerySet, old: Rule, new: Rule, row: MembershipRule) -> Iterator[Review]:
    day = row.valid_from
    if new.livelihood_grace < old.livelihood_grace:
        yield Review(
            "grace_longer",
            _("Looking for work, with more time than the rule now gives"),
            _("Talk to them, and decide whether the earlier day still fits."),
            people.filter(livelihood=Livelihood.NONE, livelihood_waiver_until__gt=day + new.livelihood_grace),
        )
    if new.attestation_months < old.attestation_months:
        oldest, before = new.attestation_must_be_from(day), old.attestation_must_be_from(day)
        yield Review(
            "attested_too_long_ago",
            _("Attested too long ago by the new rule"),
            _("Attest anew before the renewal."),
            people.filter(livelihood_verified_on__lt=oldest, livelihood_verified_on__gte=before),
        )
    if new.renewal_grace != old.renewal_grace:
        longest = max(new.renewal_grace, old.renewal_grace)
        yield Review(
            "in_grace",
            _("Their card has ended, and the time of grace changes"),
            _("Tell them until when they can renew."),
            people.filter(state=MemberState.ACTIVE, valid_until__lt=day, valid_until__gte=day - longest),
        )


def _attesters(people: MemberQuerySet, old: Rule, new: Rule) -> Iterator[Review]:
    if new.attesters in (old.attesters, Attesters.BOARD):
        return
    yield Review(
        "attested_by_others",
        _("Attested by somebody who may not any more"),
        _("What was attested stays. Look whether it should be attested anew at the renewal."),
        people.filter(~Exists(_offices_behind(new)), livelihood_verified_by__isnull=False),
    )


def _offices_behind(rule: Rule) -> QuerySet[Appointment]:
    """The office by which the outer member's attester would have been allowed, on the day he attested."""
    action = Action.ATTEST_AS_CHAIR if rule.attesters == Attesters.CHAIR else Action.ATTEST_LIVELIHOOD
    held = Appointment.objects.annotate(home=ExpressionWrapper(OuterRef("unit_id"), CharField())).filter(
        member=OuterRef("livelihood_verified_by"),
        term__contains=OuterRef("livelihood_verified_on"),
        role__in=[role for role in ALLOWED if action in ALLOWED[role]],
        home__startswith=F("unit_id"),
    )
    return held.filter(~Q(home=F("unit_id"))) if rule.attesters == Attesters.ABOVE else held
