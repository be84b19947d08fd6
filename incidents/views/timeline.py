"""Writing into an incident: notes, figures, striking a line."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from incidents import services
from incidents.forms.incidents import FiguresForm, NoteForm
from incidents.models import Figure, TimelineEntry
from incidents.views.pages import form_page, incident_to_change
from members.permissions import require
from members.states import Action
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest


@login_required
def note(request: MemberRequest, code: UUID) -> HttpResponse:
    """A line of the timeline."""
    incident = incident_to_change(request, code)
    form = NoteForm(request.POST or None)
    if form.is_valid() and form.apply(services.add_note, incident, by=request.user, **form.told):
        return redirect(incident)
    title = _("Write into %(number)s") % {"number": incident.number}
    return form_page(request, form, title, submit=_("Save"), back=incident.get_absolute_url(), incident=incident)


@login_required
def figures(request: MemberRequest, code: UUID) -> HttpResponse:
    """What one source counted in one village."""
    incident = incident_to_change(request, code)
    form = FiguresForm(request.POST or None, user=request.user, incident=incident)
    if form.is_valid() and form.apply(
        services.record_figures,
        incident,
        form.counts,
        source=form.cleaned_data["source"],
        source_name=form.cleaned_data["source_name"],
        as_of=form.cleaned_data["as_of"],
        by=request.user,
    ):
        return redirect(incident)
    return render(request, "incidents/figures.html", {"form": form, "incident": incident}, status=form.status_code)


@login_required
def strike_entry(request: MemberRequest, code: UUID) -> HttpResponse:
    """Strike a line that was wrong; it stays readable."""
    rows = TimelineEntry.objects.visible_to(request.user).select_related("incident__unit")
    entry = get_object_or_404(rows, code=code)
    require(request.user, Action.TRIAGE, entry.incident.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.strike_entry, entry, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(entry.incident)
    back = entry.incident.get_absolute_url()
    return form_page(request, form, _("Strike a line"), submit=_("Strike it"), back=back, lead=entry.text, danger=True)


@login_required
def strike_figure(request: MemberRequest, code: UUID) -> HttpResponse:
    """Strike a figure that was wrong; it stays readable."""
    rows = Figure.objects.visible_to(request.user).select_related("incident__unit", "village")
    figure = get_object_or_404(rows, code=code)
    require(request.user, Action.TRIAGE, figure.incident.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(
        services.strike_figure, figure, reason=form.cleaned_data["reason"], by=request.user
    ):
        return redirect(figure.incident)
    back = figure.incident.get_absolute_url()
    return form_page(request, form, _("Strike a figure"), submit=_("Strike it"), back=back, lead=figure, danger=True)
