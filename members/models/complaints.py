"""What somebody outside says about the conduct of a member."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.complaint_querysets import ComplaintQuerySet
from members.models.cards import Card
from members.models.people import Member
from members.models.units import Unit
from members.states import COMPLAINING, ComplaintState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

_FIXED = "ARRAY['state', 'state_at', 'state_by_id', 'state_reason']"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["text", "contact", "state_reason"])
class Complaint(Stateful):
    """A complaint by anybody, found by the card of the member: it passes his coordinator by and goes further up.

    Who writes is not asked for a name; what is closed bears its result in `state_reason`.
    """

    machine: ClassVar[Machine] = COMPLAINING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.ForeignKey(Member, verbose_name=_("about"), on_delete=models.PROTECT, related_name="complaints")
    card = models.ForeignKey(Card, verbose_name=_("card"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    """Whose chair reads it: the nearest above the member's own unit that has one."""
    text = models.TextField(_("what happened"))
    contact = models.CharField(_("how to reach you"), max_length=150, blank=True)
    made_at = models.DateTimeField(_("received on"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=20, choices=ComplaintState.choices, default=ComplaintState.RECEIVED, editable=False
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="complaint_by_time"),
            models.Index(fields=["made_at", "id"], name="complaint_unread", condition=Q(state=ComplaintState.RECEIVED)),
        ]
        constraints = [
            models.CheckConstraint(
                name="complaint_says_something",
                condition=Q(text__regex=r"\S"),
                violation_error_message=_("Write in a few words what happened."),
            ),
            models.CheckConstraint(
                name="complaint_answered_by_another",
                condition=Q(state=ComplaintState.RECEIVED) | Q(~Q(state_by=F("about")), state_by__isnull=False),
                violation_error_message=_("Nobody answers a complaint about himself."),
            ),
            models.CheckConstraint(
                name="complaint_closed_with_result",
                condition=~Q(state=ComplaintState.CLOSED) | Q(state_reason__regex=r"\S"),
                violation_error_message=_("Write the result in a few words."),
            ),
        ]
        triggers = [
            COMPLAINING.trigger(),
            refusals.kept("complaint", _("Complaints are closed, not deleted.")),
            refusals.refuse(
                "complaint_fixed",
                operation=pgtrigger.Update,
                when=f"to_jsonb(OLD) - {_FIXED} IS DISTINCT FROM to_jsonb(NEW) - {_FIXED} "
                "OR (OLD.state = 'closed' AND OLD.* IS DISTINCT FROM NEW.*)",
                sentence=_("A complaint stays as it was written, and its result as it was given."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)

    def get_absolute_url(self) -> str:
        return reverse("members:complaint", args=[self.code])
