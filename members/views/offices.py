"""Who holds which office, appointing and ending."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members import services
from members.forms import AppointmentForm
from members.models import Appointment, Unit
from members.permissions import allows, require, require_somewhere
from members.services.applications import years_later
from members.states import Action, Office
from members.views.find import person_for
from members.views.steps import form_page
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

TERM_OF_OFFICE = 5
ORDER = ("unit_id", "rank", "id")
"""From the top of the country down, and each board from its chair on."""


@login_required
@require_GET
def offices(request: MemberRequest) -> HttpResponse:
    """The boards in and below one's units today, and terms that end soon."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    rows = Appointment.objects.in_reach_of(request.user, Action.VIEW_MEMBERS).on(timezone.localdate())
    page = keyset_page(rows.with_rank().for_list_page(), ORDER, request.GET.get("after", ""))
    held = [(row, _may_end(request, row)) for row in page.rows]
    context = {
        "held": held,
        "next": f"{request.path}?after={page.after}" if page.after else "",
        "first": "" if page.is_first else request.path,
    }
    return render(request, "members/offices.html", context)


def _may_end(request: MemberRequest, held: Appointment) -> bool:
    return held.member_id == request.user.member_id or allows(request.user, Action.APPOINT, held.unit_id)


@login_required
def appoint(request: MemberRequest, code: UUID) -> HttpResponse:
    """Give a member an office."""
    person = person_for(request.user, code)
    require(request.user, Action.APPOINT, person.unit_id)
    units = Unit.objects.in_reach_of(request.user, Action.APPOINT).filter(
        Q(path__in=person.unit.lineage) | Q(path__startswith=person.unit_id)
    )
    today = person.unit.today()
    initial = {"unit": person.unit_id, "begins": today, "ends": years_later(today, TERM_OF_OFFICE)}
    form = AppointmentForm(request.POST or None, units=units.units(), initial=initial)
    if form.is_valid():
        chosen = {**form.cleaned_data, "office": Office(form.cleaned_data["office"])}
        if form.apply(services.appoint, person, by=request.user, **chosen):
            messages.success(request, _("Appointed. %(name)s signs in anew.") % {"name": person.full_name})
            return redirect(person)
    return form_page(request, person, form, _("Appoint to an office"))


@login_required
def end_office(request: MemberRequest, code: UUID) -> HttpResponse:
    """End a term now."""
    held = get_object_or_404(Appointment.objects.visible_to(request.user).select_related("member", "unit"), code=code)
    if request.user.member_id != held.member_id:
        require(request.user, Action.APPOINT, held.unit_id)
    form = ServiceForm(request.POST or None)
    if form.is_valid() and form.apply(services.end_appointment, held, by=request.user):
        messages.success(request, _("The term has ended; its rights too."))
        return redirect(held.member)
    return render(request, "members/end_office.html", {"held": held, "form": form}, status=form.status_code)
