"""Making a one-time sign-in link for a member: QR code and WhatsApp text."""

from __future__ import annotations

from uuid import UUID

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members import services
from members.models import Member
from members.services.accounts import SignInLink
from members.states import Action
from members.views.find import person_for
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.times import when


@login_required
@never_cache
def sign_in_link(request: MemberRequest, code: UUID) -> HttpResponse:
    """Show the link once; nobody can look it up later, so a lost one is made anew."""
    person = person_for(request.user, code, Action.MAKE_SIGN_IN_LINKS)
    form = ServiceForm(request.POST or None)
    context: dict[str, object] = {"person": person, "form": form}
    if form.is_valid() and form.apply(services.make_sign_in_link, person, by=request.user):
        address = f"{settings.SITE_URL}{form.result.path}"
        qr = segno.make(address, error="m").svg_data_uri(scale=6, border=3, light="white")
        context |= {"address": address, "qr": qr, "text": whatsapp_text(person, form.result, address)}
    return render(request, "members/sign_in_link.html", context, status=form.status_code)


def whatsapp_text(person: Member, link: SignInLink, address: str) -> str:
    """What the coordinator sends: for whom, how, until when."""
    return _(
        "For %(name)s: sign in to Senkom without a password.\n"
        "Tap this link, then the button: %(address)s\n"
        "It works once, until %(until)s. Don't pass it on; it is your key."
    ) % {"name": person.full_name, "address": address, "until": when(link.until, person.unit.zone)}
