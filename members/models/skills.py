"""What members have learned, and what they agreed to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.querysets import MemberOwnedQuerySet
from senkom.lib import refusals


class Qualification(models.Model):
    """Something one can be certified for, such as first aid."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    valid_months = models.PositiveSmallIntegerField(_("valid for months"), null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GrantQuerySet(MemberOwnedQuerySet["Grant"]):
    """Questions to the certificates."""

    def valid_on(self, day: date) -> Any:
        """Certificates in force on a local date."""
        return self.filter(period__contains=day)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Grant(models.Model):
    """A qualification a member holds for a period."""

    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="grants")
    qualification = models.ForeignKey(Qualification, verbose_name=_("qualification"), on_delete=models.PROTECT)
    period = DateRangeField(_("valid"), help_text=_("From the first day to the day after the last."))
    evidence = models.CharField(_("certificate"), max_length=150, blank=True)
    verified_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            ExclusionConstraint(
                name="grant_once_at_a_time",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("qualification", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This qualification is recorded already for that time."),
            ),
            models.CheckConstraint(
                name="grant_verified_by_another",
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("member")),
                violation_error_message=_("Somebody else verifies a certificate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.member}"


class Consent(models.Model):
    """What a person agreed to, in which version of the text, and when (UU 27/2022)."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=50)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=50, default="form")
    withdrawn_at = models.DateTimeField(null=True)

    objects = MemberOwnedQuerySet.as_manager()

    class Meta:
        triggers = [refusals.kept("consent", _("A consent is withdrawn, not deleted."))]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"


class Reading(models.Model):
    """Somebody opened what is closed of a person: NIK, details for an emergency; or the account, by link or factor."""

    class What(models.TextChoices):
        NIK = "nik", _("NIK")
        EMERGENCY = "emergency", _("address and emergency contact")
        LINK = "link", _("account, by a sign-in link made by")
        SECOND_FACTOR = "second_factor", _("second factor, taken away by")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, choices=What.choices)
    reason = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(default=timezone.now)

    objects = MemberOwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["member", "-read_at"], name="reading_of_member")]
        triggers = refusals.append_only("reading", _("Who read what stays on record."))

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.read_at}"
