"""What ends here when a member leaves: what was still to be sent to him."""

from __future__ import annotations

from members.models import Member, User
from notifications.models import Delivery
from notifications.states import DeliveryState
from senkom.lib.registry import on_leaving
from senkom.lib.states import move_all


@on_leaving("notifications.queued", order=55)
def cancel_queued(member: Member, *, by: User, reason: str) -> None:
    """Nothing that waits goes out any more, by machine or by hand; what is on its way is asked about by its sender."""
    his = Delivery.objects.filter(notification__recipient_kind="member", notification__recipient_id=member.pk)
    move_all(his, DeliveryState.CANCELLED, source=DeliveryState.QUEUED, last_code="left")
