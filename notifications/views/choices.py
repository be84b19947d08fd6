"""What one chooses about one's own messages: on a page, and by the link at the end of a letter."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from members.models import Member
from notifications import services
from notifications.forms import PreferencesForm
from notifications.models import Delivery
from notifications.rules import reminder_of
from notifications.stop_links import delivery_behind
from notifications.topics import groups, topic_of
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest


@login_required
def preferences(request: MemberRequest) -> HttpResponse:
    """*Pemberitahuan saya*: which messages also leave the application, by which way, and when not."""
    member, found = request.user.member, groups()
    form = PreferencesForm(request.POST or None, groups=found, chosen=services.choices_of(member))
    if form.is_valid() and form.apply(services.choose, form.choices(), by=request.user):
        messages.success(request, _("Kept."))
        return redirect("notifications:preferences")
    always = [group for group in found if not group.may_be_declined]
    context = {"form": form, "always": always, "person": member}
    return render(request, "notifications/preferences.html", context, status=form.status_code)


@login_required
@require_POST
def confirm_address(request: MemberRequest, code: UUID) -> HttpResponse:
    """Say that an address which is left alone is right after all."""
    person = get_object_or_404(Member.objects.visible_to(request.user), code=code)
    services.confirm_address(person, by=request.user)
    messages.success(request, _("The next message goes to this address again."))
    return redirect(person)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End letters of one topic, by the link in one of them.

    Opening it changes nothing: scanners open every link. A POST needs neither session nor our form (RFC 8058): mailbox
    programs send it, and the signature says whose letter it was.
    """
    delivery, form = _delivery(token), ServiceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.apply(services.decline, delivery)
    return _stopped(request, token, delivery, form)


@never_cache
@require_POST
def take_up_again(request: HttpRequest, token: str) -> HttpResponse:
    """The way back: letters of that topic again."""
    delivery, form = _delivery(token), ServiceForm(request.POST)
    if form.is_valid():
        form.apply(services.take_up_again, delivery)
    return _stopped(request, token, delivery, form)


def _delivery(token: str) -> Delivery:
    delivery = delivery_behind(token)
    if delivery is None or reminder_of(delivery.notification.kind) is None:
        raise Http404
    return delivery


def _stopped(request: HttpRequest, token: str, delivery: Delivery, form: ServiceForm) -> HttpResponse:
    reminder = reminder_of(delivery.notification.kind)
    assert reminder is not None  # noqa: S101 - _delivery() looked
    context = {
        "token": token,
        "form": form,
        "topic": topic_of(reminder),
        "may_decline": reminder.may_be_declined,
        "has_declined": reminder.may_be_declined and services.has_declined(delivery),
    }
    return render(request, "notifications/stop.html", context, status=form.status_code)
