"""Named questions to the incidents; first of all, who may see which rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Value

from incidents.states import LIKELY_SAME_WITHIN, OVER, WAITING, ReportState, Sensitivity
from members.permissions import paths_for
from members.querysets import NOTHING, UnitScopedQuerySet
from members.states import ALLOWED, IN_OFFICE, Action

if TYPE_CHECKING:
    from incidents.models import (  # noqa: F401 - named as strings in base classes
        Category,
        Figure,
        Incident,
        IncidentReport,
        Referral,
        ReportLink,
        TimelineEntry,
    )
    from members.models import Member, User

M = TypeVar("M", bound=models.Model)


class SensitiveQuerySet(UnitScopedQuerySet[M]):
    """Rows of units of which the confidential ones are for the chair alone, and for whom they are one's own."""

    view_action = Action.VIEW_INCIDENTS

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(self.own(user.member) | self._by_office(user))

    def in_reach_of(self, user: User | AnonymousUser, action: Action) -> Self:
        """Rows in which the account may do this by office; confidential ones only where it may read them."""
        return super().in_reach_of(user, action).filter(self._by_office(user))

    def _by_office(self, user: User | AnonymousUser) -> Q:
        scope = NOTHING
        for path in paths_for(user, self.view_action):
            scope |= self.rows_within(path) & ~Q(sensitivity=Sensitivity.CONFIDENTIAL)
        for path in paths_for(user, Action.VIEW_CONFIDENTIAL):
            scope |= self.rows_within(path)
        return scope


class CategoryQuerySet(models.QuerySet["Category"]):
    """Questions to the categories; they are no secret."""

    def choosable(self) -> Self:
        """What a message or an incident may be of: no group, nothing switched off."""
        return self.filter(is_active=True, parent__isnull=False).select_related("parent")


class IncidentReportQuerySet(SensitiveQuerySet["IncidentReport"]):
    """Questions to the messages that came in."""

    def own(self, member: Member) -> Q:
        return Q(reporter=member) | Q(on_behalf_of=member)

    def unread(self) -> Self:
        """Nobody has read them yet."""
        return self.filter(state=ReportState.RECEIVED)

    def waiting(self) -> Self:
        """They still need somebody."""
        return self.filter(state__in=WAITING)

    def for_list_page(self) -> Self:
        """With all that a list shows, and nothing more."""
        own = ("code", "number", "channel", "place_text", "received_at", "state")
        others = ("unit__timezone", "village__name", "category__name", "reporter__full_name")
        return self.for_page().only(*own, *others)

    def for_page(self) -> Self:
        """With all that its own page shows."""
        return self.select_related("unit", "village", "category", "reporter")


class IncidentQuerySet(SensitiveQuerySet["Incident"]):
    """Questions to the incidents."""

    def own(self, member: Member) -> Q:
        """What he leads, as long as an office lets him: a term that has ended closes it the same night."""
        if member.state not in IN_OFFICE:
            return NOTHING
        roles = [role for role, actions in ALLOWED.items() if self.view_action in actions]
        offices = apps.get_model("members", "Appointment").objects.of_today().filter(member=member, role__in=roles)
        return Q(Exists(offices), lead=member)

    def ongoing(self) -> Self:
        """Neither resolved nor closed."""
        return self.exclude(state__in=OVER)

    def likely_same_as(self, report: IncidentReport) -> Self:
        """Open incidents of the same family of categories, in the same village, within six hours."""
        if report.village_id is None:
            return self.none()
        occurred = report.occurred_at
        return self.ongoing().filter(
            category__parent=report.category.parent_id,
            village=report.village_id,
            occurred_at__range=(occurred - LIKELY_SAME_WITHIN, occurred + LIKELY_SAME_WITHIN),
        )

    def matching(self, words: str) -> Self:
        """Whose number or title holds the words."""
        words = words.strip()
        if not words:
            return self
        key = Func(Value(words), function="senkom_name_key", output_field=models.TextField())
        return self.filter(Q(number__icontains=words) | Q(title_key__contains=key))

    def without_referral(self) -> Self:
        """No agency has been told."""
        referral = apps.get_model("incidents", "Referral")
        return self.exclude(Exists(referral.objects.filter(incident=OuterRef("pk"))))

    def for_list_page(self) -> Self:
        """With all that a list shows, and nothing more."""
        own = ("code", "number", "title", "occurred_at", "urgency", "situation", "is_exercise", "state")
        others = ("unit__name", "unit__timezone", "category__name")
        return self.select_related("unit", "category").only(*own, *others)

    def for_page(self) -> Self:
        """With all that its own page shows."""
        return self.select_related("unit", "village", "category", "lead")


class OfIncidentQuerySet(models.QuerySet[M]):
    """Rows that hang on an incident; reached only through an incident one sees."""

    incident_field = "incident"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of incidents the account sees."""
        seen = apps.get_model("incidents", "Incident").objects.visible_to(user)
        return self.filter(**{f"{self.incident_field}__in": seen})


class ReportLinkQuerySet(OfIncidentQuerySet["ReportLink"]):
    """Questions to the links between messages and incidents."""

    def live(self) -> Self:
        """Not undone."""
        return self.filter(unlinked_at=None)


class TimelineQuerySet(OfIncidentQuerySet["TimelineEntry"]):
    """Questions to the timelines."""

    def standing(self) -> Self:
        """Not struck."""
        return self.filter(struck_at=None)


class FigureQuerySet(OfIncidentQuerySet["Figure"]):
    """Questions to the figures."""

    def standing(self) -> Self:
        """Not struck."""
        return self.filter(struck_at=None)


class ReferralQuerySet(OfIncidentQuerySet["Referral"]):
    """Questions to what agencies were told."""

    def unanswered(self, before: datetime) -> Self:
        """Told before then, and no word since."""
        return self.filter(state__in=["sent", "no_answer"], sent_at__lt=before)
