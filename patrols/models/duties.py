"""What is to be done, when and where, and which places it has."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from members.models import Member, Qualification, Unit
from patrols.querysets import DutyQuerySet, SlotQuerySet
from patrols.states import (
    BEFORE_START,
    DUTY,
    LONGEST_DUTY,
    OPEN,
    TO_CLOSE,
    DutyKind,
    DutyState,
    Origin,
    Pillar,
    SlotRole,
)
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from patrols.models.crews import Assignment


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Duty(Stateful):
    """Anything with a time, a place and people: patrols above all."""

    machine: ClassVar[Machine] = DUTY

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(_("kind"), max_length=20, choices=DutyKind.choices, default=DutyKind.PATROL)
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices, default=Pillar.PUBLIC_ORDER)
    title = models.CharField(_("title"), max_length=120, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.PLANNED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    meeting_point = models.CharField(_("meeting point"), max_length=200)
    route = models.TextField(_("route"), blank=True)
    lead_agency = models.ForeignKey(
        "partners.Agency",
        verbose_name=_("led by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_duties",
    )
    min_crew = models.PositiveSmallIntegerField(_("people needed at least"), default=1)
    is_exercise = models.BooleanField(_("exercise"), default=False, help_text=_("A drill; it is not counted."))
    state = models.CharField(
        _("state"), max_length=20, choices=DutyState.choices, default=DutyState.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    moved_at = models.DateTimeField(null=True, editable=False)
    """When its time or meeting point was changed after it was announced; who had a place then is told."""
    planner = models.ForeignKey(Member, verbose_name=_("planned by"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DutyQuerySet.as_manager()

    # Filled by `with_strength` and `short_of_people`.
    places: int
    taken: int
    ready: int
    free_roles: list[str]
    missing: int

    if TYPE_CHECKING:
        slots: RelatedManager[Slot]
        assignments: RelatedManager[Assignment]

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="duty_by_unit"),
            models.Index(fields=["state", "starts_at"], name="duty_by_state"),
            models.Index(fields=["starts_at"], name="duty_by_time"),
            # What is over and not closed is little: late reports are looked for here, not among all that ever was.
            models.Index(fields=["ends_at"], name="duty_to_close", condition=Q(state__in=TO_CLOSE)),
            models.Index(fields=["moved_at"], name="duty_moved", condition=Q(moved_at__isnull=False)),
        ]
        constraints = [
            # What the times of assignments refer to (see `patrols.sql`).
            models.UniqueConstraint(fields=["id", "starts_at", "ends_at"], name="duty_with_its_times"),
            models.CheckConstraint(
                name="duty_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end lies before the begin. Check date and time."),
            ),
            models.CheckConstraint(
                name="duty_at_most_a_day",
                condition=Q(ends_at__lte=F("starts_at") + LONGEST_DUTY),
                violation_error_message=_("A duty lasts at most 24 hours. Check the dates, or plan several."),
            ),
            models.CheckConstraint(
                name="duty_razia_has_lead_agency",
                condition=~Q(kind=DutyKind.RAZIA) | Q(lead_agency__isnull=False),
                violation_error_message=_("A razia is always led by an agency. Choose the one that leads."),
            ),
            models.CheckConstraint(
                name="duty_ended_early_with_reason",
                condition=~Q(state__in=[DutyState.CANCELLED, DutyState.ABORTED]) | ~Q(state_reason=""),
                violation_error_message=_("Write the reason in a few words."),
            ),
        ]
        triggers = [
            DUTY.trigger(),
            refusals.kept("duty", _("Duties are not deleted. Cancel it with a reason.")),
            refusals.refuse(
                "duty_times_stay_once_begun",
                operation=pgtrigger.UpdateOf("starts_at", "ends_at"),
                when="OLD.state NOT IN ('draft', 'published') AND "
                "(OLD.starts_at, OLD.ends_at) IS DISTINCT FROM (NEW.starts_at, NEW.ends_at)",
                sentence=_("This duty has begun; its times stay. Real times are written down with each member."),
            ),
            refusals.refuse(
                "duty_not_of_a_village",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                when=r"NEW.unit_id ~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'",
                sentence=_("A duty belongs to a unit, not to a village."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("patrols:detail", args=[self.code])

    @property
    def name(self) -> str:
        """Its title, or what it is and where."""
        return self.title or f"{self.get_kind_display()} {self.unit.name}"

    @property
    def may_change(self) -> bool:
        """Whether plan, time and places may still be changed."""
        return self.state in BEFORE_START

    @property
    def is_open(self) -> bool:
        """Whether people may join, as far as the state goes."""
        return self.state in OPEN

    @property
    def adequacy(self) -> str:
        """6 of 8 ready, 2 more needed (1 first aider); asks for `with_strength`."""
        ready = gettext("%(ready)d of %(places)d ready") % {"ready": self.ready, "places": self.places}
        if not self.free_roles:
            return ready
        special = Counter(role for role in self.free_roles if role != SlotRole.MEMBER)
        names = ", ".join(f"{count} {SlotRole(role).label}" for role, count in special.items())
        needed = ngettext("%(count)d more needed", "%(count)d more needed", len(self.free_roles))
        return f"{ready}, {needed % {'count': len(self.free_roles)}}" + (f" ({names})" if names else "")

    @property
    def strength(self) -> str:
        """How its crew stands: what is needed before it begins, afterwards how many were on it."""
        if self.may_change:
            return self.adequacy
        return ngettext("%(count)d person", "%(count)d people", self.ready) % {"count": self.ready}

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its planned end has passed."""
        return (now or timezone.now()) >= self.ends_at


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Slot(models.Model):
    """One place on a duty; never shown to members by this name."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="slots")
    role = models.CharField(_("role"), max_length=10, choices=SlotRole.choices, default=SlotRole.MEMBER)
    sequence = models.PositiveSmallIntegerField(default=1)
    qualification = models.ForeignKey(
        Qualification, verbose_name=_("needs the certificate"), on_delete=models.PROTECT, null=True, blank=True
    )

    objects = SlotQuerySet.as_manager()

    if TYPE_CHECKING:
        assignments: RelatedManager[Assignment]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "role", "sequence"],
                name="slot_once_per_duty",
                violation_error_message=_("This place exists already."),
            ),
            # What assignments refer to (see `patrols.sql`).
            models.UniqueConstraint(fields=["id", "duty"], name="slot_with_its_duty"),
            models.CheckConstraint(
                name="slot_one_leader",
                condition=~Q(role=SlotRole.LEADER) | Q(sequence=1),
                violation_error_message=_("A duty has one team leader."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.sequence}"
