"""Audiences and meetings with agencies: who came, what about, what was written down."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.models import Member, Unit
from partners.models.agencies import Agency, Contact
from partners.querysets import AUDIENCE_AT, AttendeeQuerySet, AudienceQuerySet, MinutesQuerySet
from partners.states import AUDIENCE, MINUTES, WITH_TIME, AudienceKind, AudienceState, MinutesState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

_FROZEN = ("audience_id", "version", "body", "decisions", "written_by_id", "written_at")
_NEW, _OLD = (", ".join(f"{row}.{name}" for name in _FROZEN) for row in ("NEW", "OLD"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Audience(Stateful):
    """A meeting with an agency, from the wish to the final minutes."""

    machine: ClassVar[Machine] = AUDIENCE

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="audiences")
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="audiences")
    kind = models.CharField(_("kind"), max_length=30, choices=AudienceKind.choices, default=AudienceKind.AUDIENCE)
    host = models.CharField(
        _("who receives us"), max_length=150, blank=True, help_text=_("The position, for example the Kapolres.")
    )
    purpose = models.CharField(_("purpose"), max_length=500)
    starts_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AudienceState.choices, default=AudienceState.DRAFT, editable=False
    )
    planned_by = models.ForeignKey(
        Member, verbose_name=_("planned by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "starts_at"], name="audience_by_unit"),
            models.Index(fields=["agency", "starts_at"], name="audience_by_agency"),
            models.Index(AUDIENCE_AT.desc(), F("id").desc(), name="audience_by_time"),
            # Of whose minutes the clock asks.
            models.Index(fields=["starts_at"], name="audience_held", condition=Q(state=AudienceState.HELD)),
        ]
        constraints = [
            models.CheckConstraint(
                name="audience_with_a_time",
                condition=~Q(state__in=WITH_TIME) | Q(starts_at__isnull=False),
                violation_error_message=_("Write the day and the hour of the meeting."),
            ),
            models.CheckConstraint(
                name="audience_has_a_purpose",
                condition=~Q(purpose=""),
                violation_error_message=_("Write what the meeting is about."),
            ),
        ]
        triggers = [
            AUDIENCE.trigger(),
            refusals.kept("audience", _("Audiences are not deleted. Cancel this one, with a reason.")),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.host or self.agency}"

    def get_absolute_url(self) -> str:
        return reverse("partners:audience", args=[self.code])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Attendee(models.Model):
    """Somebody at an audience: a member of our delegation, or a contact at an agency."""

    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="attendees")
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        Contact, verbose_name=_("contact"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    was_there = models.BooleanField(_("was there"), null=True, blank=True, help_text=_("Empty until it was held."))

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="attendee_member_or_contact",
                condition=Q(member__isnull=False, contact__isnull=True) | Q(member__isnull=True, contact__isnull=False),
                violation_error_message=_("An attendee is a member or a contact, one of the two."),
            ),
            models.UniqueConstraint(
                fields=["audience", "member"],
                name="attendee_member_once",
                violation_error_message=_("This member is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["audience", "contact"],
                name="attendee_contact_once",
                violation_error_message=_("This contact is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.member or self.contact)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgendaItem(models.Model):
    """One topic of an audience."""

    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("number"))
    topic = models.CharField(_("topic"), max_length=300)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "position"],
                name="agenda_position_once",
                violation_error_message=_("Two topics have the same number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.topic}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Minutes(Stateful):
    """What was said and decided; a final version never changes, a later one takes its place."""

    machine: ClassVar[Machine] = MINUTES

    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    body = models.TextField(_("what was discussed"))
    decisions = models.TextField(_("decisions"), blank=True, help_text=_("One decision a line."))
    edition = models.PositiveIntegerField(default=1, editable=False)
    """Counts the savings of a draft, so that two writers don't overwrite each other."""
    state = models.CharField(
        _("state"), max_length=20, choices=MinutesState.choices, default=MinutesState.DRAFT, editable=False
    )
    written_by = models.ForeignKey(
        Member, verbose_name=_("written by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "version"],
                name="minutes_version_once",
                violation_error_message=_("Somebody else has begun this version. Reload the page."),
            ),
            models.UniqueConstraint(
                fields=["audience"],
                condition=Q(state=MinutesState.FINAL),
                name="minutes_one_final",
                violation_error_message=_("An audience has one final version of its minutes."),
            ),
            models.UniqueConstraint(
                fields=["audience"],
                condition=Q(state=MinutesState.DRAFT),
                name="minutes_one_draft",
                violation_error_message=_("Somebody else has begun this version. Reload the page."),
            ),
            models.CheckConstraint(
                name="minutes_final_says_something",
                condition=Q(state=MinutesState.DRAFT) | ~Q(body=""),
                violation_error_message=_("Write what was discussed before you make the minutes final."),
            ),
        ]
        triggers = [
            MINUTES.trigger(),
            refusals.kept("minutes", _("Minutes are not deleted.")),
            refusals.refuse(
                "minutes_final_unchanged",
                operation=pgtrigger.Update,
                when=f"OLD.state <> 'draft' AND ((OLD.state = NEW.state AND OLD.* IS DISTINCT FROM NEW.*) "
                f"OR ({_NEW}) IS DISTINCT FROM ({_OLD}))",
                sentence=_("Final minutes don't change. Write a new version; it takes their place once it is final."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience}, {self.version}"
