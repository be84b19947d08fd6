"""The list of people, the page of one, and the summary for whoever asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members.forms import SearchForm
from members.models import Appointment, Member, Unit
from members.permissions import allows, allows_from_above, paths_for, require_somewhere
from members.querysets import MemberQuerySet
from members.states import ENROLLED, Action, MemberState
from members.steps import offers_for
from members.views.find import person_for, sight_of
from members.views.proposals import answers_of, proposal_about
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page
from senkom.lib.times import day, zone_of_request

ORDER = ("name_key", "id")


@login_required
@require_GET
def roster(request: MemberRequest) -> HttpResponse:
    """People of the units one keeps: search, filter, page."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    below = paths_for(request.user, Action.VIEW_MEMBERS)
    units = Unit.objects.to_choose(below, request.GET.get("unit", "").removeprefix("0.").removesuffix("."))
    form = SearchForm(request.GET or {"state": ""}, units=units)
    people = _chosen(form, Member.objects.in_reach_of(request.user, Action.VIEW_MEMBERS).for_list_page())
    page = keyset_page(people, ORDER, request.GET.get("after", ""))
    following = _address(request, page.after) if page.after else ""
    context = {"form": form, "page": page, "next": following, "first": "" if page.is_first else _address(request)}
    return render(request, "members/list.html", context)


def _chosen(form: SearchForm, people: MemberQuerySet) -> MemberQuerySet:
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "state": "", "unit": None}
    people = people.in_group(chosen["state"])
    if chosen["q"].strip():
        people = people.matching(chosen["q"])
    if chosen["unit"]:
        people = people.filter(unit__path__startswith=chosen["unit"].path)
    return people


def _address(request: MemberRequest, after: str = "") -> str:
    """The address of another page of the same list: after a mark, or the first."""
    query = request.GET.copy()
    query.pop("after", None)
    if after:
        query["after"] = after
    return f"{request.path}?{query.urlencode()}"


@login_required
@require_GET
def detail(request: MemberRequest, code: UUID) -> HttpResponse:
    """One person: what the reader may know, and what can be done next."""
    person = person_for(request.user, code)
    sight = sight_of(request.user, person)
    offices = Appointment.objects.filter(member=person).select_related("unit").order_by("-term")
    proposal = proposal_about(person, request.user)
    context = {
        "person": person,
        "proposal": proposal,
        "known": person.likely_same_as_id
        and Member.objects.visible_to(request.user).filter(pk=person.likely_same_as_id).first(),
        "may_answer": proposal is not None and bool(answers_of(request.user, proposal)),
        "sight": sight,
        "offers": offers_for(request.user, person, person.unit.today()),
        "offices": offices,
        "today": person.unit.today(),
        "may_reset_factor": not sight.is_self
        and allows_from_above(request.user, Action.RESET_SECOND_FACTOR, person.unit_id)
        and Authenticator.objects.filter(user__member=person).exists(),
        "may_appoint": not sight.is_self and allows(request.user, Action.APPOINT, person.unit_id),
        "readings": person.readings.select_related("by").order_by("-read_at")[:10] if sight.is_self else [],
    }
    return render(request, "members/detail.html", context)


@login_required
@require_GET
def me(request: MemberRequest) -> HttpResponse:
    """One's own page."""
    return redirect(request.user.member)


@login_required
@require_GET
def recap(request: MemberRequest) -> HttpResponse:
    """How many members there are in each unit, as a text to copy."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    people = Member.objects.in_reach_of(request.user, Action.VIEW_MEMBERS).filter(state__in=ENROLLED)
    is_active = Count("pk", filter=Q(state=MemberState.ACTIVE))
    counts = people.order_by("unit").values("unit__name").annotate(active=is_active, enrolled=Count("pk"))
    rows = list(counts)
    totals = {"active": sum(row["active"] for row in rows), "enrolled": sum(row["enrolled"] for row in rows)}
    return render(request, "members/recap.html", {"rows": rows, "totals": totals, "text": _recap_text(rows, totals)})


def _recap_text(rows: list[dict[str, Any]], totals: dict[str, int]) -> str:
    """The summary as it goes into a chat: no names, no phones."""
    head = _("Senkom members, %(day)s") % {"day": day(timezone.now(), zone_of_request())}
    lines = [f"{row['unit__name']}: {row['active']}" for row in rows]
    total = _("Active together: %(active)d of %(enrolled)d on the list") % totals
    return "\n".join([head, *lines, total])
