"""Lists of people that leave the application: who took which, by whose leave, and the columns recipients ask for."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.units import Unit
from members.querysets import UnitScopedQuerySet
from members.states import EXPORTING, FREE_EXPORT, Action, ExportState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

_MOVING = "ARRAY['state', 'state_at', 'state_by_id', 'state_reason']"


class RosterExportQuerySet(UnitScopedQuerySet["RosterExport"]):
    """Questions to exports: one's own, and those for which one answers."""

    view_action = Action.APPROVE_EXPORT

    def own(self, member: Member) -> Q:
        return Q(by=member)


class RosterExport(Stateful):
    """A list of people that somebody takes out: of whom, with which columns, how many and why."""

    machine: ClassVar[Machine] = EXPORTING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, verbose_name=_("taken by"), on_delete=models.PROTECT, related_name="+")
    criteria = models.JSONField(default=dict)
    """What was searched and filtered for."""
    said = models.CharField(_("filter"), max_length=300)
    """The same in words, as it stands on top of the sheet."""
    columns = ArrayField(models.CharField(max_length=30))
    for_whom = models.CharField(_("for whom"), max_length=100, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    count = models.PositiveIntegerField(_("people"))
    state = models.CharField(_("state"), max_length=20, choices=ExportState.choices, editable=False)
    made_at = models.DateTimeField(_("asked for on"), default=timezone.now, editable=False)

    objects = RosterExportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="roster_export_of_many_by_two",
                condition=~Q(state=ExportState.ALLOWED, count__gt=FREE_EXPORT)
                | Q(~Q(state_by=F("by")), state_by__isnull=False),
                violation_error_message=_("Another person answers for a list of more than 50 people."),
            ),
            models.CheckConstraint(
                name="roster_export_of_many_has_reason",
                condition=Q(count__lte=FREE_EXPORT) | Q(reason__regex=r"\S"),
                violation_error_message=_("Write why more than 50 people leave the roster, and for whom."),
            ),
        ]
        triggers = [
            EXPORTING.trigger(),
            refusals.kept("roster_export", _("Who took which list stays on record.")),
            refusals.refuse(
                "roster_export_fixed",
                operation=pgtrigger.Update,
                when=f"to_jsonb(OLD) - {_MOVING} IS DISTINCT FROM to_jsonb(NEW) - {_MOVING}",
                sentence=_("Who took which list stays on record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.said}"

    def get_absolute_url(self) -> str:
        return reverse("members:export_page", args=[self.code])

    @property
    def is_of_many(self) -> bool:
        """Whether it needs a second person."""
        return self.count > FREE_EXPORT


class ExportTaking(models.Model):
    """A file that was made of such a list, and how many people stood in it then."""

    export = models.ForeignKey(RosterExport, on_delete=models.PROTECT, related_name="takings")
    kind = models.CharField(max_length=10)
    count = models.PositiveIntegerField(_("people"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        triggers = refusals.append_only("export_taking", _("Who took which list stays on record."))

    def __str__(self) -> str:
        return f"{self.kind}, {self.at}"


class ExportLayout(models.Model):
    """The columns that somebody who is sent our list asks for; chosen once for a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=100)
    columns = ArrayField(models.CharField(max_length=30))

    class Meta:
        ordering = ["recipient"]
        constraints = [
            models.UniqueConstraint(
                name="export_layout_once",
                fields=["unit", "recipient"],
                violation_error_message=_("The columns of this recipient are kept already."),
            )
        ]

    def __str__(self) -> str:
        return self.recipient
