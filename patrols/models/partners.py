"""Agencies that were asked along on a duty."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member
from patrols.models.duties import Duty
from patrols.querysets import DutyPartnerQuerySet
from patrols.states import PARTNER, PartnerState, Via
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class DutyPartner(Stateful):
    """One agency on one duty: asked, answered, was there or not."""

    machine: ClassVar[Machine] = PARTNER

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="partners")
    agency = models.ForeignKey(
        "partners.Agency", verbose_name=_("agency"), on_delete=models.PROTECT, related_name="duties"
    )
    contact = models.ForeignKey(
        "partners.Contact",
        verbose_name=_("contact"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
    )
    state = models.CharField(
        _("state"), max_length=20, choices=PartnerState.choices, default=PartnerState.REQUESTED, editable=False
    )
    headcount_planned = models.PositiveSmallIntegerField(_("people asked for"), null=True, blank=True)
    headcount_actual = models.PositiveSmallIntegerField(_("people who came"), null=True, blank=True)
    confirmed_via = models.CharField(_("answered"), max_length=20, choices=Via.choices, blank=True)
    confirmed_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        Member, verbose_name=_("written down by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DutyPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency on a duty")
        verbose_name_plural = _("agencies on duties")
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "agency"],
                name="duty_partner_once",
                violation_error_message=_("This agency is on this duty already."),
            ),
            models.CheckConstraint(
                name="duty_partner_confirmed_says_how",
                condition=~Q(state=PartnerState.CONFIRMED) | (~Q(confirmed_via="") & Q(confirmed_at__isnull=False)),
                violation_error_message=_("Write down how and when the agency answered."),
            ),
            models.CheckConstraint(
                name="duty_partner_attended_says_how_many",
                condition=~Q(state=PartnerState.ATTENDED) | Q(headcount_actual__isnull=False),
                violation_error_message=_("Write down how many people of the agency came."),
            ),
        ]
        triggers = [
            PARTNER.trigger(),
            refusals.kept("duty_partner", _("An agency that was asked stays written down.")),
        ]

    def __str__(self) -> str:
        return str(self.agency)
