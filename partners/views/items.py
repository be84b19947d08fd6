"""Action items: the list of all, the page of one, and how far it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members.permissions import allows, require
from members.states import Action
from partners import services
from partners.forms import EditItemForm, ItemForm, MoveItemForm
from partners.models import ActionItem, Audience
from partners.querysets import ActionItemQuerySet
from partners.states import FINISHED
from partners.views.lists import chosen, searched, turning
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

SHOWN = ("open", "mine", "late", "unowned", "finished")


def may_move(request: MemberRequest, item: ActionItem) -> bool:
    """Whether the account says how far it is: who promised it, and who holds audiences there."""
    if item.owner_member_id == request.user.member_id:
        return True
    return allows(request.user, Action.HOLD_AUDIENCES, item.audience.unit)


@login_required
@require_GET
def items(request: MemberRequest) -> HttpResponse:
    """Action items, the longest overdue first: search, filter, page."""
    show, text = chosen(request, "show", SHOWN, "open"), searched(request)
    rows = _chosen_items(request, show).matching(text).for_list_page()
    order = ("-due_on", "-id") if show == "finished" else ("due_on", "id")
    page = keyset_page(rows, order, request.GET.get("after", ""))
    today = request.user.member.unit.today()
    context = {
        "rows": [(item, item.days_late_on(today)) for item in page.rows],
        "show": show,
        "q": text,
        "choices": [
            ("open", _("Unfinished")),
            ("mine", _("Mine")),
            ("late", _("Past their day")),
            ("unowned", _("Without an owner")),
            ("finished", _("Finished")),
        ],
        **turning(request, page),
    }
    return render(request, "partners/items.html", context)


def _chosen_items(request: MemberRequest, show: str) -> ActionItemQuerySet:
    rows = ActionItem.objects.visible_to(request.user)
    if show == "finished":
        return rows.filter(state__in=FINISHED)
    if show == "mine":
        return rows.unfinished().filter(owner_member=request.user.member)
    if show == "late":
        return rows.overdue(request.user.member.unit.today())
    return rows.unfinished().filter(needs_owner=True) if show == "unowned" else rows.unfinished()


@login_required
@require_GET
def item(request: MemberRequest, code: UUID) -> HttpResponse:
    """One action item."""
    found = get_object_or_404(ActionItem.objects.visible_to(request.user).for_list_page(), code=code)
    context = {
        "item": found,
        "days_late": found.days_late_on(found.audience.unit.today()),
        "may_move": may_move(request, found),
        "may_see_audience": Audience.objects.visible_to(request.user).filter(pk=found.audience_id).exists(),
    }
    return render(request, "partners/item.html", context)


@login_required
def add_item(request: MemberRequest, code: UUID) -> HttpResponse:
    """Write down what was promised at an audience."""
    rows = Audience.objects.visible_to(request.user).select_related("unit", "agency")
    audience = get_object_or_404(rows, code=code)
    require(request.user, Action.HOLD_AUDIENCES, audience.unit)
    form = ItemForm(request.POST if request.method == "POST" else None, audience=audience, user=request.user)
    if form.is_valid() and form.apply(services.add_action_item, audience, by=request.user, **form.cleaned_data):
        return redirect(audience)
    context = {"form": form, "audience": audience}
    return render(request, "partners/item_form.html", context, status=form.status_code)


@login_required
def edit_item(request: MemberRequest, code: UUID) -> HttpResponse:
    """Correct an item, put off its day, or give it to somebody else."""
    found = get_object_or_404(ActionItem.objects.visible_to(request.user).for_list_page(), code=code)
    require(request.user, Action.HOLD_AUDIENCES, found.audience.unit)
    owner = f"m:{found.owner_member.code}" if found.owner_member else f"c:{found.owner.code}"
    initial: dict[str, Any] = {"title": found.title, "owner": owner, "due_on": found.due_on}
    data = request.POST if request.method == "POST" else None
    form = EditItemForm(data, audience=found.audience, user=request.user, item=found, initial=initial)
    if form.is_valid() and form.apply(services.change_action_item, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    context = {"form": form, "audience": found.audience, "item": found}
    return render(request, "partners/item_form.html", context, status=form.status_code)


@login_required
def move_item(request: MemberRequest, code: UUID) -> HttpResponse:
    """Say how far an item is."""
    found = get_object_or_404(ActionItem.objects.visible_to(request.user).for_list_page(), code=code)
    if not may_move(request, found):
        raise PermissionDenied(_("Only who promised it, or the board, says how far it is."))
    form = MoveItemForm(request.POST if request.method == "POST" else None, row=found, user=request.user)
    if form.is_valid() and form.apply(services.move_action_item, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    return render(request, "partners/item_move.html", {"form": form, "item": found}, status=form.status_code)
