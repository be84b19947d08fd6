"""Who is on a duty, who would be, and who was there."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member
from patrols.models.duties import Duty, Slot
from patrols.querysets import AssignmentQuerySet, AttendanceQuerySet, ReserveQuerySet
from patrols.states import ASSIGNMENT, BUSY, LIVE, AssignmentState, SlotRole, Source
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

TAKEN_TIME = Func("starts_at", "rest_until", function="tstzrange", output_field=DateTimeRangeField())
"""The time an assignment takes: the duty and the rest after it."""

ENDED = _(
    "The duty has ended, so the place can't be given back any more. The coordinator can excuse who was prevented."
)

refusals.name_refusal(
    "assignment_times_follow_duty", _("This duty was moved a moment ago. Reload the page and look again.")
)
refusals.name_refusal("assignment_slot_of_this_duty", _("This place belongs to another duty."))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Assignment(Stateful):
    """One member's place on one duty; its times follow the duty by foreign key (see `patrols.sql`)."""

    machine: ClassVar[Machine] = ASSIGNMENT

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="assignments")
    slot = models.ForeignKey(Slot, verbose_name=_("place"), on_delete=models.PROTECT, related_name="assignments")
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(
        _("state"), max_length=20, choices=AssignmentState.choices, default=AssignmentState.CONFIRMED, editable=False
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.SELF)
    offer_until = models.DateTimeField(_("offered until"), null=True, blank=True, editable=False)

    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    rest = models.DurationField(_("rest after it"), editable=False)
    rest_due = models.DurationField(editable=False)
    # Set by the trigger: ends_at + rest.
    rest_until = models.DateTimeField(null=True, editable=False)
    rest_waived_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    rest_waiver_reason = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AssignmentQuerySet.as_manager()

    if TYPE_CHECKING:
        attendance: Attendance

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["duty", "slot", "id"]
        indexes = [
            models.Index(fields=["member", "-starts_at"], name="assignment_of_member"),
            # Whom the clock reminds, and whom it tells of an offer.
            models.Index(
                fields=["starts_at"],
                include=["duty", "member"],
                name="assignment_to_remind",
                condition=Q(state=AssignmentState.CONFIRMED),
            ),
            models.Index(fields=["state_at"], name="assignment_offered", condition=Q(state=AssignmentState.OFFERED)),
            models.Index(
                fields=["state_at"],
                name="assignment_put_down",
                condition=Q(state=AssignmentState.CONFIRMED, source=Source.ASSIGNED),
            ),
            models.Index(
                fields=["state_at"],
                name="assignment_given_back",
                condition=Q(state__in=[AssignmentState.RELEASED, AssignmentState.REPLACED]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(state__in=LIVE),
                name="assignment_one_per_slot",
                violation_error_message=_("This place was just taken. Choose another."),
            ),
            models.UniqueConstraint(
                fields=["duty", "member"],
                condition=Q(state__in=LIVE),
                name="assignment_once_per_duty",
                violation_error_message=_("This member is on this duty already."),
            ),
            ExclusionConstraint(
                name="assignment_member_in_one_place",
                expressions=[("member", RangeOperators.EQUAL), (TAKEN_TIME, RangeOperators.OVERLAPS)],
                condition=Q(state__in=BUSY),
                violation_error_message=_("This member is on another duty then, or has not had enough rest."),
            ),
            models.CheckConstraint(
                name="assignment_short_rest_is_waived",
                condition=Q(rest__gte=F("rest_due")) | (Q(rest_waived_by__isnull=False) & ~Q(rest_waiver_reason="")),
                violation_error_message=_("A shorter rest needs the name of who allows it, and the reason."),
            ),
            models.CheckConstraint(
                name="assignment_rest_not_negative",
                condition=Q(rest__gte=timedelta(0), rest_due__gte=timedelta(0)),
                violation_error_message=_("The rest can't be less than nothing."),
            ),
            models.CheckConstraint(
                name="assignment_rest_waived_by_another",
                condition=Q(rest_waived_by__isnull=True) | ~Q(rest_waived_by=F("member")),
                violation_error_message=_("Nobody allows himself a shorter rest."),
            ),
            models.CheckConstraint(
                name="assignment_offer_ends",
                condition=~Q(state=AssignmentState.OFFERED) | Q(offer_until__isnull=False),
                violation_error_message=_("An offered place says until when it waits."),
            ),
        ]
        triggers = [
            ASSIGNMENT.trigger(),
            refusals.kept("assignment", _("Places people had are not deleted. Release them.")),
            refusals.refuse(
                "assignment_place_stays",
                operation=pgtrigger.UpdateOf("duty_id", "slot_id", "member_id"),
                when="ROW(OLD.duty_id, OLD.slot_id, OLD.member_id) IS DISTINCT FROM "
                "ROW(NEW.duty_id, NEW.slot_id, NEW.member_id)",
                sentence=_("A place is not handed over: release it and give it anew."),
            ),
            refusals.refuse(
                "assignment_withdrawn_before_end",
                operation=pgtrigger.UpdateOf("state"),
                # Only when it happens: a duty that is moved afterwards takes its old rows along.
                when="OLD.state = 'confirmed' AND NEW.state = 'withdrawn' AND NEW.state_at >= NEW.ends_at",
                sentence=ENDED,
            ),
            pgtrigger.Trigger(
                name="assignment_rest_until",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="NEW.rest_until := NEW.ends_at + NEW.rest; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.slot}"

    @property
    def is_live(self) -> bool:
        """Whether it holds its place."""
        return self.state in LIVE


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Reserve(models.Model):
    """Somebody who would come if a place of that role got free; the row ends when a place is offered."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="reserves")
    role = models.CharField(_("role"), max_length=10, choices=SlotRole.choices)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reserves")
    at = models.DateTimeField(default=timezone.now)

    objects = ReserveQuerySet.as_manager()

    class Meta:
        verbose_name = _("reserve")
        verbose_name_plural = _("reserves")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "member"],
                name="reserve_once_per_duty",
                violation_error_message=_("Already a reserve on this duty."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_role_display()}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Attendance(models.Model):
    """When somebody really came and went, and whether he got home."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="attendance")
    in_at = models.DateTimeField(_("arrived"))
    in_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    out_at = models.DateTimeField(_("finished"), null=True, blank=True)
    out_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    home_safe_at = models.DateTimeField(_("home again"), null=True, blank=True)
    home_safe_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.CheckConstraint(
                name="attendance_out_after_in",
                condition=Q(out_at__isnull=True) | Q(out_at__isnull=False, out_at__gte=F("in_at")),
                violation_error_message=_("Nobody leaves before he came. Check the times."),
            ),
            models.CheckConstraint(
                name="attendance_home_after_duty",
                condition=Q(home_safe_at__isnull=True)
                | Q(home_safe_at__isnull=False, out_at__isnull=False, home_safe_at__gte=F("out_at")),
                violation_error_message=_("First “Finished”, then “Home safe”."),
            ),
        ]
        triggers = [refusals.kept("attendance", _("Who was there stays written down."))]

    def __str__(self) -> str:
        return f"{self.assignment}"
