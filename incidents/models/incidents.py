"""What happened: incidents, and the reports joined to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.categories import Category
from incidents.models.reports import UNIT_OF_THE_PLACE, VILLAGE_IS_NO_UNIT, IncidentReport
from incidents.querysets import IncidentQuerySet, ReportLinkQuerySet
from incidents.states import (
    HANDLING,
    OVER,
    Outcome,
    Sensitivity,
    Severity,
    Situation,
    Status,
    Verification,
)
from members.models import Member, Unit
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

URGENCY = Case(
    When(state__in=OVER, then=Value(0)),
    When(situation=Situation.CRISIS, then=Value(20) + F("severity")),
    When(situation=Situation.FOLLOW_UP, then=Value(10) + F("severity")),
    default=F("severity"),
    output_field=models.SmallIntegerField(),
)
"""How far in front it stands: what is over comes last, a crisis first."""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["urgency", "title_key"])
class Incident(Stateful):
    """Something that happened, as the unit of its place knows it; `state` is the status of its handling."""

    machine: ClassVar[Machine] = HANDLING

    code = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="incidents")
    title = models.CharField(_("title"), max_length=150)
    title_key = models.GeneratedField(
        expression=Func(F("title"), function="senkom_name_key"),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )
    category = models.ForeignKey(Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+")
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices, default=Severity.MINOR)
    situation = models.CharField(_("situation"), max_length=20, choices=Situation.choices, default=Situation.FOLLOW_UP)
    sensitivity = models.CharField(
        _("sensitivity"), max_length=20, choices=Sensitivity.choices, default=Sensitivity.OPEN
    )

    verification = models.CharField(
        _("verification"),
        max_length=20,
        choices=Verification.choices,
        default=Verification.UNVERIFIED,
        editable=False,
    )
    verification_note = models.TextField(_("how one knows"), blank=True, editable=False)

    state = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.NEW, editable=False)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True, editable=False)
    urgency = models.GeneratedField(expression=URGENCY, output_field=models.SmallIntegerField(), db_persist=True)

    village = models.ForeignKey(
        Unit, verbose_name=_("village"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_text = models.CharField(_("place in words"), max_length=200, blank=True)
    occurred_at = models.DateTimeField(_("happened at"))
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    lead = models.ForeignKey(
        Member,
        verbose_name=_("lead"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="incidents_led",
    )
    is_exercise = models.BooleanField(_("an exercise"), default=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-urgency", "-occurred_at", "-id"]
        indexes = [
            models.Index(fields=["-urgency", "-occurred_at", "-id"], name="incident_worst_first"),
            models.Index(fields=["unit", "-urgency", "-occurred_at"], name="incident_of_unit"),
            models.Index(fields=["village", "occurred_at"], name="incident_at_place"),
            GinIndex(fields=["title_key"], opclasses=["gin_trgm_ops"], name="incident_title_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="incident_opened_once",
                violation_error_message=_("This form was sent already. Look among the incidents."),
            ),
            models.CheckConstraint(
                name="incident_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Write a title of a few words."),
            ),
            models.CheckConstraint(
                name="incident_ends_with_an_outcome",
                condition=Q(state__in=OVER) & ~Q(outcome="") | ~Q(state__in=OVER) & Q(outcome=""),
                violation_error_message=_("Say how it ended."),
            ),
            models.CheckConstraint(
                name="incident_refuted_with_a_note",
                condition=~Q(verification=Verification.REFUTED) | ~Q(verification_note=""),
                violation_error_message=_("Write how one knows that it is not true."),
            ),
            models.CheckConstraint(
                name="incident_severity_in_words",
                condition=Q(severity__in=Severity.values),
                violation_error_message=_("Choose a severity from the list."),
            ),
        ]
        triggers = [
            HANDLING.trigger(),
            refusals.kept("incident", _("Incidents are not deleted. Close it with the outcome “was not true”.")),
            refusals.refuse(
                "incident_of_the_place",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "village_id"),
                when=f"{UNIT_OF_THE_PLACE} OR {VILLAGE_IS_NO_UNIT}",
                sentence=_("The unit follows from the place where it happened."),
            ),
            refusals.refuse(
                "incident_recovery_is_for_disasters",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "category_id"),
                when="NEW.state = 'recovery'",
                code="IF NOT EXISTS (SELECT FROM incidents_category"
                " WHERE id = NEW.category_id AND is_disaster) THEN {refuse} END IF;",
                sentence=_("Only a disaster has a recovery. Choose “resolved” instead."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("incidents:detail", args=[self.code])

    @property
    def place(self) -> str:
        """Where it was, as people say it."""
        return ", ".join(part for part in (self.place_text, self.village.name if self.village else "") if part)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_confidential(self) -> bool:
        return self.sensitivity == Sensitivity.CONFIDENTIAL

    @property
    def next_steps(self) -> list[Status]:
        """The states it may take next, in the order of the table; recovery only where it is a disaster."""
        steps = [to for to in Status if self.machine.allows(self.state, to)]
        return [to for to in steps if to != Status.RECOVERY or self.category.is_disaster]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ReportLink(models.Model):
    """A report joined to an incident; it can be undone and stays as history."""

    report = models.ForeignKey(IncidentReport, on_delete=models.PROTECT, related_name="links")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    linked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)
    unlinked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    unlinked_at = models.DateTimeField(null=True)
    unlinked_reason = models.TextField(blank=True)

    objects = ReportLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("joined report")
        verbose_name_plural = _("joined reports")
        ordering = ["linked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(unlinked_at__isnull=True),
                name="report_link_one_at_a_time",
                violation_error_message=_("This report is joined to an incident already. Take it off there first."),
            ),
            models.CheckConstraint(
                name="report_link_undone_with_a_reason",
                condition=Q(unlinked_at__isnull=True, unlinked_by__isnull=True, unlinked_reason="")
                | Q(~Q(unlinked_reason=""), unlinked_at__isnull=False, unlinked_by__isnull=False),
                violation_error_message=_("Write why the report is taken off."),
            ),
        ]
        triggers = [
            refusals.kept("report_link", _("Links are undone with a reason, not deleted.")),
            refusals.only_once(
                "report_link_unchanged",
                ("unlinked_by_id", "unlinked_at", "unlinked_reason"),
                done="unlinked_at",
                sentence=_("What was joined stays as history; it can only be undone, once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.incident_id}"
