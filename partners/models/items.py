"""What was promised at an audience, by whom and until when."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member
from partners.models.agencies import Contact
from partners.models.audiences import Audience
from partners.querysets import ActionItemQuerySet
from partners.states import ACTION_ITEM, FINISHED, UNFINISHED, ItemState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ActionItem(Stateful):
    """A promise of one member or of one contact; unfinished ones come up at the next audience with the agency."""

    machine: ClassVar[Machine] = ACTION_ITEM

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = models.CharField(_("what is to be done"), max_length=300)
    owner_member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    owner_contact = models.ForeignKey(
        Contact, verbose_name=_("contact"), on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    needs_owner = models.BooleanField(
        _("needs another owner"), default=False, editable=False, help_text=_("Its owner has left.")
    )
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(_("result, or how far it is"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ItemState.choices, default=ItemState.OPEN, editable=False
    )
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["audience", "number"]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(state__in=UNFINISHED), name="action_item_unfinished"),
            models.Index(fields=["owner_member", "due_on"], name="action_item_of_member"),
        ]
        constraints = [
            models.CheckConstraint(
                name="action_item_one_owner",
                condition=Q(owner_member__isnull=False, owner_contact__isnull=True)
                | Q(owner_member__isnull=True, owner_contact__isnull=False),
                violation_error_message=_("An action item has one owner: a member or a contact."),
            ),
            models.CheckConstraint(
                name="action_item_finished_with_outcome",
                condition=~Q(state__in=FINISHED) | ~Q(outcome=""),
                violation_error_message=_("Write the result in a few words."),
            ),
            models.CheckConstraint(
                name="action_item_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Write what is to be done."),
            ),
            models.UniqueConstraint(
                fields=["audience", "number"],
                name="action_item_number_once",
                violation_error_message=_("Another action item has this number. Send the form again."),
            ),
        ]
        triggers = [
            ACTION_ITEM.trigger(),
            refusals.kept("action_item", _("Action items are not deleted. Say that this one is not continued.")),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("partners:item", args=[self.code])

    @property
    def owner(self) -> Member | Contact:
        """The member or the contact who promised it."""
        owner = self.owner_member or self.owner_contact
        if owner is None:
            raise ValueError("An action item has one owner.")
        return owner

    @property
    def owner_name(self) -> str:
        """The owner as lists show it: a member's name, or position and agency."""
        return f"{self.owner_contact}, {self.owner_contact.agency}" if self.owner_contact else str(self.owner_member)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    def is_overdue_on(self, today: date) -> bool:
        """Whether its day has passed and it is not finished."""
        return self.is_unfinished and self.due_on < today

    def days_late_on(self, today: date) -> int:
        """How many days past its day; 0 where it is not late."""
        return (today - self.due_on).days if self.is_overdue_on(today) else 0
