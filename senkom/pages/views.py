"""Pages that combine apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.models import User
from senkom.pages.home import desk_of, has_desk, own_of
from senkom.pages.navigation import address_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For strangers: apply, sign in, whom to call; for members and coordinators: what needs me now."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "pages/welcome.html", {"apply_url": address_of("members:apply")})
    desk = desk_of(user) if has_desk(user) else None
    context = {
        "desk": desk,
        "own": own_of(user, with_needed=desk is None),
        "report_url": address_of("incidents:report_new"),
    }
    return render(request, "pages/home.html", context)
