"""The list of agencies, the page of one, and whom one calls there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members.permissions import require_somewhere
from members.states import Action
from partners import services
from partners.forms import AgencyForm, ContactForm, EditAgencyForm, NewContactForm, StepForm
from partners.models import ActionItem, Agency, Audience, Contact, IncomingLetter, Letter
from partners.states import AgencyKind
from partners.views.lists import chosen, searched, turning
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

SOME = 10
"""So many rows of each kind stand on the page of an agency; the lists have all."""


def keeps(request: MemberRequest, agency: Agency) -> bool:
    """Whether the account keeps this agency: it has an area in or below the units of an office of today."""
    return Agency.objects.in_reach_of(request.user, Action.WRITE_LETTERS).filter(pk=agency.pk).exists()


def require_keeper(request: MemberRequest, agency: Agency) -> None:
    """Raises PermissionDenied, in words, where the account only sees the agency."""
    if not keeps(request, agency):
        raise PermissionDenied(_("Your office does not allow this here. Ask the chair of your unit."))


@login_required
@require_GET
def agencies(request: MemberRequest) -> HttpResponse:
    """Agencies that work where one serves: search, filter, page."""
    require_somewhere(request.user, Action.VIEW_PARTNERS)
    kind, text = chosen(request, "kind", AgencyKind.values), searched(request)
    rows = Agency.objects.visible_to(request.user).active().matching(text).for_list_page()
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.prefetch_related(Prefetch("contacts", Contact.objects.current()))
    page = keyset_page(rows, ("name_key", "id"), request.GET.get("after", ""))
    today = request.user.member.unit.today()
    counted = [(found, sum(contact.is_stale_on(today) for contact in found.contacts.all())) for found in page.rows]
    context = {"rows": counted, "kind": kind, "q": text, "kinds": AgencyKind.choices, **turning(request, page)}
    return render(request, "partners/agencies.html", context)


@login_required
@require_GET
def agency(request: MemberRequest, code: UUID) -> HttpResponse:
    """An agency: whom one calls, what was agreed with it, what is open."""
    found = get_object_or_404(Agency.objects.visible_to(request.user).for_list_page(), code=code)
    user, today = request.user, request.user.member.unit.today()
    contacts = list(found.contacts.current())
    audiences = Audience.objects.visible_to(user).filter(agency=found).select_related("unit")
    context = {
        "agency": found,
        "contacts": [(contact, contact.is_stale_on(today)) for contact in contacts],
        "former": found.contacts.exclude(left_on=None).order_by("-left_on")[:SOME],
        "audiences": audiences.with_order().order_by("-at", "-id")[:SOME],
        "items": [
            (item, item.days_late_on(today))
            for item in ActionItem.objects.visible_to(user).open_with(found).for_list_page()[:SOME]
        ],
        "letters": Letter.objects.visible_to(user).filter(agency=found)[:SOME],
        "incoming": IncomingLetter.objects.visible_to(user).filter(agency=found)[:SOME],
        "may_keep": keeps(request, found),
    }
    return render(request, "partners/agency.html", context)


@login_required
def add_agency(request: MemberRequest) -> HttpResponse:
    """Put an agency on the list."""
    require_somewhere(request.user, Action.WRITE_LETTERS)
    form = AgencyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.apply(services.add_agency, by=request.user, **form.cleaned_data):
        return redirect(form.result)
    return render(request, "partners/agency_form.html", {"form": form}, status=form.status_code)


@login_required
def edit_agency(request: MemberRequest, code: UUID) -> HttpResponse:
    """Correct an agency."""
    found = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    require_keeper(request, found)
    initial: dict[str, Any] = {"kind": found.kind, "name": found.name, "is_active": found.is_active}
    initial |= {"parent": found.parent.code if found.parent else None, "areas": list(found.areas.all())}
    data = request.POST if request.method == "POST" else None
    form = EditAgencyForm(data, user=request.user, initial=initial)
    if form.is_valid() and form.apply(services.change_agency, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    context = {"form": form, "agency": found}
    return render(request, "partners/agency_form.html", context, status=form.status_code)


@login_required
def add_contact(request: MemberRequest, code: UUID) -> HttpResponse:
    """Write down whom one calls at an agency."""
    found = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    require_keeper(request, found)
    form = NewContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.apply(services.add_contact, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    context = {"form": form, "agency": found, "heading": _("Add a contact")}
    return render(request, "partners/contact_form.html", context, status=form.status_code)


def _contact(request: MemberRequest, code: UUID) -> Contact:
    rows = Contact.objects.visible_to(request.user).current().select_related("agency")
    found: Contact = get_object_or_404(rows, code=code)
    require_keeper(request, found.agency)
    return found


@login_required
def edit_contact(request: MemberRequest, code: UUID) -> HttpResponse:
    """Correct a contact; it counts as checked today."""
    contact = _contact(request, code)
    initial = {name: getattr(contact, name) for name in ("position", "name", "rank", "phone", "email")}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and form.apply(services.change_contact, contact, by=request.user, **form.cleaned_data):
        return redirect(contact.agency)
    context = {"form": form, "agency": contact.agency, "heading": _("Correct the contact"), "contact": contact}
    return render(request, "partners/contact_form.html", context, status=form.status_code)


@login_required
def replace_contact(request: MemberRequest, code: UUID) -> HttpResponse:
    """Somebody else holds the position now."""
    contact = _contact(request, code)
    data = request.POST if request.method == "POST" else None
    form = NewContactForm(data, initial={"position": contact.position, "phone": contact.phone})
    if form.is_valid() and form.apply(services.replace_contact, contact, by=request.user, **form.cleaned_data):
        return redirect(contact.agency)
    context = {"form": form, "agency": contact.agency, "heading": _("Write down the successor"), "contact": contact}
    return render(request, "partners/contact_form.html", context, status=form.status_code)


@login_required
def verify_contact(request: MemberRequest, code: UUID) -> HttpResponse:
    """Say that a contact is still right, or that nobody holds the position now."""
    contact = _contact(request, code)
    form = StepForm(request.POST if request.method == "POST" else None, row=contact, user=request.user)
    service = services.end_contact if "left" in request.POST else services.verify_contact
    if form.is_valid() and form.apply(service, contact, by=request.user):
        return redirect(contact.agency)
    context = {"form": form, "contact": contact, "agency": contact.agency}
    return render(request, "partners/contact_check.html", context, status=form.status_code)
