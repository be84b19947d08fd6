"""Opening and closing chapters, and the rule by which they admit."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Appointment, Member, Unit, User
from members.permissions import require, require_from_above
from members.services.people import locked_unit
from members.states import Action


@transaction.atomic
def open_chapter(unit: Unit, *, by: User, with_districts: bool = False) -> int:
    """Open a chapter, decided above it; with the units directly below where asked. Says how many opened."""
    require_from_above(by, Action.APPOINT, unit)
    if unit.is_village:
        raise ValidationError(_("A village is a place and has no chapter of its own."))
    paths = [unit.path]
    if with_districts:
        paths += [
            below.path
            for below in Unit.objects.units().within(unit.path)
            if below.path.count(".") == unit.path.count(".") + 1
        ]
    closed = Unit.objects.select_for_update().filter(path__in=paths, is_active=False)
    return Unit.objects.filter(path__in=[row.path for row in closed]).update(is_active=True)


@transaction.atomic
def close_chapter(unit: Unit, *, by: User) -> None:
    """Close a chapter that has neither members nor offices any more."""
    require_from_above(by, Action.APPOINT, unit)
    unit = locked_unit(unit.pk)
    if Member.objects.enrolled().filter(unit=unit).exists():
        raise ValidationError(_("There are still members here."), code="not_empty")
    if Appointment.objects.on(unit.today()).filter(unit=unit).exists():
        raise ValidationError(_("There are still offices here. End their terms first."), code="not_empty")
    unit.is_active = False
    unit.save(update_fields=["is_active"])


@transaction.atomic
def change_rule(unit: Unit, *, skips_training: bool, rest_hours: int, by: User) -> Unit:
    """Whether members are admitted right after the document check, and how long they rest between duties."""
    require(by, Action.CHANGE_RULE, unit)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    unit.skips_training, unit.rest_hours = skips_training, rest_hours
    unit.save(update_fields=["skips_training", "rest_hours"])
    return unit
