"""Named questions to the messages; first of all, who may see which rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import MD5, Lower, Now
from django.db.models.lookups import IsNull

from members.models import Member
from members.querysets import MemberOwnedQuerySet, UnitScopedQuerySet, within
from members.states import Action
from notifications.states import (
    BY_HAND,
    IN_ADDITION,
    MEMBER,
    NEEDS_PERSON,
    PAUSE_AFTER,
    Channel,
    DeliveryState,
)
from notifications.webpush.keys import public_key

if TYPE_CHECKING:
    from members.models import User

    # named as strings in base classes
    from notifications.models import (  # noqa: F401
        Delivery,
        FailingAddress,
        JobRun,
        Notification,
        PushSubscription,
        ReminderRule,
    )


OFFSET_IN_KIND = r"\.\d+[hm]$"
"""The end of a stored kind that says which offset of its rule it is: 'duty.before.24h'."""


def clock(now: datetime | None) -> Combinable:
    """The moment to compare with: the database's own, so that a wrong clock elsewhere does no harm."""
    return Value(now, output_field=models.DateTimeField()) if now else Now()


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions to the inboxes; each opens for its owner only."""

    def inbox_of(self, member: Member) -> Self:
        """What a person finds in his inbox now."""
        return self.filter(recipient_kind=MEMBER, recipient_id=member.pk, due_at__lte=Now())

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own messages; none to strangers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.inbox_of(user.member)

    def unread(self) -> Self:
        """Not marked as read."""
        return self.filter(read_at=None)

    def unread_first(self) -> Self:
        """Unread first, each part from the newest."""
        return self.order_by(IsNull(F("read_at"), False).asc(), "-due_at", "-pk")


class DeliveryQuerySet(UnitScopedQuerySet["Delivery"]):
    """Questions to what goes out: seen by who sees the messages of the recipient's unit."""

    view_action = Action.VIEW_MESSAGES

    def rows_within(self, path: str) -> Q:
        # The recipient is a kind and a number; the roster knows the unit.
        recipients = Member.objects.filter(within("unit", path)).values("pk")
        return Q(notification__recipient_kind=MEMBER, notification__recipient_id__in=recipients)

    def waiting(self, now: datetime | None = None) -> Self:
        """To be sent now, and still worth it."""
        return self.filter(
            state=DeliveryState.QUEUED, next_try_at__lte=clock(now), notification__not_after__gt=clock(now)
        )

    def useless(self, now: datetime | None = None) -> Self:
        """Still to be sent, but too late."""
        return self.filter(state=DeliveryState.QUEUED, notification__not_after__lte=clock(now))

    def abandoned(self, now: datetime | None = None) -> Self:
        """Taken by a sender that has not come back in time."""
        return self.filter(state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN], lease_until__lte=clock(now))

    def to_tell(self, by: Member) -> Self:
        """What a coordinator passes on by hand, soonest out of time first; he himself has the inbox."""
        his = Q(notification__recipient_kind=MEMBER, notification__recipient_id=by.pk)
        return self.waiting().filter(~his, channel__in=BY_HAND).order_by("notification__not_after", "pk")

    def needing_a_person(self) -> Self:
        """What the clock gave up and nobody has looked at, newest first.

        A phone that took nothing is nobody's work where the message goes another way too: that way has its own row.
        """
        untried = Q(state=DeliveryState.EXPIRED, last_code="")
        elsewhere = self.model.objects.filter(notification=OuterRef("notification")).exclude(pk=OuterRef("pk"))
        return self.filter(
            ~untried, ~Q(Exists(elsewhere), channel__in=IN_ADDITION), state__in=NEEDS_PERSON, handled_at=None
        ).order_by("-state_at", "-pk")


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    """Questions to the phones; each is its owner's alone."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own phones; none to strangers."""
        return self.filter(member=user.member) if user.is_authenticated and user.is_active else self.none()

    def live(self) -> Self:
        """Those that take a note now: known under today's key, and no session was ended since."""
        return self.filter(
            server_key=public_key(),
            session_epoch=F("member__user__session_epoch"),
            member__user__is_active=True,
        )


class FailingAddressQuerySet(MemberOwnedQuerySet["FailingAddress"]):
    """Questions to the addresses that were refused: seen by their owners, and by who sees messages of their unit."""

    view_action = Action.VIEW_MESSAGES

    def paused(self) -> Self:
        """Left alone: refused too often, and still the address of today."""
        of_today = Q(channel=Channel.EMAIL, address_key=MD5(Lower("member__email")))
        return self.filter(of_today, refusals__gte=PAUSE_AFTER)


class ReminderRuleQuerySet(UnitScopedQuerySet["ReminderRule"]):
    """Questions to the rules of units: seen by who may set them."""

    view_action = Action.SET_REMINDERS

    def beside(self, rule: ReminderRule) -> Self:
        """The other active rules of the same unit and kind."""
        return self.filter(unit=rule.unit_id, kind=rule.kind, active=True).exclude(pk=rule.pk)


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """Questions to the log of the clock's work."""

    def of(self, name: str) -> Self:
        """The runs of one job, the last one first."""
        return self.filter(name=name).order_by("-started_at", "-pk")

    def alive(self, name: str, within: timedelta) -> bool:
        """Whether a run came to its end within this time, by the database's clock."""
        return self.filter(name=name, ended_at__gt=Now() - within).exists()
