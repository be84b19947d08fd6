"""Addresses of the messages."""

from __future__ import annotations

from uuid import UUID

from members.models import Member
from notifications.models import PushSubscription
from notifications.states import Channel, DeliveryState
from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.notifications import make_delivery, make_notification
from tests.factories.phones import make_phone


def phone_of(member: Member) -> UUID:
    """The code of a phone that rings for a member."""
    make_phone(member, f"https://push.example.com/{member.pk}")
    return PushSubscription.objects.get(member=member).code


KINDS = {
    # An inbox opens for its owner only.
    "message": Kind(
        own=lambda: make_notification(Member.objects.get(full_name="Wiwik Sulastri")).code,
        foreign=lambda: make_notification(make_member(OTHER_DISTRICT, full_name=CANARY)).code,
    ),
    # So does a phone.
    "phone": Kind(
        own=lambda: phone_of(Member.objects.get(full_name="Wiwik Sulastri")),
        foreign=lambda: phone_of(make_member(OTHER_DISTRICT, full_name=CANARY)),
    ),
    "message by hand": Kind(
        own=lambda: make_delivery(make_member(MAYANGAN), channel=Channel.WHATSAPP).code,
        foreign=lambda: make_delivery(make_member(OTHER_DISTRICT, full_name=CANARY), channel=Channel.WHATSAPP).code,
    ),
    "failed message": Kind(
        own=lambda: make_delivery(make_member(MAYANGAN), state=DeliveryState.FAILED).code,
        foreign=lambda: make_delivery(make_member(OTHER_DISTRICT, full_name=CANARY), state=DeliveryState.FAILED).code,
    ),
}

PAGES: list[Page] = [
    page("notifications:ways", get="302 200 200 200 200 200", post=NO),
    # A form is no subscription of a browser.
    page("notifications:keep_phone", get=NO, post="302 400 400 400 400 400"),
    page("notifications:forget_phone", "phone", get=NO, post="302 404 302 404 404 404"),
    page("notifications:inbox", get="302 200 200 200 200 200", post=NO),
    page("notifications:read", "message", get=NO, post="302 404 302 404 404 404"),
    page("notifications:read_all", get=NO, post="302 302 302 302 302 302"),
    page("notifications:whatsapp", get="302 403 403 200 200 200", post=NO),
    # Its kind is registered by no app, so it is no longer true: 409.
    page("notifications:told", "message by hand", get=NO, post="302 404 404 409 409 409"),
    page("notifications:problems", get="302 403 403 200 200 200", post=NO),
    page("notifications:preferences", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("notifications:handled", "failed message", get=NO, post="302 404 404 302 302 302"),
]
