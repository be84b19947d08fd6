"""The renewal of cards: a link for whoever has no account, and what members answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import eligibility
from members.models import Member, RenewalAnswer, User
from members.permissions import require
from members.services.people import locked, refuse_oneself
from members.states import RENEWAL, RENEWED_FROM, Action, Livelihood, Wish
from senkom.lib.models import Link
from senkom.lib.refusals import refused_in_words

RENEWAL_LINK_AGE = timedelta(days=30)


@dataclass(frozen=True)
class RenewalLink:
    """A link by which one member answers, and until when it works."""

    path: str
    until: datetime


@transaction.atomic
def make_renewal_link(member: Member, *, by: User) -> RenewalLink:
    """A link by which a member answers once, without an account; earlier ones end."""
    member = locked(member)
    require(by, Action.HANDLE_APPLICATIONS, member.unit)
    refuse_oneself(member, by)
    _refuse_answer(member)
    link, path = Link.make(RENEWAL, subject=member.pk, age=RENEWAL_LINK_AGE, made_by=by.member)
    return RenewalLink(path, link.expires_at)


@transaction.atomic
def answer_renewal(
    member: Member, *, wish: Wish, livelihood: str = "", occupation: str = "", now: datetime | None = None
) -> RenewalAnswer:
    """Keep what a member says about the end of his card, himself: signed in, or by his link.

    Nothing else changes: the board records another job, somebody attests it, and the board renews. The same answer
    sent twice is one.
    """
    member = locked(member)
    ends = _refuse_answer(member, now)
    stays = wish == Wish.STAY
    said = {"wish": wish, "livelihood": livelihood if stays else "", "occupation": occupation.strip() if stays else ""}
    if stays and livelihood not in Livelihood:
        raise ValidationError({"livelihood": _("Choose what fits; we don't ask how much.")})
    last = RenewalAnswer.objects.filter(member=member, term_ends=ends).first()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    with refused_in_words():
        answer: RenewalAnswer = RenewalAnswer.objects.create(
            member=member, term_ends=ends, answered_at=now or timezone.now(), **said
        )
    return answer


def _refuse_answer(member: Member, now: datetime | None = None) -> date:
    """Raises ValidationError where there is nothing to renew; else gives the day on which the card ends."""
    if member.state not in RENEWED_FROM or member.valid_until is None:
        raise ValidationError(_("Only an active or a lapsed membership is renewed."), code="conflict")
    if eligibility.is_renewed_too_early(member, member.unit.today(now)):
        sentence = _("This card is valid for long still. It is renewed in its last 60 days.")
        raise ValidationError(sentence, code="conflict")
    return member.valid_until


def revoke_renewal_links(member: Member) -> None:
    """Take back what was sent and not answered."""
    Link.objects.live().filter(purpose=RENEWAL, subject=member.pk).update(revoked_at=timezone.now())
