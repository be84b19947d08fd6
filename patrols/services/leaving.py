"""What ends here when a member leaves."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, User
from patrols.models import Assignment, Reserve
from patrols.services.crews import let_go
from patrols.states import AssignmentState
from senkom.lib.registry import on_leaving

COMING = (AssignmentState.OFFERED, AssignmentState.CONFIRMED)


@on_leaving("patrols", order=20, when_away=True)
@transaction.atomic
def release_coming(member: Member, *, by: User | None, reason: str = "") -> None:
    """Release all places on duties that have not ended, and strike the member from the reserves.

    Why somebody leaves or is suspended is the board's affair: the crew reads only that he is away.
    The member is locked already, so no duty may be locked here (duty before member, always); the clock
    offers the places to the reserves (`offer_free_places`).
    """
    coming = Assignment.objects.filter(member=member, state__in=COMING, ends_at__gt=timezone.now())
    for assignment in coming.select_for_update(no_key=True).order_by("pk"):
        let_go(assignment, by=by, reason=_("away, or no longer a member"))
    Reserve.objects.filter(member=member).delete()
