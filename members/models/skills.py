"""What members have learned, and what they agreed to."""

from __future__ import annotations

import uuid
from calendar import monthrange
from datetime import date, timedelta
from typing import Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

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

    def period_from(self, begins: date, ends: date | None = None) -> DateRange:
        """How long a certificate holds: to its last day, else as many months as is usual, else for life."""
        if ends is not None:
            return DateRange(begins, ends + timedelta(days=1))
        return DateRange(begins, months_later(begins, self.valid_months) if self.valid_months else None)


def months_later(day: date, months: int) -> date:
    """The same day of another month; the last one where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


END_OF_PERIOD = Func(F("period"), function="upper", output_field=models.DateField())


class GrantQuerySet(MemberOwnedQuerySet["Grant"]):
    """Questions to the certificates."""

    def valid_on(self, day: date) -> Self:
        """Certificates in force on a local date; of a revoked one nothing is left from that day on."""
        return self.filter(period__contains=day)

    def not_renewed(self) -> Self:
        """Those after which the member holds no later one of the same kind."""
        later = Grant.objects.filter(member=OuterRef("member"), qualification=OuterRef("qualification"))
        end = Func(OuterRef("period"), function="upper", output_field=models.DateField())
        return self.filter(~Exists(later.filter(period__startswith__gte=end)))

    def ending_soon(self, day: date, days: int = 60) -> Self:
        """In force on a local date, over within so many days, and not renewed."""
        last = day + timedelta(days=days)
        return self.valid_on(day).filter(period__endswith__lte=last).not_renewed()

    def for_person_page(self) -> Self:
        """With all that the page of one person shows, newest first."""
        return self.select_related("qualification", "verified_by", "revoked_by").order_by("-period", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Grant(models.Model):
    """A qualification a member holds for a period. It is corrected or revoked by somebody else, and never deleted."""

    code = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="grants")
    qualification = models.ForeignKey(Qualification, verbose_name=_("qualification"), on_delete=models.PROTECT)
    period = DateRangeField(_("valid"), help_text=_("From the first day to the day after the last."))
    evidence = models.CharField(_("certificate"), max_length=150, blank=True)
    verified_by = models.ForeignKey(
        Member, verbose_name=_("verified by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        Member, verbose_name=_("revoked by"), on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    revoked_reason = models.CharField(_("reason"), max_length=500, blank=True, db_default="", editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [
            # Which certificates end soon is asked every minute; who holds one, in lists of a whole city.
            models.Index(Func(F("period"), function="upper"), name="grant_by_end"),
            models.Index(fields=["qualification", "member"], include=["period"], name="grant_of_a_qualification"),
        ]
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
            models.CheckConstraint(
                name="grant_period_begins",
                # Of one that was revoked before its first day an empty period is left.
                condition=Q(period__startswith__isnull=False) | Q(revoked_at__isnull=False),
                violation_error_message=_("A certificate begins on a day."),
            ),
            models.CheckConstraint(
                name="grant_revoked_with_reason",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_reason__regex=r"\S"),
                violation_error_message=_("Write the reason in a few words."),
            ),
            models.CheckConstraint(
                name="grant_revoked_by_another",
                condition=Q(revoked_by__isnull=True) | ~Q(revoked_by=F("member")),
                violation_error_message=_("Somebody else revokes a certificate."),
            ),
        ]
        triggers = [
            refusals.kept("grant", _("A certificate is revoked, not deleted.")),
            refusals.refuse(
                "grant_fixed",
                operation=pgtrigger.Update,
                when="OLD.member_id <> NEW.member_id OR OLD.code <> NEW.code "
                "OR (OLD.revoked_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*)",
                sentence=_("A certificate stays with its holder, and a revoked one as it is. Record a new one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.member}"

    @property
    def last_day(self) -> date | None:
        """The last day; None where it holds for life or was revoked before it began."""
        return self.period.upper - timedelta(days=1) if self.period.upper else None

    @property
    def period_in_words(self) -> str:
        """1 Januari 2026 – 31 Desember 2027"""
        if self.period.isempty:
            return gettext("revoked before it began")
        last = date_format(self.last_day, "j F Y") if self.last_day else gettext("for life")
        return f"{date_format(self.period.lower, 'j F Y')} – {last}"

    def standing_on(self, day: date) -> str:
        """How it stands on a local date: 'revoked', 'coming', 'valid', 'ending' (within sixty days) or 'ended'."""
        if self.revoked_at:
            return "revoked"
        if day not in self.period:
            return "coming" if day < self.period.lower else "ended"
        return "ending" if self.last_day and self.last_day < day + timedelta(days=60) else "valid"


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
