"""What was done and known when: the timeline, and figures with their source."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.querysets import FigureQuerySet, TimelineQuerySet
from incidents.states import RANK, EntryKind, FigureKind, FigureSource, Indicator, Visibility
from members.models import Member, Unit
from senkom.lib import refusals

STRUCK = ("struck_at", "struck_by_id", "struck_reason")


class Strikable(models.Model):
    """A line that is written once: it is never changed or deleted, only struck, with name and reason."""

    recorded_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)
    struck_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    struck_reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None


def strikable(name: str) -> list[Any]:
    """The triggers of a line that is written once."""
    sentence = _("What is written stays. Strike the line with a reason, and write a new one.")
    return [refusals.kept(name, sentence), refusals.only_once(f"{name}_unchanged", STRUCK, "struck_at", sentence)]


def struck_in_full(name: str) -> models.CheckConstraint:
    """Whoever strikes a line says who and why."""
    return models.CheckConstraint(
        name=name,
        condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
        | Q(~Q(struck_reason=""), struck_at__isnull=False, struck_by__isnull=False),
        violation_error_message=_("Write why the line is struck."),
    )


class TimelineEntry(Strikable):
    """One line of an incident's timeline. Append-only, so it is its own history."""

    code = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="timeline")
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    author = models.ForeignKey(
        Member, verbose_name=_("written by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.TextField(_("text"))
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility.choices, default=Visibility.INTERNAL
    )

    objects = TimelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the timeline")
        verbose_name_plural = _("timeline")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["incident", "at", "id"], name="timeline_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="timeline_written_once",
                violation_error_message=_("This form was sent already. Look at the timeline."),
            ),
            models.CheckConstraint(
                name="timeline_has_a_text",
                condition=~Q(text=""),
                violation_error_message=_("Write what happened, in a few words."),
            ),
            struck_in_full("timeline_struck_in_full"),
        ]
        triggers = strikable("timeline")

    def __str__(self) -> str:
        return self.text


class Figure(Strikable):
    """One count, from one source, at one time. Counts of two sources stand side by side and are never added up."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="figures")
    indicator = models.CharField(_("what is counted"), max_length=30, choices=Indicator.choices)
    village = models.ForeignKey(
        Unit, verbose_name=_("village"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=20, choices=FigureSource.choices)
    source_name = models.CharField(_("who said it"), max_length=100, blank=True)
    as_of = models.DateTimeField(_("as of"))
    kind = models.CharField(_("kind"), max_length=10, choices=FigureKind.choices)
    count = models.PositiveIntegerField(_("number"), null=True, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["as_of", "id"]
        indexes = [models.Index(fields=["incident", "as_of"], name="figure_in_order")]
        constraints = [
            models.CheckConstraint(
                name="figure_number_none_or_pending",
                condition=Q(kind=FigureKind.NUMBER, count__isnull=False, count__gte=1)
                | Q(kind__in=[FigureKind.NONE, FigureKind.PENDING], count__isnull=True),
                violation_error_message=_("Write a number from 1 on, or choose “none” or “still being counted”."),
            ),
            models.UniqueConstraint(
                fields=["incident", "indicator", "village", "source", "as_of"],
                condition=Q(struck_at__isnull=True),
                nulls_distinct=False,
                name="figure_once_a_source_and_time",
                violation_error_message=_(
                    "This source has a figure for that time already. Strike it, or change the time."
                ),
            ),
            struck_in_full("figure_struck_in_full"),
        ]
        triggers = strikable("figure")

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}: {self.value}"

    @property
    def value(self) -> str:
        """The number, or the words for none and pending."""
        return str(self.count) if self.kind == FigureKind.NUMBER else str(self.get_kind_display())

    @property
    def rank(self) -> int:
        """How far in front its source stands; 0 is the first."""
        return RANK[self.source]
