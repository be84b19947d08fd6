"""What is said about cards that end and waivers that come to their review."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, CharField, DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.expressions import who_attests_there
from members.models import Appointment, Member, RenewalAnswer
from members.states import ALLOWED, HOLDS, Action, Attesters, MemberState
from senkom.lib.registry import Message, reminder, topic

Texts = Callable[[Collection[int]], Mapping[int, Message]]
DAY = timedelta(days=1)
ATTESTERS = [role for role, actions in ALLOWED.items() if Action.ATTEST_LIVELIHOOD in actions]
CHAIRS = [role for role, actions in ALLOWED.items() if Action.ATTEST_AS_CHAIR in actions]

topic(
    "membership",
    order=46,
    label=gettext_lazy("Membership and card"),
    about=gettext_lazy("When your card ends soon, or a waiver for you is to be talked about."),
)


class LocalMorning(Func):
    """Nine o'clock of a day, where the unit is: `LocalMorning(day, zone)`."""

    template = "((%(expressions)s))"
    arg_joiner = " + TIME '09:00') AT TIME ZONE ("
    output_field = DateTimeField()


def _about(say: Callable[[Member], Message]) -> Texts:
    """Texts whose subjects are members."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        return {person.pk: say(person) for person in Member.objects.filter(pk__in=subjects).select_related("unit")}

    return texts


def _card_ends(person: Member) -> Message:
    says = {"unit": person.unit, "day": date_format(person.valid_until, "j F Y") if person.valid_until else ""}
    body = _(
        "Your card of Senkom %(unit)s is valid until %(day)s. Would you like to stay? Answer TETAP or TIDAK, and say "
        "whether your job is still the same; or open “Renew my card”."
    )
    return Message(_("Your card ends on %(day)s") % says, body % says, reverse("members:my_renewal"))


def _last_day(person: Member) -> Message:
    says = {"unit": person.unit, "day": date_format(person.valid_until, "j F Y") if person.valid_until else ""}
    body = _(
        "Your card of Senkom %(unit)s is valid until today, %(day)s. If you want to stay, tell your coordinator today, "
        "or open “Renew my card”. You are welcome later, too."
    )
    return Message(_("Your card ends today"), body % says, reverse("members:my_renewal"))


def _ending() -> QuerySet[Any, Any]:
    """Cards that end soon, or did a few days ago, of members who have not answered yet."""
    soon = Member.objects.filter(
        state__in=HOLDS,
        valid_until__gte=TruncDate(Now() - 16 * DAY),
        valid_until__lte=TruncDate(Now() + 62 * DAY),
    )
    answered = RenewalAnswer.objects.filter(member=OuterRef("pk"), term_ends=OuterRef("valid_until"))
    at = LocalMorning(F("valid_until"), F("unit__timezone"))
    return soon.exclude(Exists(answered)).order_by().values(recipient=F("pk"), subject=F("pk"), at=at)


@reminder(
    "membership.renewal",
    offsets=[-60 * DAY, -30 * DAY, -7 * DAY],
    useful_for=14 * DAY,
    until_start=True,
    label=gettext_lazy("A card ends soon"),
    because=gettext_lazy("your card ends soon"),
    whom=gettext_lazy("whose card ends soon, until he has answered"),
    shown_to=Member.objects.visible_to,
    texts=_about(_card_ends),
)
def card_ends() -> QuerySet[Any, Any]:
    """Everybody whose card ends within sixty days and who has not said yet whether he stays."""
    return _ending()


@reminder(
    "membership.ends",
    offsets=[timedelta()],
    useful_for=7 * DAY,
    label=gettext_lazy("The last day of a card"),
    because=gettext_lazy("your card ends"),
    whom=gettext_lazy("whose card ends today, where he has not answered"),
    shown_to=Member.objects.visible_to,
    texts=_about(_last_day),
)
def last_day() -> QuerySet[Any, Any]:
    """The same people, on the last day."""
    return _ending()


def _review(person: Member) -> Message:
    until = person.livelihood_waiver_until
    says = {"day": date_format(until, "j F Y") if until else ""}
    return Message(
        _("Let's talk about your membership"),
        _(
            "Until %(day)s you are a member without an attested job or income. Have you found work, or are things "
            "different now? Tell your coordinator before that day. Nobody is taken off the list by a date."
        )
        % says,
        reverse("members:me"),
        # That somebody looks for work is nobody else's: a lock screen or a shared phone doesn't say it.
        _("Please talk with your coordinator about your membership before %(day)s. It is nothing bad.") % says,
    )


def _decide(person: Member) -> Message:
    until = person.livelihood_waiver_until
    says = {"name": person.full_name, "unit": person.unit, "day": date_format(until, "j F Y") if until else ""}
    return Message(
        _("A waiver is to be reviewed"),
        _(
            "The waiver for %(name)s, %(unit)s, is reviewed on %(day)s. Talk to the person, then decide: attest a job, "
            "or waive longer. Nothing happens by itself."
        )
        % says,
        person.get_absolute_url(),
        _("A member of %(unit)s is to be talked to before %(day)s. Open “Waivers to review”.") % says,
    )


def _waived() -> QuerySet[Any]:
    """Waivers around their review; where the rule exempts the job, the card's own end is the review."""
    waived: QuerySet[Any] = Member.objects.filter(
        state__in=[*HOLDS, MemberState.LAPSED],
        livelihood_verified_by=None,
        livelihood_waiver_until__gte=TruncDate(Now() - 30 * DAY),
        livelihood_waiver_until__lte=TruncDate(Now() + 16 * DAY),
    )
    open_ones: QuerySet[Any] = waived.exclude(livelihood_waiver_until__gte=F("valid_until"))
    return open_ones


