"""Addresses of the messages."""

from __future__ import annotations

from uuid import UUID

from members.models import Member
from notifications.models import PushSubscription
from notifications.states import Channel, DeliveryState
from notifications.stop_links import token_of
from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.members import MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.notifications import make_delivery, make_notification
from tests.factories.phones import make_phone


def phone_of(member: Member) -> UUID:
    """The code of a phone that rings for a member."""
    make_phone(member, f"https://push.example.com/{member.pk}")
    return PushSubscription.objects.get(member=member).code


def letter_token() -> str:
    """The signed end of the link in a letter about a late report."""
    member = make_member(MAYANGAN)
    return token_of(make_delivery(member, make_notification(member, kind="report.late.2h")))


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
    "person with mail": Kind(
        own=lambda: make_member(MAYANGAN, email="warga@example.test").code,
        foreign=lambda: make_member(OTHER_DISTRICT, full_name=CANARY).code,
    ),
    # By the signed link in it.
    "mail": Kind(own=letter_token),
}

OPEN_TO_ALL = "200 200 200 200 200 200"

PAGES: list[Page] = [
    page("notifications:ways", get="302 200 200 200 200 200", post=NO),
    # No bot in tests.
    page("notifications:bind_telegram", get=NO, post="302 404 404 404 404 404"),
    page("notifications:leave_telegram", get=NO, post="302 302 302 302 302 302"),
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
    page("notifications:confirm_address", "person with mail", get=NO, post="302 404 404 302 302 302"),
    # The signature says whose letter it was; who opens it, signed in or not, is all the same.
    page("notifications:stop", "mail", get=OPEN_TO_ALL, post=OPEN_TO_ALL, public=True),
    page("notifications:take_up_again", "mail", get="405 405 405 405 405 405", post=OPEN_TO_ALL, public=True),
    page("notifications:health", get="302 403 403 200 200 200", post=NO),
    page("notifications:handled", "failed message", get=NO, post="302 404 404 302 302 302"),
]
