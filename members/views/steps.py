"""What a board does with one person, each as a form of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from members import services
from members.forms import DocumentsForm, LivelihoodForm, NikForm, WaiverForm, form_of_step
from members.models import Member
from members.states import Action, Livelihood, Wish
from members.steps import BY_NAME
from members.views.find import person_for
from senkom.lib.forms import ReasonForm, ServiceForm
from senkom.lib.http import MemberRequest


def form_page(request: MemberRequest, person: Member, form: ServiceForm, title: str, **context: Any) -> HttpResponse:
    """The page with one form about one person; danger=True marks a step that ends something."""
    context |= {"person": person, "form": form, "title": title}
    return render(request, "members/form.html", context, status=form.status_code)


@login_required
def step(request: MemberRequest, code: UUID, name: str) -> HttpResponse:
    """Take one step: from application to farewell."""
    taken = BY_NAME.get(name)
    if taken is None:
        raise Http404
    person = person_for(request.user, code)
    taken.require(request.user, person)
    form = form_of_step(taken, [person], request.POST or None)
    if form.is_valid() and form.apply(taken.service, person, by=request.user, **form.cleaned_data):
        said = (
            _("Proposed. The unit above decides.") if taken.proposes else _("Done: %(step)s.") % {"step": taken.label}
        )
        messages.success(request, said)
        return redirect(person)
    context = {"danger": taken.ends, "submit": taken.label, "step": taken, "proposes": taken.proposes}
    return form_page(request, person, form, str(taken.label), **context)


@login_required
def documents(request: MemberRequest, code: UUID) -> HttpResponse:
    """Tick the documents somebody has looked at."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    form = DocumentsForm(request.POST or None, initial={"seen": person.documents_seen})
    if form.is_valid() and form.apply(services.tick_documents, person, form.cleaned_data["seen"], by=request.user):
        messages.success(request, _("Kept."))
        return redirect(person)
    return form_page(request, person, form, _("Documents"))


@login_required
def livelihood(request: MemberRequest, code: UUID) -> HttpResponse:
    """Write down another job, or its loss."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    said = person.renewal_answers.of_present_terms().filter(wish=Wish.STAY).first() or person
    initial = {"livelihood": said.livelihood, "occupation": said.occupation}
    form = LivelihoodForm(request.POST or None, initial=initial)
    if form.is_valid() and form.apply(
        services.record_livelihood,
        person,
        Livelihood(form.cleaned_data["livelihood"]),
        occupation=form.cleaned_data["occupation"],
        by=request.user,
    ):
        messages.success(request, _("Kept. Another board member attests it."))
        return redirect(person)
    return form_page(request, person, form, _("Job or income"))


@login_required
def waiver(request: MemberRequest, code: UUID) -> HttpResponse:
    """Allow a membership without an attested income for a time."""
    person = person_for(request.user, code, Action.ATTEST_LIVELIHOOD)
    form = WaiverForm(request.POST or None)
    if form.is_valid() and form.apply(services.waive_livelihood, person, by=request.user, **form.cleaned_data):
        messages.success(request, _("The waiver is kept."))
        return redirect(person)
    return form_page(request, person, form, _("Waiver of the income rule"))


@login_required
def nik(request: MemberRequest, code: UUID) -> HttpResponse:
    """Keep the number on the identity card."""
    person = person_for(request.user, code, Action.READ_NIK)
    form = NikForm(request.POST or None)
    if form.is_valid() and form.apply(services.set_nik, person, form.cleaned_data["nik"], by=request.user):
        messages.success(request, _("The NIK is kept, encrypted."))
        for doubt in form.result:
            messages.warning(request, doubt)
        return redirect(person)
    return form_page(request, person, form, _("NIK"))


@login_required
def read_nik(request: MemberRequest, code: UUID) -> HttpResponse:
    """Show the NIK in full, once, after a reason was given."""
    person = person_for(request.user, code, Action.READ_NIK)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.read_nik, person, by=request.user, **form.cleaned_data):
        return form_page(request, person, form, _("NIK"), opened={_("NIK"): form.result or _("not known")})
    return form_page(request, person, form, _("Read the NIK"), told=True)


@login_required
def emergency(request: MemberRequest, code: UUID) -> HttpResponse:
    """Open address and emergency contact in an emergency; the member is told."""
    person = person_for(request.user, code, Action.VIEW_MEMBERS)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.open_for_emergency, person, by=request.user, **form.cleaned_data):
        opened = {
            _("Emergency contact"): person.emergency_contact or _("not known"),
            _("Address"): person.address or _("not known"),
        }
        return form_page(request, person, form, _("For the emergency"), opened=opened)
    return form_page(request, person, form, _("For the emergency"), told=True)
