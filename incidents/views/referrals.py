"""Telling agencies, and writing down what they answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from incidents import services
from incidents.forms.incidents import AgencyAnswerForm, ReferForm
from incidents.letters import outside_text
from incidents.models import Incident, Referral
from incidents.states import ReferralState
from incidents.views.pages import form_page, incident_to_change
from members.permissions import require
from members.states import Action
from senkom.lib.http import MemberRequest


@login_required
def refer(request: MemberRequest, code: UUID) -> HttpResponse:
    """Tell an agency: the words are there already and can be changed until they are sent."""
    incident = incident_to_change(request, code)
    form = ReferForm(request.POST or None, user=request.user, incident=incident, initial={"message": _words(incident)})
    if form.is_valid() and form.apply(
        services.refer_incident, incident, form.cleaned_data["agency"], by=request.user, **form.told
    ):
        return redirect(incident)
    return render(request, "incidents/refer.html", {"form": form, "incident": incident}, status=form.status_code)


def _words(incident: Incident) -> str:
    links = incident.links.live().select_related("report__category", "report__reporter", "report__on_behalf_of")
    reports = [link.report for link in links]
    received = min((report.reported_at for report in reports), default=incident.opened_at)
    figures = list(incident.figures.standing().select_related("village"))
    return outside_text(incident, figures, list(incident.timeline.standing()), received, reports)


@login_required
def answer(request: MemberRequest, code: UUID, to: str) -> HttpResponse:
    """What the agency said, when, and who."""
    if to not in ReferralState.values:
        raise Http404
    rows = Referral.objects.visible_to(request.user).select_related("incident__unit", "agency", "contact")
    referral = get_object_or_404(rows, code=code)
    require(request.user, Action.TRIAGE, referral.incident.unit)
    form = AgencyAnswerForm(request.POST or None, referral=referral, to=ReferralState(to))
    if form.is_valid() and form.apply(services.record_answer, referral, to, by=request.user, **form.cleaned_data):
        return redirect(referral.incident)
    title = _("%(agency)s: %(state)s") % {"agency": referral.agency, "state": ReferralState(to).label}
    back = referral.incident.get_absolute_url()
    return form_page(request, form, title, submit=_("Save"), back=back, text=referral.message)
