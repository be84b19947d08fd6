"""The country's units, from the nation down to districts; villages are places only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.permissions import EVERYWHERE, lineage
from members.querysets import PARENT, UnitQuerySet
from members.states import UnitLevel
from senkom.lib import refusals

PATH_PATTERN = r"^0\.(\d\d\.(\d\d\.(\d\d\.(\d{4}\.)?)?)?)?$"
LEVELS = (UnitLevel.NATIONAL, UnitLevel.PROVINCE, UnitLevel.REGENCY, UnitLevel.DISTRICT, UnitLevel.VILLAGE)


class Unit(models.Model):
    """An area of the country and, where it is active, its chapter.

    The path is a root and the dotted code of the Ministry of Home Affairs (Kepmendagri 300.2.2-2430/2025),
    each part closed by a dot: '0.35.74.03.' is district Mayangan. A foreign key to a unit is its path, so
    *this unit and below* is one indexed prefix search.
    """

    path = models.CharField(
        _("path"), max_length=20, primary_key=True, db_collation="C", validators=[RegexValidator(PATH_PATTERN)]
    )
    name = models.CharField(_("name"), max_length=100)
    timezone = models.CharField(_("time zone"), max_length=40, default="Asia/Jakarta")
    is_active = models.BooleanField(_("has a chapter"), default=False)
    rest_hours = models.PositiveSmallIntegerField(_("hours of rest between duties"), default=8)
    number_pattern = models.CharField(
        _("pattern of member numbers"), max_length=60, default="", db_default="", blank=True, editable=False
    )
    """See `members.numbers`; empty where the unit above sets it, or nobody does."""
    skips_training = models.BooleanField(
        _("admits after the document check"), default=False, help_text=_("Without interview and basic training.")
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["path"]
        indexes = [models.Index(PARENT, name="unit_by_parent")]
        constraints = [
            models.CheckConstraint(
                name="unit_path_is_a_code",
                condition=Q(path__regex=PATH_PATTERN),
                violation_error_message=_("The path of a unit is a root and its area code."),
            ),
            models.CheckConstraint(
                name="unit_village_has_no_chapter",
                condition=~Q(path__regex=r"^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$", is_active=True),
                violation_error_message=_("A village is a place and has no chapter of its own."),
            ),
        ]
        triggers = [refusals.kept("unit", _("Units are not deleted; an abolished area stays as an inactive row."))]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def path_of(code: str) -> str:
        """The path behind a code as shown: '35.74' is '0.35.74.', '0' the nation."""
        return EVERYWHERE if code == "0" else f"0.{code}."

    @property
    def code(self) -> str:
        """The code as shown on screens and in addresses: '35.74'; '0' for the nation."""
        return self.path[2:-1] or "0"

    @property
    def level(self) -> UnitLevel:
        return LEVELS[self.path.count(".") - 1]

    @property
    def is_village(self) -> bool:
        return self.level == UnitLevel.VILLAGE

    @property
    def lineage(self) -> list[str]:
        """The paths from the nation down to this unit."""
        return lineage(self.path)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def rest(self) -> timedelta:
        """How long members rest between two duties here."""
        return timedelta(hours=self.rest_hours)

    def today(self, now: datetime | None = None) -> date:
        """The local date here."""
        return (now or timezone.now()).astimezone(self.zone).date()
