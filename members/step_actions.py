"""The steps of the life cycle as actions of the desk: chosen people, a page to confirm with, the same services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import helpers
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from members.forms import form_of_step
from members.models import Member
from members.scoped_admin import UnitScopedAdmin, account_of
from members.steps import BY_NAME, Step

MOST_AT_ONCE = 200
Action = Callable[[UnitScopedAdmin[Member], HttpRequest, Any], HttpResponse | None]


def step_action(name: str) -> tuple[Action, str, Any]:
    """An action as Django's admin takes it: what is done, its name, its words."""
    taken = BY_NAME[name]

    def act(desk: UnitScopedAdmin[Member], request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return _take(desk, request, queryset, taken)

    return act, f"step_{name}", taken.label


def _take(desk: UnitScopedAdmin[Member], request: HttpRequest, queryset: Any, taken: Step) -> HttpResponse | None:
    """Ask first, with what the step needs; then call the service for each of the people who were shown."""
    people = list(queryset[: MOST_AT_ONCE + 1])
    if len(people) > MOST_AT_ONCE:
        messages.error(request, _("Choose at most %(count)d people at a time.") % {"count": MOST_AT_ONCE})
        return None
    confirmed = "confirmed" in request.POST
    form = form_of_step(taken, people, request.POST if confirmed else None)
    if confirmed and form.is_valid():
        account = account_of(request)
        desk.run_service(request, people, lambda member: taken.service(member, by=account, **form.cleaned_data))
        return None
    context = {
        **desk.admin_site.each_context(request),
        "title": taken.label,
        "opts": desk.opts,
        "people": people,
        "form": form,
        "action": f"step_{taken.name}",
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/confirm_step.html", context, status=form.status_code)
