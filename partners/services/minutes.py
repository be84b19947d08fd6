"""What people do with minutes: write, make final, and write anew."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from partners.models import Audience, Minutes
from partners.services.audiences import locked
from partners.states import TAKEN_PLACE, AudienceState, MinutesState
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move


@transaction.atomic
def write_minutes(audience: Audience, *, body: str, decisions: str = "", edition: int = 0, by: User) -> Minutes:
    """Save the draft: begin one, or go on with the one there is.

    `edition` is the saving the writer has read (0: none). Raises ValidationError (code "conflict") where somebody
    else has saved since.
    """
    audience = locked(audience)
    if audience.state not in TAKEN_PLACE:
        raise ValidationError(_("Record first that the meeting took place; then write the minutes."))
    draft = audience.minutes.filter(state=MinutesState.DRAFT).first()
    if (draft.edition if draft else 0) != edition:
        if draft is not None and (draft.body, draft.decisions) == (body, decisions):
            return draft
        raise ValidationError(_("Somebody else has saved these minutes since you opened them."), code="conflict")
    if draft is None:
        last = audience.minutes.aggregate(last=Max("version"))["last"] or 0
        draft = Minutes(audience=audience, version=last + 1, edition=0, state_by=by.member)
    draft.body, draft.decisions, draft.edition = body, decisions, draft.edition + 1
    draft.written_by, draft.written_at = by.member, timezone.now()
    with refused_in_words():
        draft.save()
    return draft


@transaction.atomic
def finalise_minutes(audience: Audience, *, edition: int, by: User) -> Minutes:
    """Make the draft final: it never changes again; an earlier final version gives way to it."""
    audience = locked(audience)
    draft = audience.minutes.filter(state=MinutesState.DRAFT).first()
    if draft is None:
        raise ValidationError(_("There is no draft to make final. Reload the page."), code="conflict")
    if draft.edition != edition:
        raise ValidationError(_("Somebody else has saved these minutes since you opened them."), code="conflict")
    if not draft.body.strip():
        raise ValidationError(_("Write what was discussed before you make the minutes final."))
    former = audience.minutes.filter(state=MinutesState.FINAL).first()
    if former is not None:
        move(former, MinutesState.SUPERSEDED, by=by)
    move(draft, MinutesState.FINAL, by=by)
    if audience.state == AudienceState.HELD:
        move(audience, AudienceState.MINUTES_FINAL, by=by)
    return draft
