"""Whether the reminders run."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.permissions import require_somewhere
from members.states import Action
from notifications import health
from senkom.lib.http import MemberRequest


@login_required
@require_GET
def reminder_health(request: MemberRequest) -> HttpResponse:
    """Whether the reminders run, and what became of the messages of the last days."""
    require_somewhere(request.user, Action.VIEW_MESSAGES)
    context = {
        "today": health.today_in_words(request.user),
        "days": health.days_of(request.user),
        "oldest": health.oldest_waiting(request.user),
        "works": health.works(),
        "watched": bool(settings.HEARTBEAT_URL),
    }
    return render(request, "notifications/health.html", context)
