"""Named questions to the partners; first of all, who may see which rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.permissions import lineage, paths_for
from members.states import Action
from partners.states import STALE_AFTER

if TYPE_CHECKING:
    from members.models import User
    from partners.models import Agency, Contact  # noqa: F401 - named as strings in base classes

M = TypeVar("M", bound=models.Model)


def _covered(agency_field: str, where: Q) -> Exists:
    """Whether an agency has an area of which `where` holds."""
    coverage = apps.get_model("partners", "Coverage")
    return Exists(coverage.objects.filter(where, agency=OuterRef(agency_field)))


def _works_there(agency_field: str, path: str) -> Exists:
    """Whether the agency works in or below a unit, or for an area that holds it: a Polres serves its districts."""
    return _covered(agency_field, Q(unit__path__startswith=path) | Q(unit__in=lineage(path)))


class AgencyScopedQuerySet(models.QuerySet[M]):
    """Agencies, and what hangs on one. They belong to no unit: their areas say who sees them. Fails closed."""

    agency_field = "pk"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of agencies that work where today's offices carry the right to see partners; none in doubt."""
        scope = Q(pk__in=[])
        for path in paths_for(user, Action.VIEW_PARTNERS):
            scope |= Q(_works_there(self.agency_field, path))
        return self.filter(scope)

    def kept_by(self, user: User | AnonymousUser) -> Self:
        """Rows of agencies with an area in or below the units where the account keeps letters and contacts."""
        scope = Q(pk__in=[])
        for path in paths_for(user, Action.WRITE_LETTERS):
            scope |= Q(_covered(self.agency_field, Q(unit__path__startswith=path)))
        return self.filter(scope)


class AgencyQuerySet(AgencyScopedQuerySet["Agency"]):
    """Questions to the agencies."""

    def active(self) -> Self:
        """Agencies that still exist."""
        return self.filter(is_active=True)

    def working_in(self, path: str) -> Self:
        """Agencies with an area in, below or above a unit: whom one would ask there."""
        return self.filter(_works_there("pk", path))


class ContactQuerySet(AgencyScopedQuerySet["Contact"]):
    """Questions to the contacts."""

    agency_field = "agency_id"

    def current(self) -> Self:
        """People who still hold the position."""
        return self.filter(left_on=None)

    def stale(self, today: date) -> Self:
        """Contacts nobody has checked for half a year."""
        return self.current().filter(Q(verified_on=None) | Q(verified_on__lt=today - STALE_AFTER))
