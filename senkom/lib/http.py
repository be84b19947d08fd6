"""Types of requests that views speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from members.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in: `user` is an account."""

    user: User
    htmx: HtmxDetails
