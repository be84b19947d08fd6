"""The page behind the code on a membership card, for whoever meets its bearer; and the way to complain about him."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counted  # its public face lets every GET through
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members import services
from members.cards import standing_of
from members.forms.complaints import ComplaintForm
from members.letters import places_of
from members.models import Card
from members.services.cards import count_check
from members.services.photos import may_be_shown_to_anybody
from patrols.models import Assignment
from senkom.lib import pdf

log = logging.getLogger(__name__)
PHOTO = {"width": 240, "height": 320}


def _not_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No search engine lists the page, and nothing on the way keeps it: its address is a key.

    No other site is told it either: "same-origin" is the policy of every page of ours. "no-referrer" would tell no
    site less, and the forms on the page (language, theme) would come without the browser's word where they are from.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answered


def _card_for(token: str) -> Card | None:
    rows = Card.objects.select_related("member__unit", "member__photo")
    return rows.filter(token=token).first()


@_not_kept
@require_GET
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Photo, name, unit, whether the card is valid and until when, on duty or not; of any other card only that."""
    if not counted.consume(request, app="allauth.account", action="card", limit_get=True):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    found = _card_for(token)
    context: dict[str, Any] = {"token": token if found else ""}
    if found is not None:
        count_check(found)
        standing = standing_of(found, found.member.unit.today())
        if standing.valid:
            on_duty = Assignment.objects.on_duty_now(found.member)
            context |= {
                "person": found.member,
                "place": places_of([found])[found.member.unit_id],
                "until": standing.until,
                "on_duty": on_duty,
                "photo": _photo_of(found),
            }
    return render(request, "pages/card.html", context, status=200 if found else 404)


def _photo_of(found: Card) -> str:
    """The photo within the page, small: it has no address of its own that could be passed on."""
    photo = getattr(found.member, "photo", None)
    if photo is None or not may_be_shown_to_anybody(found.member):
        return ""
    try:
        with default_storage.open(photo.name) as opened:
            small = pdf.shrunk(opened.read(), **PHOTO)
    except OSError:
        log.error("the file of %s is missing in the storage", photo)
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"


@_not_kept
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest, token: str) -> HttpResponse:
    """Anybody writes what a bearer did; a chair above him reads it. Also about a card that is not valid any more."""
    found = get_object_or_404(Card.objects.select_related("member__unit"), token=token)
    form = ComplaintForm(request.POST or None)
    if form.is_valid():
        if not ratelimit.consume(request, action="complain"):
            too_many: HttpResponse = ratelimit.respond_429(request)
            return too_many
        if form.apply(services.complain, found, **form.cleaned_data):
            return redirect("pages:complained")
    return render(request, "pages/complain.html", {"form": form, "token": token}, status=form.status_code)


@_not_kept
@require_GET
def complained(request: HttpRequest) -> HttpResponse:
    """What happens next with a complaint."""
    return render(request, "pages/complained.html")