REVIEWED_AT = LocalMorning(F("livelihood_waiver_until"), F("unit__timezone"))


@reminder(
    "livelihood.review",
    offsets=[-14 * DAY, timedelta()],
    useful_for=10 * DAY,
    topic="membership",
    label=gettext_lazy("About one's membership"),
    because=gettext_lazy("a waiver of the income rule was written for you"),
    whom=gettext_lazy("the person himself"),
    texts=_about(_review),
)
def review_near() -> QuerySet[Any, Any]:
    """Whoever has a waiver, before its review and on the day."""
    return _waived().order_by().values(recipient=F("pk"), subject=F("pk"), at=REVIEWED_AT)


@reminder(
    "livelihood.decide",
    offsets=[-14 * DAY, timedelta(), 13 * DAY],
    useful_for=10 * DAY,
    topic="membership",
    label=gettext_lazy("A waiver to review"),
    because=gettext_lazy("you attest jobs and incomes there"),
    whom=gettext_lazy("who attests jobs and incomes in the unit, else in the nearest above"),
    shown_to=Member.objects.visible_to,
    texts=_about(_decide),
)
def review_decided() -> QuerySet[Any, Any]:
    """Who may attest by the rule of the unit, in the nearest unit that has such an office; never the person."""
    holders = (
        Appointment.objects.of_today()
        .filter(role__in=ATTESTERS, member__state=MemberState.ACTIVE)
        .annotate(
            below=ExpressionWrapper(OuterRef("unit_id"), CharField()),
            person=ExpressionWrapper(OuterRef("pk"), BigIntegerField()),
            ruled=ExpressionWrapper(OuterRef("attesters"), CharField()),
        )
        .filter(below__startswith=F("unit_id"))
        .filter(
            Q(ruled=Attesters.BOARD)
            | Q(ruled=Attesters.CHAIR, role__in=CHAIRS)
            | Q(~Q(unit_id=F("below")), ruled=Attesters.ABOVE)
        )
        .exclude(member=F("person"))
        .order_by("-unit_id")
    )
    people = _waived().annotate(attesters=who_attests_there("unit_id"))
    nearest = people.annotate(desk=Subquery(holders.values("unit_id")[:1]))
    there = ArraySubquery(holders.filter(unit_id=OuterRef("desk")).order_by().values("member").distinct())
    recipient = Func(there, function="unnest", output_field=BigIntegerField())
    rows: QuerySet[Any, Any] = nearest.order_by().values(recipient=recipient, subject=F("pk"), at=REVIEWED_AT)
    return rows
