"""Tables every app may use: numbers, links without account, holidays, long works."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from senkom.lib.states import Machine, Stateful


class Sequence(models.Model):
    """A gapless counter: taken inside a transaction, given back when that is rolled back."""

    name = models.CharField(max_length=100, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"

    @classmethod
    def take(cls, name: str) -> int:
        """The next number of a sequence, from 1. Others wait until this transaction ends."""
        with transaction.atomic():
            cls.objects.get_or_create(name=name)
            row = cls.objects.select_for_update().get(name=name)
            row.last += 1
            row.save(update_fields=["last"])
            return row.last


class LinkQuerySet(models.QuerySet["Link"]):
    """Questions to the links."""

    def live(self, now: datetime | None = None) -> Self:
        """Links that still work."""
        now = now or timezone.now()
        return self.filter(expires_at__gt=now, revoked_at=None, used_at=None)


class Link(models.Model):
    """Something one person may do without an account, once, until a time. Only the token's hash is stored."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(max_length=50)
    subject = models.BigIntegerField(help_text="The row the link is about; which table, the purpose says.")
    recipient = models.BigIntegerField(null=True, help_text="For whom it was made.")
    made_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"], name="link_purpose_subject")]
        constraints = [
            models.CheckConstraint(
                name="link_ends_after_it_was_made",
                condition=models.Q(expires_at__gt=models.F("made_at")),
                violation_error_message=_("A link ends after it was made."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"

    def over_because(self, now: datetime | None = None) -> str:
        """Why the link works no more: 'used', 'revoked' or 'expired'; empty while it is live."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= (now or timezone.now()) else ""

    @staticmethod
    def hash_of(token: str) -> str:
        """What is stored of a token."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def make(
        cls, purpose: str, *, subject: int, age: timedelta, made_by: Any = None, recipient: int | None = None
    ) -> tuple[Link, str]:
        """A new link and its path (the only time the token is known); earlier ones for the same are revoked."""
        now = timezone.now()
        cls.objects.live(now).filter(purpose=purpose, subject=subject, recipient=recipient).update(revoked_at=now)
        token = secrets.token_urlsafe(24)
        link = cls.objects.create(
            token_hash=cls.hash_of(token),
            purpose=purpose,
            subject=subject,
            recipient=recipient,
            made_by=made_by,
            made_at=now,
            expires_at=now + age,
        )
        return link, reverse("link", args=[token])


class Holiday(models.Model):
    """A public holiday or a collective leave day of Indonesia."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("public holiday")
        COLLECTIVE_LEAVE = "collective_leave", _("collective leave")

    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    is_estimate = models.BooleanField(_("estimated"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [models.UniqueConstraint(fields=["date", "name"], name="holiday_once_a_day")]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class JobState(models.TextChoices):
    """From the order to the end."""

    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("at work")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "stopped by an error")
    GIVEN_UP = "given_up", pgettext_lazy("job", "given up")


WORKING = Machine(
    "job",
    JobState,
    {
        JobState.WAITING: [JobState.RUNNING, JobState.GIVEN_UP],
        JobState.RUNNING: [JobState.DONE, JobState.FAILED, JobState.GIVEN_UP],
    },
)


class JobQuerySet(models.QuerySet["Job"]):
    """Questions to the long works."""

    def visible_to(self, user: Any) -> Self:
        """Those that the account ordered; nobody sees another's."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(by=user.member_id)

    def open(self) -> Self:
        """Not at their end yet."""
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def free(self, now: datetime | None = None) -> Self:
        """Those that wait, and those whose worker has not been heard of: it was killed."""
        return self.open().filter(models.Q(lease_until=None) | models.Q(lease_until__lt=now or Now()))


class Job(Stateful):
    """One long work that a person ordered, done in parts (see `senkom.lib.long_work`)."""

    machine = WORKING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=50)
    by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    subject = models.BigIntegerField(help_text="The row the work is about; which table, the kind says.")
    state = models.CharField(max_length=20, choices=JobState.choices, default=JobState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How many workers began a part and did not come to its end, one after the other."""
    result = models.JSONField(default=dict, help_text="Counts and words of ours; nothing about persons.")

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"], name="job_open", condition=models.Q(state__in=[JobState.WAITING, JobState.RUNNING])
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="job_one_of_a_kind",
                fields=["kind", "subject"],
                condition=models.Q(state__in=[JobState.WAITING, JobState.RUNNING]),
                violation_error_message=_("This is being worked on already. Wait for its end."),
            ),
            models.CheckConstraint(
                name="job_leased_while_running",
                condition=models.Q(state=JobState.RUNNING) | models.Q(lease_token__isnull=True),
                violation_error_message=_("Only a work that runs has a worker."),
            ),
        ]
        triggers = [WORKING.trigger()]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 0
