"""Chapters: which are open, and the rules they keep."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from members import services
from members.forms import ChapterForm, RuleForm
from members.models import Unit, User
from members.permissions import allows, allows_from_above, paths_for, require, require_from_above, require_somewhere
from members.querysets import UnitQuerySet
from members.states import Action
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page


@login_required
@require_GET
def units(request: MemberRequest) -> HttpResponse:
    """Units in and below one's own: the open ones, or those whose name or code was searched."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    rows = _in_reach(request.user).units()
    text = request.GET.get("q", "").strip()[:100]
    rows = rows.filter(Q(name__icontains=text) | Q(path=Unit.path_of(text))) if text else rows.active()
    page = keyset_page(rows, ("path",), request.GET.get("after", ""))
    following = f"{request.path}?q={text}&after={page.after}" if page.after else ""
    return render(request, "members/units.html", {"page": page, "q": text, "next": following})


def _in_reach(user: User) -> UnitQuerySet:
    scope = Q(pk__in=[])
    for path in paths_for(user, Action.VIEW_MEMBERS):
        scope |= Q(path__startswith=path)
    return Unit.objects.filter(scope)


def find_unit(user: User, area: str) -> Unit:
    """The unit that stands in the address, in or below those whose people the account sees; else 404."""
    return get_object_or_404(_in_reach(user).units(), path=Unit.path_of(area))


@login_required
@require_GET
def unit(request: MemberRequest, area: str) -> HttpResponse:
    """One unit: open or not, its rules, and what is below it."""
    found = find_unit(request.user, area)
    context = {
        "unit": found,
        "below": Unit.objects.directly_below(found.path),
        "may_open": allows_from_above(request.user, Action.APPOINT, found),
        "may_rule": allows(request.user, Action.CHANGE_RULE, found),
        "handles": allows(request.user, Action.HANDLE_APPLICATIONS, found),
    }
    return render(request, "members/unit.html", context)


@login_required
def chapter(request: MemberRequest, area: str) -> HttpResponse:
    """Open a closed chapter, or close an empty one."""
    found = find_unit(request.user, area)
    require_from_above(request.user, Action.APPOINT, found)
    form = ChapterForm(request.POST or None)
    if found.is_active:
        del form.fields["with_districts"]
    service = services.close_chapter if found.is_active else services.open_chapter
    if form.is_valid() and form.apply(service, found, by=request.user, **form.cleaned_data):
        _say_what_happened(request, form.result)
        return redirect("members:unit", found.code)
    return render(request, "members/chapter.html", {"unit": found, "form": form}, status=form.status_code)


def _say_what_happened(request: MemberRequest, opened: int | None) -> None:
    if opened is None:
        messages.success(request, _("The chapter is closed."))
    else:
        text = ngettext("%(count)d chapter is open now.", "%(count)d chapters are open now.", opened)
        messages.success(request, text % {"count": opened})


@login_required
def rule(request: MemberRequest, area: str) -> HttpResponse:
    """Change how members are admitted and how long they rest."""
    found = find_unit(request.user, area)
    require(request.user, Action.CHANGE_RULE, found)
    initial = {"skips_training": found.skips_training, "rest_hours": found.rest_hours}
    form = RuleForm(request.POST or None, initial=initial)
    if form.is_valid() and form.apply(services.change_rule, found, by=request.user, **form.cleaned_data):
        messages.success(request, _("The rules are kept."))
        return redirect("members:unit", found.code)
    return render(request, "members/rule.html", {"unit": found, "form": form}, status=form.status_code)
