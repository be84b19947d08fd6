"""What members answer when their card ends soon."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.querysets import RenewalAnswerQuerySet
from members.states import Livelihood, Wish
from senkom.lib import refusals


class RenewalAnswer(models.Model):
    """One answer of a member about the end of his card; the newest counts, and the board does the rest.

    It changes nothing of the member: what he says of his job a board member records, and another attests.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="renewal_answers"
    )
    term_ends = models.DateField(_("card valid until"))
    wish = models.CharField(_("answer"), max_length=10, choices=Wish.choices)
    livelihood = models.CharField(_("job or income"), max_length=20, choices=Livelihood.choices, blank=True)
    occupation = models.CharField(_("occupation"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered on"), default=timezone.now)

    objects = RenewalAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer about a renewal")
        verbose_name_plural = _("answers about renewals")
        ordering = ["-answered_at", "-id"]
        indexes = [models.Index(fields=["member", "term_ends", "-answered_at"], name="renewal_answer_of_term")]
        constraints = [
            models.CheckConstraint(
                name="renewal_answer_says_the_job",
                condition=~Q(wish=Wish.STAY) | ~Q(livelihood=""),
                violation_error_message=_("Whoever stays says whether there is a job or an income."),
            )
        ]
        triggers = refusals.append_only("renewal_answer", _("An answer stays as it was given; a newer one counts."))

    def __str__(self) -> str:
        return f"{self.member}: {self.get_wish_display()}"

    @property
    def says_another_job(self) -> bool:
        """Whether the job or income is not what the roster has."""
        return self.wish == Wish.STAY and (self.livelihood, self.occupation) != (
            self.member.livelihood,
            self.member.occupation,
        )
