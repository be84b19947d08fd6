"""What a crew writes after a duty, and what it came across."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.models import Member, Unit
from patrols.models.duties import Duty
from patrols.querysets import FindingQuerySet, PatrolReportQuerySet
from patrols.states import APPROVED, DISCREET, EDITABLE, REPORT, FindingKind, ReportState, Situation
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

CONTENT = (
    "duty_id, author_id, on_behalf_of_id, version, supersedes_id, situation, weather, summary, nihil, submitted_at"
)
"""What nobody changes while a report is read or after it was approved."""


def _row(which: str, columns: str) -> str:
    return f"ROW({', '.join(f'{which}.{column.strip()}' for column in columns.split(','))})"


def _differ(columns: str) -> str:
    return f"{_row('OLD', columns)} IS DISTINCT FROM {_row('NEW', columns)}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class PatrolReport(Stateful):
    """One person's report about a duty; a duty may have several, one of them approved as *the* report."""

    machine: ClassVar[Machine] = REPORT

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=30, unique=True, null=True, editable=False)
    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="reports")
    author = models.ForeignKey(Member, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="reports")
    on_behalf_of = models.ForeignKey(
        Member,
        verbose_name=_("on behalf of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_by_others",
    )
    version = models.PositiveSmallIntegerField(default=1, editable=False, validators=[MinValueValidator(1)])
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="correction",
    )
    is_main = models.BooleanField(_("the report of this duty"), default=False, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=ReportState.choices, default=ReportState.DRAFT, editable=False
    )
    situation = models.CharField(_("situation at the end"), max_length=10, choices=Situation.choices, blank=True)
    nihil = models.BooleanField(_("nothing happened"), default=False)
    weather = models.CharField(_("weather"), max_length=100, blank=True)
    summary = models.TextField(_("what was done and seen"), blank=True)
    submitted_at = models.DateTimeField(_("sent in at"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        Member,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    verified_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PatrolReportQuerySet.as_manager()

    if TYPE_CHECKING:
        findings: RelatedManager[Finding]
        correction: PatrolReport

    class Meta:
        verbose_name = _("patrol report")
        verbose_name_plural = _("patrol reports")
        ordering = ["-submitted_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="report_by_state"),
            models.Index(fields=["duty", "state"], name="report_of_duty"),
            models.Index(fields=["-created_at", "-id"], name="report_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_sent_is_whole",
                condition=Q(state=ReportState.DRAFT)
                | Q(~Q(number=""), ~Q(situation=""), number__isnull=False, submitted_at__isnull=False),
                violation_error_message=_("A report that was sent has a number, a time and a situation."),
            ),
            models.CheckConstraint(
                name="report_nothing_happened_is_calm",
                condition=Q(nihil=False) | Q(situation__in=["", Situation.NORMAL]),
                violation_error_message=_("“Nothing happened” and this situation don't go together. Choose one."),
            ),
            models.CheckConstraint(
                name="report_returned_with_remark",
                condition=~Q(state=ReportState.RETURNED) | ~Q(state_reason=""),
                violation_error_message=_("Write what is missing, in a few words."),
            ),
            models.CheckConstraint(
                name="report_approved_has_verifier",
                condition=~Q(state__in=APPROVED) | Q(verified_by__isnull=False, verified_at__isnull=False),
                violation_error_message=_("An approved report says who approved it, and when."),
            ),
            models.CheckConstraint(
                name="report_verified_by_another",
                condition=Q(verified_by__isnull=True)
                | (
                    ~Q(verified_by=F("author"))
                    & (Q(on_behalf_of__isnull=True) | Q(on_behalf_of__isnull=False) & ~Q(verified_by=F("on_behalf_of")))
                ),
                violation_error_message=_(
                    "Nobody approves his own report. It goes to the deputy, or to the desk of the unit above."
                ),
            ),
            models.CheckConstraint(
                name="report_on_behalf_of_another",
                condition=Q(on_behalf_of__isnull=True) | (Q(on_behalf_of__isnull=False) & ~Q(on_behalf_of=F("author"))),
                violation_error_message=_("One's own report needs no “on behalf of”."),
            ),
            models.CheckConstraint(
                name="report_main_is_verified",
                condition=Q(is_main=False) | Q(state=ReportState.VERIFIED),
                violation_error_message=_("The report of a duty is an approved one."),
            ),
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(is_main=True),
                name="report_one_main_per_duty",
                violation_error_message=_("Another report of this duty was approved a moment ago. Reload the page."),
            ),
            models.CheckConstraint(
                name="report_corrects_another",
                condition=Q(version=1, supersedes__isnull=True)
                | (Q(version__gt=1, supersedes__isnull=False) & ~Q(supersedes=F("id"))),
                violation_error_message=_("A correction names the report it corrects."),
            ),
        ]
        triggers = [
            REPORT.trigger(),
            refusals.kept("report", _("Reports are not deleted. Correct it by a new version.")),
            refusals.refuse(
                "report_number_stays",
                operation=pgtrigger.UpdateOf("number", "code"),
                when="OLD.code <> NEW.code OR (OLD.number IS NOT NULL AND OLD.number IS DISTINCT FROM NEW.number)",
                sentence=_("The number of a report stays."),
            ),
            refusals.refuse(
                "report_sent_is_frozen",
                operation=pgtrigger.Update,
                when=f"OLD.state IN ('submitted', 'verified', 'superseded') AND {_differ(CONTENT)}",
                sentence=_("A report that was sent is not changed. Return it first, or correct it by a new version."),
            ),
            refusals.refuse(
                "report_approval_stays",
                operation=pgtrigger.Update,
                when="OLD.state IN ('verified', 'superseded') AND ("
                + _differ("verified_by_id, verified_at")
                + f" OR OLD.state = NEW.state AND {_differ('state_at, state_by_id, state_reason')})",
                sentence=_("Who approved a report, and when, stays."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("report draft"))

    def get_absolute_url(self) -> str:
        return reverse("patrols:report", args=[self.duty.code, self.code])

    @property
    def may_change(self) -> bool:
        """Whether its author may still change it, as far as the state goes."""
        return self.state in EDITABLE

    @property
    def is_draft(self) -> bool:
        """Whether it was never sent in."""
        return self.state == ReportState.DRAFT

    @property
    def is_submitted(self) -> bool:
        """Whether it waits for somebody who reads it."""
        return self.state == ReportState.SUBMITTED

    @property
    def is_returned(self) -> bool:
        """Whether its author was asked to complete it."""
        return self.state == ReportState.RETURNED

    @property
    def is_verified(self) -> bool:
        """Whether it was approved and holds."""
        return self.state == ReportState.VERIFIED

    @property
    def speaker(self) -> Member:
        """Whose report it is: the one it is on behalf of, else its author."""
        return self.on_behalf_of or self.author

    @property
    def verifier_name(self) -> str:
        """Who approved it, as pages say it: first name and an initial."""
        if self.verified_by is None:
            return ""
        first, *others = self.verified_by.full_name.split()
        return f"{first} {others[0][0]}." if others else first

    @property
    def verified_day(self) -> str:
        """The day it was approved, where the duty was: 21 November."""
        return date_format(self.verified_at.astimezone(self.duty.unit.zone), "j F") if self.verified_at else ""

    @property
    def seen(self) -> str:
        """The version of the row a page shows, so that an answer to an older one is noticed."""
        return self.state_at.isoformat()


_SENT = "SELECT 1 FROM patrols_patrolreport r WHERE r.state IN ('submitted', 'verified', 'superseded') AND r.id"
_FROZEN = _("What a report found is not changed once it was sent. Return it first, or correct it by a new version.")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Finding(models.Model):
    """Something a crew came across, told so that an incident can be opened from it without retyping."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(PatrolReport, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(_("when"), null=True, blank=True)
    kind = models.CharField(_("what"), max_length=20, choices=FindingKind.choices, default=FindingKind.OTHER)
    text = models.CharField(_("what was seen"), max_length=500, blank=True)
    village = models.ForeignKey(
        Unit, verbose_name=_("village"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_to = models.CharField(_("who was told"), max_length=200, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["report", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="finding_says_what",
                condition=~Q(kind=FindingKind.OTHER) | ~Q(text=""),
                violation_error_message=_("Write what was seen."),
            ),
        ]
        triggers = [
            refusals.refuse(
                "finding_frozen",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when="",
                # On INSERT there is no OLD; its fields are NULL then.
                code=f"IF EXISTS ({_SENT} IN (NEW.report_id, OLD.report_id)) THEN {{refuse}} END IF;",
                sentence=_FROZEN,
            ),
            refusals.refuse(
                "finding_kept",
                operation=pgtrigger.Delete,
                when="",
                code=f"IF EXISTS ({_SENT} = OLD.report_id) THEN {{refuse}} END IF;",
                sentence=_FROZEN,
            ),
            refusals.refuse(
                "finding_in_a_village",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("village_id"),
                when=r"NEW.village_id !~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'",
                sentence=_("Choose a village."),
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())

    @property
    def is_discreet(self) -> bool:
        """Whether texts that leave the house say only what kind it was, and in which village."""
        return self.kind in DISCREET

    @property
    def occurred_at(self) -> datetime:
        """When it was, or when the duty began where nobody wrote down the time; never after it was reported.

        A crew may go out, and report, hours before the planned begin.
        """
        reported = self.report.submitted_at or self.report.created_at
        return min(self.at or self.report.duty.starts_at, reported)
