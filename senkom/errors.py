"""Error pages: what happened and what to do next, in the person's language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, f"errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request can't be read."""
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: visible, but not allowed; with the sentence of the rule that refused."""
    sentence = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, sentence=sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug. Asks nothing of the database."""
    return HttpResponse(render(request, "errors/500.html").content, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose session ended: what was typed is given back, ready to be sent again."""
    typed = [(name, text) for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken" for text in texts]
    return render(request, "errors/csrf.html", {"typed": typed, "action": request.get_full_path()}, status=403)
