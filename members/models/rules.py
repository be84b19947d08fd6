"""By which rule a unit has members: a dated setting, inherited from the unit above."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.units import Unit
from members.querysets import MembershipRuleQuerySet
from members.states import Attesters, Livelihood
from senkom.lib import refusals

MOST_DAYS = 366
MOST_MONTHS = 120


class MembershipRule(models.Model):
    """How a unit, and those below it without a rule of their own, treats a job or income and the end of a card.

    It holds from a day until the next one of the unit begins, so that two never hold at once; what was decided
    stays, and one that has not begun can be struck.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="membership_rules")
    valid_from = models.DateField(_("holds from"))
    exempt = ArrayField(
        models.CharField(max_length=20, choices=Livelihood.choices),
        verbose_name=_("exempt from attestation"),
        default=list,
        blank=True,
    )
    livelihood_grace_days = models.PositiveSmallIntegerField(_("days of grace after a lost job"), default=60)
    renewal_grace_days = models.PositiveSmallIntegerField(_("days of grace after the card has ended"), default=0)
    attestation_months = models.PositiveSmallIntegerField(_("months an attestation serves"), default=12)
    attesters = models.CharField(_("who attests"), max_length=20, choices=Attesters.choices, default=Attesters.BOARD)
    reason = models.CharField(_("decided by"), max_length=300)
    """The decree or the meeting behind it."""
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership rule")
        verbose_name_plural = _("membership rules")
        ordering = ["unit", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="membership_rule_one_a_day",
                fields=["unit", "valid_from"],
                condition=Q(struck_at__isnull=True),
                violation_error_message=_("A rule of this unit begins on that day already. Choose another day."),
            ),
            models.CheckConstraint(
                name="membership_rule_within_reason",
                condition=Q(livelihood_grace_days__lte=MOST_DAYS)
                & Q(renewal_grace_days__lte=MOST_DAYS)
                & Q(attestation_months__range=(1, MOST_MONTHS)),
                violation_error_message=_("Grace lasts at most 366 days, and an attestation serves 1–120 months."),
            ),
            models.CheckConstraint(
                name="membership_rule_has_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message=_("Write which decision is behind it."),
            ),
            models.CheckConstraint(
                name="membership_rule_struck_by_somebody",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                violation_error_message=_("A rule is struck by somebody."),
            ),
        ]
        triggers = [
            refusals.kept("membership_rule", _("A rule is followed by another one, not deleted.")),
            refusals.only_once(
                "membership_rule_fixed",
                ["struck_at", "struck_by_id"],
                "struck_at",
                _("A rule stays as it was decided. Write a new one."),
            ),
            refusals.refuse(
                "membership_rule_not_of_a_village",
                operation=pgtrigger.Insert,
                when=r"NEW.unit_id ~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'",
                sentence=_("A village is a place and has no rule of its own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.valid_from}"
