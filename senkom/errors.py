"""Error pages: what happened and what to do next, in the person's language."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg.errors
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from senkom.context import site

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NEVER_GIVEN_BACK = ("csrfmiddlewaretoken", "next")
IN_THE_WAY = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
"""The database is there, but somebody else holds what is asked for; nothing was written."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The disk of the files is full, or a limit on them is reached."""
EMPTY_PAGES = (405, 413, 429)
"""Answers that Django and its libraries give without a page."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request can't be read; 413 where it is too large."""
    too_large = isinstance(exception, TOO_LARGE) or isinstance(exception.__cause__, TOO_LARGE)
    return _page(request, 413 if too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: visible, but not allowed; with the sentence of the rule that refused."""
    sentence = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, sentence=sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug; 503: the database does not answer, or not in time; 507: no room for files. Asks no database."""
    error = sys.exception()
    if not isinstance(error, OperationalError | InterfaceError):
        status = 507 if isinstance(error, OSError) and error.errno in NO_ROOM else 500
        return HttpResponse(render_to_string(f"errors/{status}.html", site(request)), status=status)
    in_the_way = isinstance(error.__cause__, IN_THE_WAY)
    page = render_to_string("errors/503.html", site(request) | {"in_the_way": in_the_way})
    return HttpResponse(page, status=503, headers={"Retry-After": "5" if in_the_way else "60"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose session ended: what was typed is given back, ready to be sent again."""
    return _give_back(request)


def _page(request: HttpRequest, status: int, **context: str) -> HttpResponse:
    return render(request, f"errors/{status}.html", context, status=status)


def _give_back(request: HttpRequest) -> HttpResponse:
    """Show what was typed, without passwords and files; nothing at all where the form came from another site."""
    has_password = any("password" in name for name in request.POST)
    if has_password or not _came_from_here(request):
        return render(request, "errors/stale.html", {"back": _page_of(request)}, status=403)
    typed = [(name, text) for name, texts in request.POST.lists() if name not in NEVER_GIVEN_BACK for text in texts]
    context = {
        "typed": typed,
        "shown": [text for _name, text in typed if text.strip() and not _is_code(text)],
        "files": [file.name for files in request.FILES.lists() for file in files[1]],
        "action": request.get_full_path(),
    }
    return render(request, "errors/kept.html", context, status=403)


def _came_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent the form; another site could have filled it in for the person."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(source).netloc == request.get_host()


def _page_of(request: HttpRequest) -> str:
    """The page the form stood on, as far as we know it."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() else settings.LOGIN_REDIRECT_URL


def _is_code(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class ErrorPagesMiddleware:
    """Gives a page to errors that have none, and gives back a form that was sent after its session had ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(request, response) and _came_from_here(request):
            return _give_back(request)
        if response.status_code in EMPTY_PAGES and not getattr(response, "streaming", False) and not response.content:
            page = _page(request, response.status_code)
            response.content = page.content
            response.headers["Content-Type"] = page.headers["Content-Type"]
        return response


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer leads to the sign-in page and from there back to this request."""
    if response.status_code != 302:
        return False
    target = urlsplit(response.headers["Location"])
    back = parse_qs(target.query).get(REDIRECT_FIELD_NAME)
    return target.path in (settings.LOGIN_URL, reverse("admin:login")) and back == [request.get_full_path()]
