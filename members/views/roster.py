"""The list of people and the page of one."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from members.models import Member
from members.permissions import require_somewhere
from members.states import Action
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page


@login_required
@require_GET
def roster(request: MemberRequest) -> HttpResponse:
    """People of the units one keeps: search, filter, page."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    people = Member.objects.visible_to(request.user).for_list_page()
    page = keyset_page(people, ("name_key", "id"), request.GET.get("after", ""))
    return render(request, "members/list.html", {"page": page})


@login_required
@require_GET
def detail(request: MemberRequest, code: UUID) -> HttpResponse:
    """One person: what the reader may know, and what can be done next."""
    person = get_object_or_404(Member.objects.visible_to(request.user).for_list_page(), code=code)
    return render(request, "members/detail.html", {"person": person})
