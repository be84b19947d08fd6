"""Files of people that a roster admin brings: what was sent, what each row would do, and how columns were called."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.units import Unit
from members.states import IMPORTING, ImportState, MemberState, Verdict
from senkom.lib.crypto import EncryptedField
from senkom.lib.states import Machine, Stateful

ENDED = [ImportState.DONE, ImportState.GIVEN_UP]


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Questions to imports."""

    def visible_to(self, user: Any) -> Self:
        """One's own: what another one brought may hold more than one may see."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(by=user.member_id)

    def open(self) -> Self:
        """Neither done nor given up."""
        return self.exclude(state__in=ENDED)

    def without_content(self) -> Self:
        """Without the file, which is large and encrypted."""
        return self.defer("content")


class RosterImport(Stateful):
    """A file of people, from the moment it was sent; the file itself goes when it is taken over or given up."""

    machine: ClassVar[Machine] = IMPORTING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, verbose_name=_("brought by"), on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=100)
    content = EncryptedField(null=True, editable=False)
    """The file in base64: it may hold NIKs, so it lies as they do."""
    header_row = models.PositiveIntegerField(default=1)
    headings = models.JSONField(default=list)
    """Of each column: its letter and what stands above it."""
    columns = models.JSONField(default=dict)
    """Which of our fields stands in which column, by the place of the column: {"0": "full_name"}."""
    state = models.CharField(
        _("state"), max_length=20, choices=ImportState.choices, default=ImportState.MATCHING, editable=False
    )
    made_at = models.DateTimeField(_("brought on"), default=timezone.now, editable=False)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="roster_import_file_destroyed_at_its_end",
                condition=~Q(state__in=ENDED) | Q(content__isnull=True),
                violation_error_message=_("A file is destroyed when it was taken over or given up."),
            )
        ]
        triggers = [IMPORTING.trigger()]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("members:import_page", args=[self.code])

    @property
    def is_at_work(self) -> bool:
        """Whether the machine works on it now."""
        return self.state in (ImportState.CHECKING, ImportState.WRITING)

    def counts(self) -> dict[str, int]:
        """How many rows come to what."""
        found = self.rows.values("verdict").order_by("verdict").annotate(number=Count("pk"))
        return {row["verdict"]: row["number"] for row in found}


class RosterImportRow(models.Model):
    """One row of such a file, and what becomes of it. Its cells go with the file, the row itself some days later."""

    sheet = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    """As the program of the sheet shows it."""
    cells = EncryptedField(null=True, editable=False)
    keys = ArrayField(models.CharField(max_length=70), default=list)
    """Keyed hashes of NIK, number, name and day: by them rows of one file are compared."""
    name = models.CharField(max_length=150, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices, default=Verdict.UNREAD)
    becomes = models.CharField(max_length=20, blank=True)
    """The state in which the person would stand on the list."""
    remarks = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    """Sentences with the column they are about."""
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["sheet", "verdict", "number"], name="import_row_by_verdict")]
        constraints = [
            models.UniqueConstraint(
                name="import_row_once",
                fields=["sheet", "number"],
                violation_error_message=_("Each row of a file stands once."),
            ),
            models.CheckConstraint(
                name="import_row_taken_over_has_member",
                condition=~Q(verdict__in=[Verdict.ADDED, Verdict.CHANGED]) | Q(member__isnull=False),
                violation_error_message=_("A row that was taken over belongs to a person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.number}"

    @property
    def becomes_words(self) -> str:
        """The state in which the person would stand on the list, in words."""
        return str(capfirst(MemberState(self.becomes).label)) if self.becomes else ""


class KnownColumns(models.Model):
    """How somebody's files call their columns, so that he matches them once."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)
    """Headings as they are compared, and our fields."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="known_columns_once",
                fields=["unit", "by"],
                violation_error_message=_("Each person's columns are kept once for a unit."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.unit}"
