"""What happens around every request."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from pghistory.middleware import HistoryMiddleware as BaseHistoryMiddleware
from psycopg.errors import DeadlockDetected, SerializationFailure
from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars, unbind_contextvars

from senkom.lib import logs

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
FOR_PAGES = ("GET", "HEAD", "POST")
FOR_PROGRAMS = (*FOR_PAGES, "OPTIONS", "PUT", "PATCH", "DELETE")


KNOWN_LATER = ("user", "unit", "url", "method")


class LogMiddleware:
    """Every line of a request says which one it was and whose; what is refused is a line of the security log."""

    REFUSALS = (400, 403, 404, 405, 413, 415, 429)
    """Not 409 and 422: those are people at work. A 404 counts where the address itself is one of ours."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _number_of(request)
        with bound_contextvars(request=number, source=_source_of(request)):
            unbind_contextvars(*KNOWN_LATER)
            response = self.get_response(request)
            status = response.status_code
            if status in self.REFUSALS and (status != 404 or "url" in get_contextvars()):
                logs.note(logs.Event.REFUSED, status=status)
            unbind_contextvars(*KNOWN_LATER)
        response.headers["X-Request-ID"] = number
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Now it is known whose request it is and for which page."""
        match, user = request.resolver_match, request.user
        bind_contextvars(url=match.view_name if match else "", method=request.method)
        if user.is_authenticated:
            bind_contextvars(user=user.pk, unit=user.member.unit_id)


def _number_of(request: HttpRequest) -> str:
    """The request's number: our proxy's where there is one, so that its log and ours can be read together."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else secrets.token_hex(8)


def _source_of(request: HttpRequest) -> str:
    """The same word for the same address, without saying which: it shows who tries again and again."""
    address = get_client_ip(request) or ""
    return salted_hmac("senkom.log.source", address, algorithm="sha256").hexdigest()[:12]


class BrowserSafetyMiddleware:
    """What the browser may not do with an answer: keep it once somebody has a session, or lend it to other sites."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        name = settings.SESSION_COOKIE_NAME
        is_static = request.path.startswith(settings.STATIC_URL)
        if not is_static and (name in request.COOKIES or name in response.cookies):
            # On a shared phone "back" after signing out shows nothing; views that know better say so themselves.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class MethodsMiddleware:
    """Pages are read and sent, nothing else; only the interface for programs has more verbs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = FOR_PROGRAMS if request.path.startswith("/api/") else FOR_PAGES
        return self.get_response(request) if request.method in known else HttpResponseNotAllowed(known)


class LanguageMiddleware:
    """Indonesian, unless a person chose English: by cookie. The browser's own list is not asked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class TimezoneMiddleware:
    """Times are typed and shown in the zone of the person's unit."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        zone = user.member.unit.zone if user.is_authenticated else timezone.get_default_timezone()
        with timezone.override(zone):
            return self.get_response(request)


class BadInputMiddleware:
    """A NUL byte or a broken character in a query or a form is a bad request and reaches no table."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Raises BadRequest, answered with page 400."""
        for values in (request.GET, self.posted(request)):
            for name, texts in values.lists():
                if not all(map(can_be_stored, [name, *texts])):
                    raise BadRequest("A character that no text may hold.")
        if not can_be_stored(request.path):
            raise BadRequest("A character that no address may hold.")

    @staticmethod
    def posted(request: HttpRequest) -> Any:
        """The posted form. Raises BadRequest where it can't be read."""
        try:
            return request.POST
        except (RequestDataTooBig, UnreadablePostError, ValueError) as error:
            raise BadRequest("The form could not be read.") from error


def can_be_stored(text: str) -> bool:
    """Whether PostgreSQL takes the text: no NUL byte, no lone surrogate."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


class HistoryMiddleware(BaseHistoryMiddleware):
    """Who changed a row is recorded; the address is not, for it may hold a token."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        user = getattr(request, "user", None)
        return {"user": user.pk if user and user.is_authenticated else None}


class CollisionMiddleware:
    """Two people in each other's way: whom PostgreSQL sent back is let in once more, and notices nothing.

    It stands innermost. A view writes in one transaction, which is undone, and every form can be sent twice without
    doing the thing twice: so the view may simply run again. A second collision is answered with page 503.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer of the second run; None where the error is another one."""
        view = request.resolver_match
        if view is None or not isinstance(exception.__cause__, DeadlockDetected | SerializationFailure):
            return None
        log.warning("collision at %s, once more", view.view_name)
        for _name, uploads in request.FILES.lists():
            for upload in uploads:
                upload.seek(0)
        again: HttpResponse = view.func(request, *view.args, **view.kwargs)
        return again
