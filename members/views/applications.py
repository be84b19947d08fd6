"""The way in: the public form, and the same form for what was brought on paper."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members import services
from members.forms import ApplicationForm
from members.models import Unit
from members.permissions import require_somewhere
from members.services.applications import CONSENT_VERSION
from members.states import Action
from senkom.lib.http import MemberRequest


def apply(request: HttpRequest) -> HttpResponse:
    """The form with which anybody applies for membership."""
    # Chapters of cities and districts take members; those above them are boards only.
    units = Unit.objects.active().filter(path__regex=r"^0\.\d\d\.\d\d\.(\d\d\.)?$")
    form = ApplicationForm(request.POST or None, units=units)
    if form.is_valid():
        if not ratelimit.consume(request, action="apply"):
            too_many: HttpResponse = ratelimit.respond_429(request)
            return too_many
        if form.apply(services.apply_for_membership, form.application()):
            return redirect("members:applied")
    context = {"form": form, "consent_version": CONSENT_VERSION, "open": units}
    return render(request, "members/apply.html", context, status=form.status_code)


@require_GET
def applied(request: HttpRequest) -> HttpResponse:
    """What happens next with an application."""
    return render(request, "members/applied.html")


@login_required
def new(request: MemberRequest) -> HttpResponse:
    """Write down an application that was brought on paper; somebody else attests the income."""
    require_somewhere(request.user, Action.HANDLE_APPLICATIONS)
    units = Unit.objects.in_reach_of(request.user, Action.HANDLE_APPLICATIONS).units()
    form = ApplicationForm(request.POST or None, units=units)
    form.fields["consent"].label = _("The person has signed the statement, and I keep the paper.")
    if form.is_valid() and form.apply(services.apply_for_membership, form.application(), by=request.user):
        messages.success(request, _("On the list. Next: the document check."))
        return redirect(form.result)
    return render(request, "members/new.html", {"form": form}, status=form.status_code)
