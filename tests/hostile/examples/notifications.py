"""Forms of the messages that need more than a guess."""

from __future__ import annotations

from uuid import UUID

from notifications.addresses import was_refused
from notifications.services import decline
from notifications.states import PAUSE_AFTER
from notifications.stop_links import token_of
from tests.factories.members import MAYANGAN, make_member
from tests.factories.notifications import make_delivery, make_notification
from tests.hostile.examples import Example


def _refused() -> UUID:
    """Somebody whose address was refused until it was left alone; his page offers to confirm it."""
    member = make_member(MAYANGAN, email="ditolak@example.test")
    for number in range(PAUSE_AFTER):
        was_refused(make_delivery(member, make_notification(member, subject=number)), member.email, "550")
    return member.code


def _declined() -> str:
    """The link of a letter whose topic was declined; its page offers the way back."""
    member = make_member(MAYANGAN, email="berhenti@example.test")
    delivery = make_delivery(member, make_notification(member, kind="report.late.2h"))
    decline(delivery)
    return token_of(delivery)


EXAMPLES = [
    # The message of a test has a kind that no app registered, so it is no longer true.
    Example("notifications:told", on="notifications:whatsapp", row=tuple, status=409),
    Example("notifications:confirm_address", on="members:detail", row=_refused),
    Example("notifications:take_up_again", on="notifications:stop", row=_declined, status=200),
]
