"""The photo of a member."""

from __future__ import annotations

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members import services
from members.forms import PhotoForm
from members.services.photos import require_photo
from members.views.find import person_for
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest


@login_required
def photo(request: MemberRequest, code: UUID) -> HttpResponse:
    """Send a photo of oneself, or of somebody who has agreed to it."""
    person = person_for(request.user, code)
    require_photo(person, request.user)
    is_sent = request.method == "POST"
    if is_sent and not ratelimit.consume(request, action="upload"):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    is_self = request.user.member_id == person.pk
    # A form that was cut off on the way comes without any field: it is refused, too.
    form = PhotoForm(*(request.POST, request.FILES) if is_sent else (), is_self=is_self)
    if form.is_valid() and form.apply(services.set_photo, person, form.cleaned_data["picture"], by=request.user):
        messages.success(request, _("The photo is kept."))
        return redirect(person)
    context = {"person": person, "form": form, "is_self": is_self}
    return render(request, "members/photo.html", context, status=form.status_code)


@login_required
@require_POST
def remove_photo(request: MemberRequest, code: UUID) -> HttpResponse:
    """Destroy the photo."""
    person = person_for(request.user, code)
    require_photo(person, request.user)
    form = ServiceForm(request.POST)
    if form.apply(services.remove_photo, person, by=request.user):
        messages.success(request, _("The photo is gone, here and on our disk."))
    return redirect(person)
