"""Complaints about members, as the chairs above read and answer them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from members import services
from members.forms.complaints import ComplaintAnswerForm
from members.models import Complaint
from members.permissions import require_somewhere
from members.services.complaints import READS
from members.states import COMPLAINING, ComplaintState
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

ORDER = ("-made_at", "-pk")
SERVICES = {
    ComplaintState.LOOKED_INTO: services.look_into_complaint,
    ComplaintState.CLOSED: services.close_complaint,
}


ANSWERS = {
    ComplaintState.LOOKED_INTO: gettext_lazy("I look into it"),
    ComplaintState.CLOSED: gettext_lazy("Close it, with the result"),
}


@login_required
@never_cache
@require_GET
def complaints(request: MemberRequest) -> HttpResponse:
    """What people wrote by the code on a card: the open ones, or all."""
    require_somewhere(request.user, READS)
    rows = Complaint.objects.visible_to(request.user).for_list_page()
    everything = request.GET.get("state") == "all"
    if not everything:
        rows = rows.exclude(state=ComplaintState.CLOSED)
    page = keyset_page(rows, ORDER, request.GET.get("after", ""))
    query = "state=all&" if everything else ""
    context = {"page": page, "everything": everything, "next": f"?{query}after={page.after}" if page.after else ""}
    context["first"] = "" if page.is_first else f"?{query}"
    return render(request, "members/complaints.html", context)


@login_required
@never_cache
def complaint(request: MemberRequest, code: UUID) -> HttpResponse:
    """One complaint, and what comes of it."""
    rows = Complaint.objects.visible_to(request.user).select_related("about__unit", "unit", "state_by")
    found = get_object_or_404(rows, code=code)
    nexts = [state for state in ComplaintState if COMPLAINING.allows(found.state, state)]
    answers = [(state.value, ANSWERS[state]) for state in nexts]
    form = ComplaintAnswerForm(request.POST or None, answers=answers)
    if form.is_valid():
        service = SERVICES[ComplaintState(form.cleaned_data["answer"])]
        if form.apply(service, found, by=request.user, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Kept."))
            return redirect(found)
    context = {"complaint": found, "form": form if answers or form.is_bound else None}
    return render(request, "members/complaint.html", context, status=form.status_code)
