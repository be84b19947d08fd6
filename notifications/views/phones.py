"""The phones that ring for a member's messages."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from notifications import phones
from notifications.forms import PhoneForm
from notifications.models import PushSubscription
from notifications.webpush.keys import public_key
from senkom.lib.http import MemberRequest

SENT_AT_MOST = 4096
"""Bytes in which every browser can say what it is."""


@login_required
@require_GET
def ways(request: MemberRequest) -> HttpResponse:
    """The ways by which messages reach a member."""
    mine = list(PushSubscription.objects.visible_to(request.user).order_by("-made_at"))
    context = {"phones": mine, "this_phone": phones.code_of(request)}
    return render(request, "notifications/ways.html", context)


@login_required
@require_POST
def keep_phone(request: MemberRequest) -> HttpResponse:
    """What `static/push.js` sends when a member taps the button: the subscription of his browser, as JSON."""
    form = PhoneForm(_subscription_in(request))
    if not public_key() or not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    phone = phones.keep_phone(**form.cleaned_data, by=request.user)
    response = HttpResponse(status=204)
    phones.remember(response, phone)
    return response


def _subscription_in(request: MemberRequest) -> dict[str, Any]:
    """The fields of `PushSubscription.toJSON()` beside each other. Raises BadRequest."""
    if request.content_type != "application/json" or len(request.body) > SENT_AT_MOST:
        raise BadRequest("No subscription of a browser.")
    try:
        said = json.loads(request.body)
        found = {"endpoint": said["endpoint"], **{name: said["keys"][name] for name in ("p256dh", "auth")}}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadRequest("No subscription of a browser.") from error
    if not all(isinstance(value, str) for value in found.values()):
        raise BadRequest("No subscription of a browser.")
    return found


@login_required
@require_POST
def forget_phone(request: MemberRequest, code: UUID) -> HttpResponse:
    """A phone rings no more, this one or another."""
    phones.forget_phone(get_object_or_404(PushSubscription.objects.visible_to(request.user), code=code))
    messages.success(request, _("That phone gets no notifications any more."))
    return redirect("notifications:ways")
