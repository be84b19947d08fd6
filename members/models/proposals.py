"""What a board proposes about a member, for the unit above to decide: suspension and expulsion."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.units import Unit
from members.querysets import ProposalQuerySet
from members.states import PROPOSING, ProposalKind, ProposalState
from senkom.lib import refusals
from senkom.lib.states import Machine, Stateful

ANSWERED = [ProposalState.CONFIRMED, ProposalState.REFUSED]
_FIXED = "ARRAY['state', 'state_at', 'state_by_id', 'state_reason']"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Proposal(Stateful):
    """A suspension or an expulsion that one chair proposes and another, in a unit above, confirms or refuses."""

    machine: ClassVar[Machine] = PROPOSING

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="proposals")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    """Whose chair proposes; it is decided above this unit."""
    kind = models.CharField(_("kind"), max_length=20, choices=ProposalKind.choices)
    proposed_by = models.ForeignKey(Member, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=20, choices=ProposalState.choices, default=ProposalState.WAITING, editable=False
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="proposal_one_waits",
                fields=["member"],
                condition=Q(state=ProposalState.WAITING),
                violation_error_message=_("A proposal about this member waits already. It is decided first."),
            ),
            models.CheckConstraint(
                name="proposal_not_about_oneself",
                condition=~Q(proposed_by=F("member")),
                violation_error_message=_("Nobody proposes this about himself."),
            ),
            models.CheckConstraint(
                name="proposal_has_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message=_("Write the reason in a few words."),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_another",
                condition=~Q(state__in=ANSWERED)
                | Q(~Q(state_by=F("proposed_by")), ~Q(state_by=F("member")), state_by__isnull=False),
                violation_error_message=_("Somebody else decides, who has not proposed it and is not the member."),
            ),
            models.CheckConstraint(
                name="proposal_refused_with_reason",
                condition=~Q(state=ProposalState.REFUSED) | Q(state_reason__regex=r"\S"),
                violation_error_message=_("Write the reason in a few words."),
            ),
        ]
        triggers = [
            PROPOSING.trigger(),
            refusals.kept("proposal", _("Proposals are withdrawn, not deleted.")),
            refusals.refuse(
                "proposal_fixed",
                operation=pgtrigger.Update,
                when=f"to_jsonb(OLD) - {_FIXED} IS DISTINCT FROM to_jsonb(NEW) - {_FIXED} "
                "OR (OLD.state <> 'waiting' AND OLD.* IS DISTINCT FROM NEW.*)",
                sentence=_("A proposal stays as it was made, and its answer as it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}"
