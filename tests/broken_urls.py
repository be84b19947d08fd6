"""The site's addresses, and a few that fail, for tests of the error pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from members.models import Member
from senkom.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def leaking(request: HttpRequest) -> HttpResponse:
    """A bug whose texts hold what the database and the person said."""
    member = Member.objects.exclude(nik_hash=None).get()
    try:
        Member.objects.filter(pk=member.pk).update(unit_id=None, full_name=request.GET["q"])
    except IntegrityError as error:
        raise ValueError(f"{member.full_name} {member.phone} {request.GET['q']}") from error
    return HttpResponse()


def unreachable(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no server")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Hanya ketua yang boleh.")


def too_large(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig("too large")


def flooded(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429)


urlpatterns = [
    *urlpatterns,
    path("test/broken/", broken),
    path("test/unreachable/", unreachable),
    path("test/leaking/", leaking),
    path("test/refused/", refused),
    path("test/too-large/", too_large),
    path("test/flooded/", flooded),
]
