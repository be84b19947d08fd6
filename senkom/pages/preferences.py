"""Language and colours: each person's own choice, kept in a cookie of that browser."""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from members.models import User
from senkom.context import THEMES

A_YEAR = timedelta(days=365)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the site in another language, and send messages in it."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return _keep(request, settings.LANGUAGE_COOKIE_NAME, chosen, dict(settings.LANGUAGES))


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says."""
    return _keep(request, settings.THEME_COOKIE_NAME, request.POST.get("theme", ""), THEMES)


def _keep(request: HttpRequest, cookie: str, chosen: str, known: Container[str]) -> HttpResponse:
    """Set the cookie where the choice is one of ours, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in known:
        response.set_cookie(cookie, chosen, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response
