"""Who was told: what an agency heard of an incident, and what it answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.querysets import ReferralQuerySet
from incidents.states import REFERRING, ReferralChannel, ReferralState
from members.models import Member
from partners.models import Agency, Contact
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

_F = ReferralState
REACHED = (_F.ACKNOWLEDGED, _F.IN_PROGRESS, _F.DONE)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Referral(Stateful):
    """One agency told of one incident: the words used, when they were received, and by whom."""

    machine: ClassVar[Machine] = REFERRING

    code = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="referrals")
    contact = models.ForeignKey(
        Contact, verbose_name=_("contact"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(_("told by"), max_length=20, choices=ReferralChannel.choices)
    message = models.TextField(_("message"), max_length=4000)
    state = models.CharField(
        _("state"), max_length=20, choices=ReferralState.choices, default=ReferralState.QUEUED, editable=False
    )
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("told at"), null=True, editable=False)
    acknowledged_at = models.DateTimeField(_("received at"), null=True, editable=False)
    answered_by = models.CharField(_("who answered"), max_length=100, blank=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["state", "sent_at"], name="referral_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="referral_made_once",
                violation_error_message=_("This form was sent already. Look at who has been told."),
            ),
            models.CheckConstraint(
                name="referral_has_a_message",
                condition=~Q(message=""),
                violation_error_message=_("Write what the agency is told."),
            ),
            models.CheckConstraint(
                name="referral_told_at_a_time",
                condition=Q(state__in=[_F.QUEUED, _F.FAILED]) | Q(sent_at__isnull=False),
                violation_error_message=_("Write when the agency was told."),
            ),
            models.CheckConstraint(
                name="referral_received_by_somebody",
                condition=~Q(state__in=REACHED) | Q(~Q(answered_by=""), acknowledged_at__isnull=False),
                violation_error_message=_("Write who received it, and when."),
            ),
            models.CheckConstraint(
                name="referral_received_after_it_was_told",
                condition=Q(acknowledged_at__isnull=True) | Q(sent_at__isnull=False, acknowledged_at__gte=F("sent_at")),
                violation_error_message=_("It was received after it was told."),
            ),
        ]
        triggers = [
            REFERRING.trigger(),
            refusals.kept("referral", _("What an agency was told stays on record.")),
            refusals.refuse(
                "referral_message_frozen",
                operation=pgtrigger.UpdateOf("message", "agency_id", "incident_id"),
                when="ROW(OLD.message, OLD.agency_id, OLD.incident_id)"
                " IS DISTINCT FROM ROW(NEW.message, NEW.agency_id, NEW.incident_id)",
                sentence=_("What an agency was told stays as it was. Tell it anew."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_state_display()}"

    @property
    def next_steps(self) -> list[ReferralState]:
        """The states it may take next."""
        return [to for to in ReferralState if self.machine.allows(self.state, to)]
