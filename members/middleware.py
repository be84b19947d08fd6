"""What every page of a signed-in person waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from members import second_factor
from members.models import User

SET_UP = "mfa_index"
OPEN = (
    *("account_logout", "account_reauthenticate", "members:password", "pages:language", "pages:theme"),
    *("healthz", "readyz", "security_txt", "link"),
    *("notifications:stop", "notifications:take_up_again"),
)
"""What works without the second factor: what setting it up needs, leaving, and what knows no account."""


class SecondFactorMiddleware:
    """Once the days of grace are over, every page but the set-up leads to the set-up; before, a banner says the day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The way to the set-up page, or None."""
        user = request.user
        if not settings.MFA_REQUIRED or not isinstance(user, User):
            return None
        due = second_factor.is_missing(request, user)
        if due is None:
            return None
        if not second_factor.is_overdue(user, due):
            request.second_factor_before = due  # type: ignore[attr-defined]  # read by senkom.context
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or name.startswith("mfa_"):
            return None
        return self._lead_to_set_up(request)

    @staticmethod
    def _lead_to_set_up(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            raise PermissionDenied(_("Set up your second factor first, on the page of your account."))
        answer = redirect(SET_UP)
        return HttpResponseClientRedirect(answer.url) if request.htmx else answer  # type: ignore[attr-defined]  # HtmxMiddleware sets it
