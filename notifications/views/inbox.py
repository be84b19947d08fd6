"""The inbox of each person; for coordinators, what to pass on by hand and what went wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from members.permissions import require_somewhere
from members.states import Action
from notifications import lists, services
from notifications.models import Delivery, Notification
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest

A_PAGE = 25
AT_MOST = 50
"""Rows of a list that is worked off from the top."""


@login_required
@require_GET
def inbox(request: MemberRequest) -> HttpResponse:
    """One's messages: unread first, by day."""
    rows = Notification.objects.visible_to(request.user).unread_first()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": lists.entries(list(page), request.user.member)}
    return render(request, "notifications/inbox.html", context)


@login_required
@require_POST
def read(request: MemberRequest, code: UUID) -> HttpResponse:
    """Mark one message as read; with `open`, go on to the page it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), code=code)
    services.mark_read(notification, by=request.user)
    [entry] = lists.entries([notification], request.user.member)
    return redirect(entry.message.path if "open" in request.POST and entry.message.path else "notifications:inbox")


@login_required
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_all_read(by=request.user)
    return redirect("notifications:inbox")


@login_required
@require_GET
def whatsapp(request: MemberRequest) -> HttpResponse:
    """*Siap dikirim lewat WhatsApp*: one text and one tap for each member without a channel."""
    require_somewhere(request.user, Action.VIEW_MESSAGES)
    return _whatsapp_list(request, ServiceForm())


@login_required
@require_POST
def told(request: MemberRequest, code: UUID) -> HttpResponse:
    """Tick a message as passed on."""
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), code=code)
    form = ServiceForm(request.POST)
    if form.is_valid() and form.apply(services.tell, delivery, by=request.user):
        return redirect("notifications:whatsapp")
    return _whatsapp_list(request, form)


def _whatsapp_list(request: MemberRequest, form: ServiceForm) -> HttpResponse:
    waiting = Delivery.objects.visible_to(request.user).to_tell(by=request.user.member)
    rows = lists.to_tell(waiting[:AT_MOST], request.user)
    count = len(rows) if len(rows) < AT_MOST else waiting.count()
    context = {"rows": rows, "count": count, "form": form}
    return render(request, "notifications/whatsapp.html", context, status=form.status_code)


@login_required
@require_GET
def problems(request: MemberRequest) -> HttpResponse:
    """Messages that the clock gave up, with the reason and what to do."""
    require_somewhere(request.user, Action.VIEW_MESSAGES)
    return _problem_list(request, ServiceForm())


@login_required
@require_POST
def handled(request: MemberRequest, code: UUID) -> HttpResponse:
    """Take a message off the list of problems: somebody has looked after it."""
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), code=code)
    form = ServiceForm(request.POST)
    if form.is_valid() and form.apply(services.look_after, delivery, by=request.user):
        return redirect("notifications:problems")
    return _problem_list(request, form)


def _problem_list(request: MemberRequest, form: ServiceForm) -> HttpResponse:
    needing = Delivery.objects.visible_to(request.user).needing_a_person()
    rows = lists.to_tell(needing[:AT_MOST], request.user)
    context = {"rows": rows, "form": form}
    return render(request, "notifications/problems.html", context, status=form.status_code)
