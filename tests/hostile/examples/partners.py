"""Forms of the partners that need more than a guess."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from partners.models import Attendee, Audience
from partners.states import AudienceState, LetterState
from tests.factories.members import MAYANGAN, make_member
from tests.factories.partners import make_audience, make_letter, make_minutes
from tests.hostile.examples import Example


def _audience(state: AudienceState, **fields: Any) -> Any:
    return make_audience(MAYANGAN, state=state, **fields).code


def _with_letter() -> Any:
    audience = make_audience(MAYANGAN)
    make_letter(MAYANGAN, state=LetterState.ISSUED, audience=audience, agency=audience.agency)
    return audience.code


def _begun() -> Audience:
    audience = make_audience(MAYANGAN, state=AudienceState.CONFIRMED, starts_at=timezone.now() - timedelta(hours=1))
    Attendee.objects.create(audience=audience, member=make_member(MAYANGAN))
    return audience


def _with_draft() -> Any:
    return make_minutes(make_audience(MAYANGAN, state=AudienceState.HELD)).audience.code


EXAMPLES = [
    Example("partners:minutes", lambda: _audience(AudienceState.HELD)),
    Example("partners:minutes_final", _with_draft),
    Example("partners:item_add", lambda: _audience(AudienceState.HELD)),
    Example("partners:audience_send", _with_letter),
    Example("partners:audience_unanswered", lambda: _audience(AudienceState.LETTER_SENT)),
    Example("partners:audience_hold", lambda: _begun().code),
    Example("partners:audience_reschedule", lambda: _audience(AudienceState.CONFIRMED)),
    Example("partners:letter_delivery", lambda: make_letter(MAYANGAN, state=LetterState.ISSUED).code),
]
