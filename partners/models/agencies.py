"""Agencies we work with, where they work, and whom one calls there."""

from __future__ import annotations

import uuid
from datetime import date

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member, Unit
from partners.querysets import AgencyQuerySet, ContactQuerySet
from partners.states import STALE_AFTER, AgencyKind
from senkom.lib import refusals
from senkom.lib.phones import PhoneNumberField

NAME_KEY = Func(F("name"), function="senkom_name_key")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["name_key"])
class Agency(models.Model):
    """An agency or a post of one: a police station, a Koramil, BPBD, a district office."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    name = models.CharField(_("name"), max_length=150)
    name_key = models.GeneratedField(
        expression=NAME_KEY, output_field=models.CharField(max_length=200, db_collation="C"), db_persist=True
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    areas: models.ManyToManyField[Unit, Coverage] = models.ManyToManyField(
        Unit, verbose_name=_("areas"), through="Coverage", related_name="agencies"
    )
    is_active = models.BooleanField(_("still exists"), default=True)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name_key", "id"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="agency_by_name"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="agency_name_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="agency_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Write the name of the agency."),
            ),
            models.CheckConstraint(
                name="agency_not_below_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An agency doesn't belong to itself."),
            ),
        ]
        triggers = [refusals.kept("agency", _("Agencies are not deleted. Say that it no longer exists."))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.code])


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class Coverage(models.Model):
    """One area in which an agency works; areas decide who sees the agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="coverage")
    unit = models.ForeignKey(Unit, verbose_name=_("area"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "unit"],
                name="coverage_once",
                violation_error_message=_("This area is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.unit}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Contact(models.Model):
    """Whom one calls at an agency; often a position only, without a name."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(
        _("name"), max_length=150, blank=True, help_text=_("May stay empty: the position is enough.")
    )
    rank = models.CharField(_("rank"), max_length=50, blank=True)
    position = models.CharField(_("position"), max_length=150)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)
    left_on = models.DateField(_("left the position on"), null=True, blank=True)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["agency", "left_on"], name="contact_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="contact_has_a_position",
                condition=~Q(position=""),
                violation_error_message=_("Write the position, for example Kanit Binmas."),
            )
        ]
        triggers = [refusals.kept("contact", _("Contacts are not deleted. Write when the person left the position."))]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}" if self.name else self.position

    @property
    def person(self) -> str:
        """Rank and name, where they are known."""
        return f"{self.rank} {self.name}".strip() if self.name else ""

    def is_stale_on(self, today: date) -> bool:
        """Whether nobody has checked it for half a year."""
        return self.verified_on is None or self.verified_on < today - STALE_AFTER
