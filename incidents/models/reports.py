"""What came in: one message from one source."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.categories import Category
from incidents.querysets import IncidentReportQuerySet
from incidents.states import ANSWERS, TRIAGE, WAITING, Channel, PlaceSource, ReportState, Sensitivity
from members.models import Member, Unit
from patrols.models import Finding
from senkom.lib import refusals
from senkom.lib.phones import PhoneNumberField
from senkom.lib.states import Machine, Stateful

if TYPE_CHECKING:
    from incidents.models.incidents import Incident

UNIT_OF_THE_PLACE = "NEW.village_id IS NOT NULL AND NOT starts_with(NEW.village_id, NEW.unit_id)"
VILLAGE_IS_NO_UNIT = r"NEW.unit_id ~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class IncidentReport(Stateful):
    """One message from one source; it waits until somebody reads it and says what becomes of it."""

    machine: ClassVar[Machine] = TRIAGE

    code = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="incident_reports")
    category = models.ForeignKey(Category, verbose_name=_("what"), on_delete=models.PROTECT, related_name="reports")
    sensitivity = models.CharField(
        _("sensitivity"), max_length=20, choices=Sensitivity.choices, default=Sensitivity.OPEN
    )
    text = models.TextField(_("what was seen or heard"), max_length=4000)
    channel = models.CharField(_("came by"), max_length=20, choices=Channel.choices)

    occurred_at = models.DateTimeField(_("happened at"))
    reported_at = models.DateTimeField(_("told at"), default=timezone.now)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    village = models.ForeignKey(
        Unit, verbose_name=_("village"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_text = models.CharField(_("place in words"), max_length=200, blank=True)
    place_source = models.CharField(_("place known by"), max_length=10, choices=PlaceSource.choices)

    reporter = models.ForeignKey(
        Member, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="incident_reports"
    )
    on_behalf_of = models.ForeignKey(
        Member, verbose_name=_("on behalf of"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.OneToOneField(
        Finding,
        verbose_name=_("finding of a patrol"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="incident_report",
    )
    # Who called: read by those who triage, told to nobody outside.
    caller_name = models.CharField(_("caller"), max_length=150, blank=True)
    caller_phone = PhoneNumberField(_("caller's number"), blank=True)

    state = models.CharField(
        _("state"), max_length=20, choices=ReportState.choices, default=ReportState.RECEIVED, editable=False
    )
    answer = models.TextField(_("answer to the reporter"), blank=True, editable=False)

    objects = IncidentReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming report")
        verbose_name_plural = _("incoming reports")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="incident_report_newest"),
            models.Index(fields=["unit", "-received_at"], name="incident_report_of_unit"),
            models.Index(
                fields=["unit", "received_at"], name="incident_report_waiting", condition=Q(state__in=WAITING)
            ),
            # Whom the clock tells that his report was answered.
            models.Index(fields=["state_at"], name="incident_report_answered", condition=Q(state__in=ANSWERS)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="incident_report_sent_once",
                violation_error_message=_("This form was sent already. Look among your reports."),
            ),
            models.CheckConstraint(
                name="incident_report_has_a_text",
                condition=~Q(text=""),
                violation_error_message=_("Write in a few words what was seen or heard."),
            ),
            models.CheckConstraint(
                name="incident_report_has_a_place",
                condition=Q(village__isnull=False) | Q(~Q(place_text=""), ~Q(place_source=PlaceSource.VILLAGE)),
                violation_error_message=_("Choose the village, or describe the place in words."),
            ),
            models.CheckConstraint(
                name="incident_report_for_another",
                condition=Q(on_behalf_of__isnull=True) | ~Q(on_behalf_of=F("reporter")),
                violation_error_message=_("A report on behalf of somebody is written by another."),
            ),
            models.CheckConstraint(
                name="incident_report_answered_in_words",
                condition=~Q(state__in=ANSWERS) | ~Q(answer=""),
                violation_error_message=_("Write the answer to the reporter in a few words."),
            ),
        ]
        triggers = [
            TRIAGE.trigger(),
            refusals.kept("incident_report", _("Reports are not deleted. Answer it, or let the reporter withdraw it.")),
            refusals.refuse(
                "incident_report_of_the_place",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "village_id"),
                when=f"{UNIT_OF_THE_PLACE} OR {VILLAGE_IS_NO_UNIT}",
                sentence=_("The unit follows from the place where it happened."),
            ),
            refusals.refuse(
                "incident_report_linked_has_an_incident",
                operation=pgtrigger.UpdateOf("state"),
                when="NEW.state = 'linked'",
                code="IF NOT EXISTS (SELECT FROM incidents_reportlink"
                " WHERE report_id = NEW.id AND unlinked_at IS NULL) THEN {refuse} END IF;",
                sentence=_("Say which incident the report is joined to."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("incidents:report", args=[self.code])

    @property
    def place(self) -> str:
        """Where it was, as people say it."""
        return ", ".join(part for part in (self.place_text, self.village.name if self.village else "") if part)

    @property
    def is_confidential(self) -> bool:
        return self.sensitivity == Sensitivity.CONFIDENTIAL

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def incident(self) -> Incident | None:
        """The incident it is joined to."""
        link = self.links.live().select_related("incident__category").first()
        return link.incident if link else None
