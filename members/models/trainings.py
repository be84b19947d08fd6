"""Trainings: what is taught when and where, who takes part, who was there, and who passed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.skills import Grant, Qualification
from members.models.units import Unit
from members.permissions import lineage
from members.querysets import UnitScopedQuerySet
from members.states import ENROLMENT, TRAINING, Action, EnrolmentState, TrainingState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

TAKES_A_PLACE = [state for state in EnrolmentState if state != EnrolmentState.WITHDRAWN]


class TrainingQuerySet(UnitScopedQuerySet["Training"]):
    """Questions to the trainings."""

    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        """What was announced in the member's unit and those above it, and wherever he takes part."""
        announced = ~Q(state=TrainingState.PLANNED) & Q(unit__in=lineage(member.unit_id))
        enrolments = apps.get_model("members", "Enrolment").objects.filter(training=OuterRef("pk"), member=member)
        return announced | Q(Exists(enrolments))

    def coming(self, now: datetime | None = None) -> Self:
        """Those that have not begun, and those whose results are still to be written, the next first."""
        ahead = Q(first_at__gte=now or timezone.now(), state__in=[TrainingState.PLANNED, TrainingState.OPEN])
        open_ = Q(state__in=[TrainingState.OPEN, TrainingState.HELD])
        return self.filter(ahead | open_).order_by("first_at", "pk")

    def past(self) -> Self:
        """Closed and cancelled ones."""
        return self.filter(state__in=[TrainingState.CLOSED, TrainingState.CANCELLED])

    def for_list_page(self) -> Self:
        """With all that a list shows."""
        taken = Count("enrolments", filter=Q(enrolments__state__in=TAKES_A_PLACE))
        return self.select_related("unit", "qualification").annotate(taken=taken)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Training(Stateful):
    """Something a unit teaches or has taught, in one session or several; it may end in a certificate."""

    machine: ClassVar[Machine] = TRAINING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="trainings")
    qualification = models.ForeignKey(
        Qualification, verbose_name=_("certificate"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    organiser = models.CharField(_("who teaches"), max_length=120)
    place = models.CharField(_("place"), max_length=200)
    capacity = models.PositiveSmallIntegerField(_("places"))
    first_at = models.DateTimeField(_("begins"))
    """When its first session begins; written with the sessions."""
    planned_by = models.ForeignKey(Member, on_delete=models.PROTECT, editable=False, related_name="+")
    state = models.CharField(
        _("state"), max_length=20, choices=TrainingState.choices, default=TrainingState.PLANNED, editable=False
    )

    objects = TrainingQuerySet.as_manager()

    if TYPE_CHECKING:
        sessions: RelatedManager[TrainingSession]
        enrolments: RelatedManager[Enrolment]
        taken: int

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        indexes = [models.Index(fields=["first_at", "id"], name="training_by_begin")]
        constraints = [
            models.CheckConstraint(
                name="training_has_places",
                condition=Q(capacity__gte=1),
                violation_error_message=_("A training has at least one place."),
            ),
            models.CheckConstraint(
                name="training_cancelled_with_reason",
                condition=~Q(state=TrainingState.CANCELLED) | Q(state_reason__regex=r"\S"),
                violation_error_message=_("Write the reason in a few words."),
            ),
        ]
        triggers = [
            TRAINING.trigger(),
            refusals.kept("training", _("A training is cancelled, not deleted.")),
            refusals.refuse(
                "training_fixed",
                operation=pgtrigger.Update,
                when="OLD.unit_id <> NEW.unit_id OR OLD.code <> NEW.code OR OLD.capacity <> NEW.capacity "
                "OR OLD.qualification_id IS DISTINCT FROM NEW.qualification_id",
                sentence=_("Unit, places and certificate of a training stay. Cancel it and plan another one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:training", args=[self.code])


class TrainingSession(models.Model):
    """One meeting of a training."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="training_session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it began."),
            ),
            models.UniqueConstraint(
                name="training_session_once",
                fields=["training", "starts_at"],
                violation_error_message=_("This session is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training}, {self.starts_at}"


class EnrolmentQuerySet(UnitScopedQuerySet["Enrolment"]):
    """Questions to who takes part."""

    unit_field = "training__unit"
    view_action = Action.VIEW_MEMBERS

    def own(self, member: Member) -> Q:
        return Q(member=member)

    def taking_part(self) -> Self:
        """Everybody who has a place."""
        return self.filter(state__in=TAKES_A_PLACE)

    def for_training_page(self) -> Self:
        """With the names, by name, and at which sessions each was."""
        there = Prefetch("attendances", Attendance.objects.all())
        return self.select_related("member__unit").prefetch_related(there).order_by("member__name_key", "pk")


FULL_OR_OVER = """
    PERFORM 1 FROM members_training WHERE id = NEW.training_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM members_training t WHERE t.id = NEW.training_id AND (
        t.state IN ('closed', 'cancelled') OR t.capacity <= (
            SELECT count(*) FROM members_enrolment e
            WHERE e.training_id = t.id AND e.state <> 'withdrawn' AND e.id <> NEW.id))) THEN
        {refuse}
    END IF;
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Enrolment(Stateful):
    """One person's place in a training, and how it ended for him."""

    machine: ClassVar[Machine] = ENROLMENT

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="enrolments")
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="enrolments")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, null=True, editable=False, related_name="enrolment")
    """The certificate that closing the training gave."""
    state = models.CharField(
        _("state"), max_length=20, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED, editable=False
    )

    objects = EnrolmentQuerySet.as_manager()

    if TYPE_CHECKING:
        attendances: RelatedManager[Attendance]

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once",
                fields=["training", "member"],
                violation_error_message=_("This member takes part already."),
            ),
            models.CheckConstraint(
                name="enrolment_result_by_another",
                condition=~Q(state__in=[EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.ABSENT])
                | Q(~Q(state_by=F("member")), state_by__isnull=False),
                violation_error_message=_("Somebody else writes down whether one has passed."),
            ),
            models.CheckConstraint(
                name="enrolment_certificate_when_passed",
                condition=Q(grant__isnull=True) | Q(state=EnrolmentState.PASSED),
                violation_error_message=_("Only who has passed gets the certificate."),
            ),
        ]
        triggers = [
            ENROLMENT.trigger(),
            refusals.kept("enrolment", _("Who took part stays on record; he withdraws instead.")),
            # Both ask for a lock on the training first, so that two who want the last place take turns.
            refusals.refuse(
                "enrolment_has_a_place",
                operation=pgtrigger.Insert,
                when="NEW.state <> 'withdrawn'",
                sentence=_("The last place was just taken, or the training is over."),
                code=FULL_OR_OVER,
            ),
            refusals.refuse(
                "enrolment_has_a_place_again",
                operation=pgtrigger.UpdateOf("state"),
                when="OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'",
                sentence=_("The last place was just taken, or the training is over."),
                code=FULL_OR_OVER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.training}"


class Attendance(models.Model):
    """Somebody was at a session."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    ticked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["session", "enrolment"],
                violation_error_message=_("This is ticked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.session}"
