"""Pages that combine apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from senkom.pages.navigation import address_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For strangers: apply, sign in, whom to call; for members and coordinators: what needs me now."""
    return render(request, "pages/welcome.html", {"apply_url": address_of("members:apply")})
