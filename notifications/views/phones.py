"""The phones that ring for a member's messages, and his chat at Telegram."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from notifications import phones, telegram
from notifications.forms import PhoneForm
from notifications.models import PushSubscription, TelegramChat
from notifications.webpush.keys import public_key
from senkom.lib.http import MemberRequest

SENT_AT_MOST = 4096
"""Bytes in which every browser can say what it is."""


@login_required
@require_GET
def ways(request: MemberRequest) -> HttpResponse:
    """The ways by which messages reach a member."""
    return _ways(request)


def _ways(request: MemberRequest, **more: str) -> HttpResponse:
    mine = list(PushSubscription.objects.visible_to(request.user).order_by("-made_at"))
    chat = TelegramChat.objects.filter(member=request.user.member).first()
    context = {"phones": mine, "this_phone": phones.code_of(request), "chat": chat, "bot": settings.TELEGRAM_BOT}
    return render(request, "notifications/ways.html", context | more)


@login_required
@require_POST
def bind_telegram(request: MemberRequest) -> HttpResponse:
    """Show the link with which a member binds his own chat, once."""
    if not settings.TELEGRAM_TOKEN:
        raise Http404
    return _ways(request, telegram_link=telegram.make_link(by=request.user))


@login_required
@require_POST
def leave_telegram(request: MemberRequest) -> HttpResponse:
    """Telegram hears nothing any more."""
    telegram.leave(by=request.user)
    return redirect("notifications:ways")


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
