"""The board of a unit through the years, and who has which rights in it today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.models import Appointment, Member, Unit, User
from members.states import ALLOWED, Action, Role
from members.views.units import find_unit
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page

PAST_ORDER = ("-ended", "-id")


@login_required
@require_GET
def board(request: MemberRequest, area: str) -> HttpResponse:
    """Who holds which office of a unit now, who will, and who did, with the decrees."""
    found = find_unit(request.user, area)
    today = found.today()
    terms = Appointment.objects.filter(unit=found).select_related("member", "unit")
    past = keyset_page(terms.over(today), PAST_ORDER, request.GET.get("after", ""))
    lasting = list(terms.not_over(today).with_rank().order_by("rank", "term", "id")) if past.is_first else []
    context = {
        "unit": found,
        "present": [held for held in lasting if today in held.term],
        "coming": [held for held in lasting if today not in held.term],
        "past": past.rows,
        "visible": _visible(request.user, [held.member for held in (*lasting, *past.rows)]),
        "is_first": past.is_first,
        "next": f"{request.path}?after={past.after}" if past.after else "",
        "first": "" if past.is_first else request.path,
    }
    return render(request, "members/board.html", context)


@dataclass
class Holder:
    """A person with rights over others in a unit: the offices they come from, and what they allow."""

    member: Member
    is_superuser: bool = False
    offices: list[Appointment] = field(default_factory=list)

    @property
    def may(self) -> list[str]:
        """What the rights table allows, in words and in its order."""
        allowed = frozenset(Action) if self.is_superuser else frozenset[Action]()
        allowed = allowed.union(*(ALLOWED[Role(held.role)] for held in self.offices))
        return [str(action.label) for action in Action if action in allowed]


@login_required
@require_GET
def rights(request: MemberRequest, area: str) -> HttpResponse:
    """Who may do what in a unit today: by an office here or in a unit above, read from the rights table."""
    found = find_unit(request.user, area)
    holders = _holders(found)
    context = {
        "unit": found,
        "holders": holders,
        "visible": _visible(request.user, [holder.member for holder in holders]),
        "members_may": [str(action.label) for action in Action if action in ALLOWED[Role.MEMBER]],
    }
    return render(request, "members/rights.html", context)


def _holders(unit: Unit) -> list[Holder]:
    """From the unit itself upwards, each board from its chair on; at the end whom the server gave all rights."""
    offices = Appointment.objects.with_rights_in(unit.path).with_rank().select_related("member", "unit")
    people: dict[int, Holder] = {}
    for held in sorted(offices, key=_nearness):
        people.setdefault(held.member_id, Holder(held.member)).offices.append(held)
    for account in User.objects.filter(is_superuser=True, is_active=True).select_related("member").order_by("pk"):
        people.setdefault(account.member_id, Holder(account.member)).is_superuser = True
    return list(people.values())


def _nearness(held: Any) -> tuple[int, int, int]:
    return -len(held.unit_id), held.rank, held.pk


def _visible(user: User, people: list[Member]) -> set[int]:
    """Those of the people whose page the account may open: of the units above, only names and offices are told."""
    rows = Member.objects.visible_to(user).filter(pk__in=[member.pk for member in people])
    return set(rows.values_list("pk", flat=True))
