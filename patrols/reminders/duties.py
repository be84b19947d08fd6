"""What is announced about duties: before them, offers, changes, too few people, agencies that do not answer."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.desks import planner_or_desk
from members.states import Action
from patrols.models import Assignment, Duty, DutyPartner
from patrols.reminders.texts import Rows, about_duties, of_cancelled, of_offers, of_silent_partners, of_strength
from patrols.states import OFFER_LASTS, OPEN, AssignmentState, DutyState, PartnerState, Source
from senkom.lib.registry import reminder, topic

HOUR = timedelta(hours=1)
FIRST_REMINDER = timedelta(hours=24)
"""Before the start. Whoever comes onto a duty later is told of it by this reminder, at once."""

topic(
    "duty",
    order=10,
    label=gettext_lazy("Duties"),
    about=gettext_lazy("Before a duty of yours, when a place is offered to you, when something changes."),
)


def _can_not_come(duty: Duty) -> str:
    return _("If you can't come, say so in the application, or answer BERHALANGAN.")


@reminder(
    "duty.before",
    offsets=[-FIRST_REMINDER, -2 * HOUR],
    useful_for=24 * HOUR,
    until_start=True,
    operational=True,
    label=gettext_lazy("Reminder of a duty"),
    because=gettext_lazy("you said that you come to this duty"),
    whom=gettext_lazy("everybody who said he comes"),
    shown_to=Duty.objects.visible_to,
    texts=about_duties(lambda duty: _("Your duty: %(duty)s") % {"duty": duty.name}, _can_not_come),
)
def before_duty() -> Rows:
    """Everyone who said he comes, at the start of the duty."""
    coming = Assignment.objects.confirmed().filter(duty__state__in=OPEN)
    return coming.order_by().values(recipient=F("member"), subject=F("duty"), at=F("starts_at"))


# — places


@reminder(
    "duty.offered",
    offsets=[timedelta(0)],
    useful_for=OFFER_LASTS,
    operational=True,
    label=gettext_lazy("Offer of a place on a duty"),
    because=gettext_lazy("a place on this duty was offered to you"),
    whom=gettext_lazy("whoever was offered a place"),
    shown_to=Assignment.objects.visible_to,
    texts=of_offers,
)
def place_offered() -> Rows:
    """Whoever was offered a place, as soon as it is offered."""
    offers = Assignment.objects.filter(state=AssignmentState.OFFERED, offer_until__gt=Now(), starts_at__gt=Now())
    return offers.order_by().values(recipient=F("member"), subject=F("pk"), at=F("state_at"))


@reminder(
    "duty.assigned",
    offsets=[timedelta(0)],
    useful_for=24 * HOUR,
    operational=True,
    label=gettext_lazy("Put down for a duty"),
    because=gettext_lazy("a coordinator put you down for this duty"),
    whom=gettext_lazy("whoever was put down by a coordinator"),
    shown_to=Duty.objects.visible_to,
    texts=about_duties(lambda duty: _("You were put down for: %(duty)s") % {"duty": duty.name}, _can_not_come),
)
def put_down() -> Rows:
    """Whoever somebody else put down, as soon as he was; shortly before the start the reminder of the duty says it."""
    others = Assignment.objects.confirmed().filter(source=Source.ASSIGNED).exclude(state_by=F("member"))
    in_time = others.filter(starts_at__gt=F("state_at") + FIRST_REMINDER, duty__state__in=OPEN)
    return in_time.order_by().values(recipient=F("member"), subject=F("duty"), at=F("state_at"))


@reminder(
    "duty.released",
    offsets=[timedelta(0)],
    useful_for=24 * HOUR,
    operational=True,
    label=gettext_lazy("Released from a duty"),
    because=gettext_lazy("you had a place on this duty"),
    whom=gettext_lazy("whoever was released by a coordinator"),
    shown_to=Duty.objects.visible_to,
    texts=about_duties(
        lambda duty: _("Your place was given back: %(duty)s") % {"duty": duty.name},
        lambda duty: _("You need not come. If that surprises you, ask your coordinator."),
    ),
)
def released() -> Rows:
    """Whoever a coordinator took off a duty that takes place, as soon as he did."""
    ended = (AssignmentState.RELEASED, AssignmentState.REPLACED)
    rows = Assignment.objects.filter(state__in=ended, duty__state__in=OPEN, starts_at__gt=Now(), state_by__isnull=False)
    by_others = rows.exclude(state_by=F("member"))
    return by_others.order_by().values(recipient=F("member"), subject=F("duty"), at=F("state_at"))


# — changes of a duty


@reminder(
    "duty.moved",
    offsets=[timedelta(0)],
    useful_for=24 * HOUR,
    operational=True,
    label=gettext_lazy("A duty was changed"),
    because=gettext_lazy("you have a place on this duty"),
    whom=gettext_lazy("everybody with a place"),
    shown_to=Duty.objects.visible_to,
    texts=about_duties(lambda duty: _("Changed: %(duty)s") % {"duty": duty.name}, _can_not_come),
)
def moved() -> Rows:
    """Everyone who had a place when the time or the meeting point was changed, as soon as it was."""
    places = Assignment.objects.filter(
        state__in=[AssignmentState.CONFIRMED, AssignmentState.OFFERED],
        state_at__lt=F("duty__moved_at"),
        duty__state=DutyState.PUBLISHED,
        starts_at__gt=Now(),
    )
    return places.order_by().values(recipient=F("member"), subject=F("duty"), at=F("duty__moved_at"))


@reminder(
    "duty.cancelled",
    offsets=[timedelta(0)],
    useful_for=24 * HOUR,
    operational=True,
    label=gettext_lazy("A duty was cancelled"),
    because=gettext_lazy("you had a place on this duty"),
    whom=gettext_lazy("everybody who had a place"),
    shown_to=Duty.objects.visible_to,
    texts=of_cancelled,
)
def cancelled() -> Rows:
    """Everyone whose place ended with the duty, as soon as it was cancelled."""
    ended = (AssignmentState.RELEASED, AssignmentState.EXPIRED)
    rows = Assignment.objects.filter(
        state__in=ended, duty__state=DutyState.CANCELLED, state_at__gte=F("duty__state_at"), starts_at__gt=Now()
    )
    return rows.order_by().values(recipient=F("member"), subject=F("duty"), at=F("duty__state_at"))


# — what is amiss


@reminder(
    "duty.short",
    offsets=[-72 * HOUR, -24 * HOUR],
    useful_for=12 * HOUR,
    until_start=True,
    label=gettext_lazy("Too few people for a duty"),
    because=gettext_lazy("you planned this duty, or plan for its unit"),
    whom=gettext_lazy("who planned the duty"),
    topic="desk",
    shown_to=Duty.objects.visible_to,
    texts=of_strength,
)
def short_of_people() -> Rows:
    """Who planned a duty for which fewer are ready than are needed, before its start.

    Of a quick call, announced within its last day, nobody needs to be told that it still looks for people.
    """
    announced = Duty.objects.filter(state=DutyState.PUBLISHED, starts_at__gt=F("state_at") + FIRST_REMINDER)
    return (
        announced.below_minimum()
        .order_by()
        .values(recipient=planner_or_desk("planner", "unit_id", Action.PLAN_DUTIES), subject=F("pk"), at=F("starts_at"))
    )


@reminder(
    "duty.partner_silent",
    offsets=[-24 * HOUR],
    useful_for=24 * HOUR,
    until_start=True,
    label=gettext_lazy("An agency has not answered"),
    because=gettext_lazy("you planned this duty, or plan for its unit"),
    whom=gettext_lazy("who planned the duty"),
    topic="desk",
    shown_to=DutyPartner.objects.visible_to,
    texts=of_silent_partners,
)
def partner_silent() -> Rows:
    """Who planned a duty to which an agency was asked that has not answered, the day before."""
    asked = DutyPartner.objects.filter(
        state=PartnerState.REQUESTED,
        duty__state=DutyState.PUBLISHED,
        duty__starts_at__gt=F("state_at") + FIRST_REMINDER,
    )
    return asked.order_by().values(
        recipient=planner_or_desk("duty__planner", "duty__unit_id", Action.PLAN_DUTIES),
        subject=F("pk"),
        at=F("duty__starts_at"),
    )
