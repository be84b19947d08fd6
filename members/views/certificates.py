"""Certificates of one person: recorded, corrected and revoked by the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from members import services
from members.forms.certificates import CertificateForm, CorrectionForm
from members.models import Grant, User
from members.permissions import require
from members.states import Action
from members.views.find import person_for
from members.views.steps import form_page
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest


@login_required
def new_certificate(request: MemberRequest, code: UUID) -> HttpResponse:
    """Write down a certificate somebody shows."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    form = CertificateForm(request.POST or None, initial={"begins": person.unit.today()})
    if form.is_valid() and form.apply(services.record_certificate, person, by=request.user, **form.cleaned_data):
        messages.success(request, _("The certificate is kept."))
        return redirect(person)
    return form_page(request, person, form, _("Record a certificate"))


def _grant_for(user: User, code: UUID) -> Grant:
    rows = Grant.objects.visible_to(user).select_related("member__unit", "member__photo", "qualification")
    grant = get_object_or_404(rows, code=code)
    require(user, Action.HANDLE_APPLICATIONS, grant.member.unit_id)
    return grant


@login_required
def certificate(request: MemberRequest, code: UUID) -> HttpResponse:
    """Set a certificate right that was written down wrongly."""
    grant = _grant_for(request.user, code)
    form = CorrectionForm(request.POST or None, grant=grant)
    if form.is_valid() and form.apply(services.correct_certificate, grant, by=request.user, **form.cleaned_data):
        messages.success(request, _("The certificate is corrected."))
        return redirect(grant.member)
    return form_page(request, grant.member, form, _("Correct a certificate"))


@login_required
def revoke_certificate(request: MemberRequest, code: UUID) -> HttpResponse:
    """End a certificate today, with a reason."""
    grant = _grant_for(request.user, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.revoke_certificate, grant, by=request.user, **form.cleaned_data):
        messages.success(request, _("The certificate is revoked. It stays in the record, with your reason."))
        return redirect(grant.member)
    title = _("Revoke: %(certificate)s") % {"certificate": grant.qualification}
    return form_page(request, grant.member, form, title, submit=_("Revoke"))
