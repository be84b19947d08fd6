"""The renewal of a card as a member meets it: a link that the board sends, or the same page signed in."""

from __future__ import annotations

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members import services
from members.forms import RenewalForm
from members.models import Member
from members.services.renewals import RenewalLink
from members.states import Action
from members.views.find import person_for
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.times import when


@login_required
@never_cache
def renewal_link(request: MemberRequest, code: UUID) -> HttpResponse:
    """Make the link by which one member answers; shown once."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    form = ServiceForm(request.POST or None)
    context: dict[str, object] = {"person": person, "form": form}
    if form.is_valid() and form.apply(services.make_renewal_link, person, by=request.user):
        address = f"{settings.SITE_URL}{form.result.path}"
        qr = segno.make(address, error="m").svg_data_uri(scale=6, border=3, light="white")
        context |= {"address": address, "qr": qr, "text": whatsapp_text(person, form.result, address)}
    return render(request, "members/renewal_link.html", context, status=form.status_code)


def whatsapp_text(person: Member, link: RenewalLink, address: str) -> str:
    """What the board sends; it can be answered without opening the link."""
    ends = date_format(person.valid_until, "j F Y") if person.valid_until else ""
    return _(
        "For %(name)s: the Senkom card is valid until %(day)s. Would you like to stay? Answer TETAP or TIDAK here, and "
        "say whether your job is still the same.\n"
        "Or tap this link and answer there: %(address)s\n"
        "It works once, until %(until)s. It is for you only."
    ) % {"name": person.full_name, "day": ends, "address": address, "until": when(link.until, person.unit.zone)}


@login_required
def my_renewal(request: MemberRequest) -> HttpResponse:
    """The same answer, signed in."""
    person = request.user.member
    form = RenewalForm(request.POST or None, member=person)
    if form.is_valid() and form.apply(services.answer_renewal, person, **form.cleaned_data):
        messages.success(request, _("Thank you. Your board has your answer and does the rest."))
        return redirect("members:me")
    return render(request, "members/my_renewal.html", {"person": person, "form": form}, status=form.status_code)
