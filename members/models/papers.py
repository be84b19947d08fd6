"""The papers of a unit: decree, registration, domicile and what else offices ask for; and the bundles made of them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.units import Unit
from members.querysets import PaperBundleQuerySet, UnitDocumentQuerySet
from members.states import KEEPING_PAPERS, BundleRecipient, PaperKind, PaperState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful
from senkom.lib.uploads.models import StoredFile, StoredFileQuerySet

WITHOUT_NUMBER = (PaperKind.BOARD_LIST, PaperKind.OTHER)
SOON = timedelta(days=60)
"""From then on a paper that runs out is something to do."""
_STATE = "ARRAY['state', 'state_at', 'state_by_id', 'state_reason']"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class UnitDocument(Stateful):
    """One paper of a unit. A newer one takes its place; what was replaced or struck stays to be looked up."""

    machine: ClassVar[Machine] = KEEPING_PAPERS

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    title = models.CharField(_("what it is"), max_length=120, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued_by = models.CharField(_("issued by"), max_length=150)
    issued_on = models.DateField(_("dated"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=PaperState.choices, default=PaperState.STANDING, editable=False
    )

    objects = UnitDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a unit")
        verbose_name_plural = _("papers of units")
        ordering = ["unit", "kind", "-issued_on", "-id"]
        indexes = [
            models.Index(
                fields=["valid_until", "id"],
                name="unit_document_by_end",
                condition=Q(state=PaperState.STANDING, valid_until__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="unit_document_one_of_a_kind",
                fields=["unit", "kind"],
                condition=Q(state=PaperState.STANDING) & ~Q(kind=PaperKind.OTHER),
                violation_error_message=_("The unit has such a paper already. Replace that one."),
            ),
            models.CheckConstraint(
                name="unit_document_has_number",
                condition=Q(kind__in=WITHOUT_NUMBER) | Q(number__regex=r"\S"),
                violation_error_message=_("Write the number that stands on the paper."),
            ),
            models.CheckConstraint(
                name="unit_document_other_has_title",
                condition=~Q(kind=PaperKind.OTHER) | Q(title__regex=r"\S"),
                violation_error_message=_("Write what paper it is."),
            ),
            models.CheckConstraint(
                name="unit_document_has_issuer",
                condition=Q(issued_by__regex=r"\S"),
                violation_error_message=_("Write who issued the paper."),
            ),
            models.CheckConstraint(
                name="unit_document_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                violation_error_message=_("A paper is valid until its own day or longer. Look at both days."),
            ),
            models.CheckConstraint(
                name="unit_document_struck_with_reason",
                condition=~Q(state=PaperState.WITHDRAWN) | Q(state_reason__regex=r"\S", state_by__isnull=False),
                violation_error_message=_("Write the reason in a few words."),
            ),
        ]
        triggers = [
            KEEPING_PAPERS.trigger(),
            refusals.kept("unit_document", _("A paper is replaced or struck, not deleted.")),
            refusals.refuse(
                "unit_document_fixed",
                operation=pgtrigger.Update,
                when=f"to_jsonb(OLD) - {_STATE} IS DISTINCT FROM to_jsonb(NEW) - {_STATE} "
                "OR (OLD.state <> 'standing' AND OLD.* IS DISTINCT FROM NEW.*)",
                sentence=_("A paper stays as it was recorded. Replace it by a corrected one."),
            ),
            refusals.refuse(
                "unit_document_not_of_a_village",
                operation=pgtrigger.Insert,
                when=r"NEW.unit_id ~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'",
                sentence=_("A village is a place and has no papers of its own."),
            ),
            refusals.refuse(
                "unit_document_replaces_its_like",
                operation=pgtrigger.Insert,
                when="NEW.replaces_id IS NOT NULL",
                sentence=_("A paper takes the place of one of its kind in the same unit, which was set aside for it."),
                code="""
                    IF NOT EXISTS (
                        SELECT FROM members_unitdocument former
                        WHERE former.id = NEW.replaces_id AND former.unit_id = NEW.unit_id
                          AND former.kind = NEW.kind AND former.state = 'replaced'
                    ) THEN {refuse} END IF;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:papers", args=[self.unit.code])

    @property
    def name(self) -> str:
        """What it is called: its kind, or what somebody wrote where it has none of ours."""
        return self.title or str(self.get_kind_display())

    @property
    def scan(self) -> UnitDocumentFile | None:
        """The file, where there is one."""
        return getattr(self, "file", None)

    def days_left(self, today: date) -> int | None:
        """How long it is valid still; below zero it has run out, None without an end."""
        return (self.valid_until - today).days if self.valid_until else None


@pghistory.track(pghistory.InsertEvent(), exclude=["name", "sha256"])
class UnitDocumentFile(StoredFile):
    """The scan or photo of one paper, for whoever sees the papers of the unit; never changed and never removed."""

    kind: ClassVar[str] = "unit-document"
    owner_field: ClassVar[str] = "document"

    document = models.OneToOneField(
        UnitDocument, verbose_name=_("paper of a unit"), on_delete=models.PROTECT, related_name="file"
    )

    objects: ClassVar[models.Manager[UnitDocumentFile]] = StoredFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("scan of a paper")
        verbose_name_plural = _("scans of papers")
        triggers = refusals.append_only("unit_document_file", _("The scan of a paper stays as it was recorded."))


class PaperBundle(models.Model):
    """That somebody bundled the papers of a unit for an office: who, when, for whom; the file itself is not kept."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="bundles")
    recipient = models.CharField(_("for"), max_length=20, choices=BundleRecipient.choices)
    letter_number = models.CharField(_("number of the letter"), max_length=80, blank=True)
    papers = models.PositiveSmallIntegerField(_("papers in it"))
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = PaperBundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of existence")
        verbose_name_plural = _("reports of existence")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["unit", "-made_at"], name="paper_bundle_of_unit")]
        triggers = refusals.append_only("paper_bundle", _("Who bundled which papers, and when, stays on record."))

    def __str__(self) -> str:
        return f"{self.get_recipient_display()}, {self.made_at:%Y-%m-%d}"
