"""Letters we write, letters we got, and the head of our paper."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member, Unit
from partners.models.agencies import Agency
from partners.models.audiences import Audience
from partners.querysets import IncomingLetterQuerySet, LetterheadQuerySet, LetterQuerySet
from partners.states import INCOMING, LETTER, IncomingState, LetterKind, LetterMatter, LetterState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

_FROZEN: tuple[str, ...] = ("unit_id", "kind", "matter", "agency_id", "audience_id", "recipient", "subject", "body")
_FROZEN += ("number", "year", "sequence", "issued_on", "place", "signed_as", "signed_by")
_NEW, _OLD = (", ".join(f"{row}.{name}" for name in _FROZEN) for row in ("NEW", "OLD"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Letterhead(models.Model):
    """What a unit's letters say of the unit; without one, its area code stands in the numbers."""

    unit = models.OneToOneField(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="letterhead")
    short_name = models.CharField(
        _("name in letter numbers"), max_length=30, help_text=_("For example SENKOM-KPR, between two slashes.")
    )
    place = models.CharField(_("place before the date"), max_length=60)
    address = models.CharField(_("address"), max_length=300, blank=True)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        constraints = [
            models.CheckConstraint(
                name="letterhead_short_name_is_one_word",
                condition=Q(short_name__regex=r"^[A-Z0-9.-]+$"),
                violation_error_message=_("Capital letters, digits, dots and hyphens only."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Letter(Stateful):
    """A letter of ours; it gets its number when it is issued, and from then on it never changes."""

    machine: ClassVar[Machine] = LETTER

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind.choices, default=LetterKind.LETTER)
    matter = models.CharField(_("matter"), max_length=20, choices=LetterMatter.choices, default=LetterMatter.GENERAL)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    audience = models.ForeignKey(
        Audience, verbose_name=_("audience"), on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    recipient = models.CharField(_("to"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    number = models.CharField(_("number"), max_length=80, null=True, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    sequence = models.PositiveIntegerField(null=True, editable=False)
    issued_on = models.DateField(_("dated"), null=True, blank=True, editable=False)
    place = models.CharField(max_length=60, blank=True, editable=False)
    signed_as = models.CharField(_("signed as"), max_length=150, blank=True, editable=False)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True, editable=False)
    delivery = models.CharField(
        _("delivery"), max_length=200, blank=True, help_text=_("For example: handed over on 24 November, receipt kept.")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=LetterState.choices, default=LetterState.DRAFT, editable=False
    )
    written_by = models.ForeignKey(
        Member, verbose_name=_("written by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["unit", "-created_at"], name="letter_by_unit")]
        constraints = [
            models.CheckConstraint(
                name="letter_issued_has_a_number",
                condition=~Q(state=LetterState.ISSUED)
                | Q(number__isnull=False, year__isnull=False, sequence__isnull=False, issued_on__isnull=False),
                violation_error_message=_("An issued letter has a number and a date."),
            ),
            models.CheckConstraint(
                name="letter_says_something",
                condition=~Q(recipient="") & ~Q(subject="") & ~Q(body=""),
                violation_error_message=_("A letter has somebody it goes to, a subject and a text."),
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "sequence"],
                name="letter_number_once",
                violation_error_message=_("Another letter has this number. Try again."),
            ),
        ]
        triggers = [
            LETTER.trigger(),
            refusals.kept("letter", _("Letters are not deleted. Make this one void, with a reason.")),
            refusals.refuse(
                "letter_issued_unchanged",
                operation=pgtrigger.Update,
                when=f"OLD.state <> 'draft' AND ({_NEW}) IS DISTINCT FROM ({_OLD})",
                sentence=_("An issued letter doesn't change. Make it void, with a reason, and write a new one."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.subject

    def get_absolute_url(self) -> str:
        return reverse("partners:letter", args=[self.code])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class IncomingLetter(Stateful):
    """A letter an agency wrote to us, and until when it wants an answer."""

    machine: ClassVar[Machine] = INCOMING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="incoming_letters")
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="incoming_letters"
    )
    number = models.CharField(_("their number"), max_length=80, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    received_on = models.DateField(_("received on"))
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    answered_with = models.ForeignKey(
        Letter,
        verbose_name=_("answered with"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=20, choices=IncomingState.choices, default=IncomingState.WAITING, editable=False
    )
    recorded_by = models.ForeignKey(
        Member, verbose_name=_("recorded by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )

    objects = IncomingLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming letter")
        verbose_name_plural = _("incoming letters")
        ordering = ["-received_on", "-id"]
        indexes = [models.Index(fields=["unit", "state", "answer_by"], name="incoming_letter_by_unit")]
        constraints = [
            models.CheckConstraint(
                name="incoming_letter_has_a_subject",
                condition=~Q(subject=""),
                violation_error_message=_("Write what the letter is about."),
            ),
            models.CheckConstraint(
                name="incoming_letter_answered_when_answered",
                condition=Q(answered_with__isnull=True) | Q(state=IncomingState.ANSWERED),
                violation_error_message=_("Only an answered letter has an answer."),
            ),
        ]
        triggers = [
            INCOMING.trigger(),
            refusals.kept("incoming_letter", _("Letters are not deleted. Say why no answer is needed.")),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("partners:incoming_letter", args=[self.code])

    def is_late_on(self, today: date) -> bool:
        """Whether the day for the answer has passed without one."""
        return self.state == IncomingState.WAITING and self.answer_by is not None and self.answer_by < today
