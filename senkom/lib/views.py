"""The one page behind every link without account: a GET shows, a POST answers."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from senkom.lib.models import Link
from senkom.lib.registry import LinkPurpose, registered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for; WhatsApp and others open it to preview it, so opening never answers."""
    if request.method == "POST":
        return _answer(request, token)
    row = Link.objects.filter(token_hash=Link.hash_of(token)).first()
    purpose = _purpose(row)
    if row is None or purpose is None or row.over_because():
        return _does_not_work(request, row)
    return render(request, purpose.template, purpose.show(row))


@transaction.atomic
def _answer(request: HttpRequest, token: str) -> HttpResponse:
    row = Link.objects.select_for_update().filter(token_hash=Link.hash_of(token)).first()
    purpose = _purpose(row)
    if row is None or purpose is None or row.over_because():
        return _does_not_work(request, row)
    response: HttpResponse = purpose.answer(row, request)
    if purpose.single_use and response.status_code < 400:
        Link.objects.filter(pk=row.pk).update(used_at=timezone.now())
    return response


def _purpose(row: Link | None) -> LinkPurpose | None:
    return registered.links.get(row.purpose) if row else None


def _does_not_work(request: HttpRequest, row: Link | None) -> HttpResponse:
    """Says in words why not, and whom to ask for another one."""
    because = row.over_because() if row else ""
    context = {"because": because, "purpose": row.purpose if row and because else ""}
    return render(request, "links/over.html", context, status=410 if because else 404)
