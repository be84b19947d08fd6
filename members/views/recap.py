"""How many members there are, from the top of one's units down: a summary for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members.models import Member, Unit
from members.permissions import is_within, lineage, paths_for, require_somewhere
from members.states import Action, UnitLevel
from senkom.lib.http import MemberRequest
from senkom.lib.times import day, zone_of_request


@dataclass(frozen=True)
class Row:
    """A part of what is counted: a unit and all below it, or who belongs to the chosen unit itself."""

    name: str
    active: int
    enrolled: int
    below: str
    """The code under which the part is counted part by part; empty where it has no parts."""


@login_required
@require_GET
def recap(request: MemberRequest) -> HttpResponse:
    """How many members a unit has, part by part, as a text to copy; each part leads further down."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    tops = paths_for(request.user, Action.VIEW_MEMBERS)
    chosen = _chosen(request.GET.get("unit", ""), tops)
    people = Member.objects.in_reach_of(request.user, Action.VIEW_MEMBERS).enrolled()
    counted = people.of_unit(chosen).counted_below(chosen) if chosen else people.counted_within(tops)
    units = Unit.objects.in_bulk([*counted, *lineage(chosen)])
    rows = [_row(units[path], counts, chosen) for path, counts in counted.items()]
    totals = {"active": sum(row.active for row in rows), "enrolled": sum(row.enrolled for row in rows)}
    way = [unit for path, unit in sorted(units.items()) if path in lineage(chosen) and _is_reached(path, tops)]
    context: dict[str, Any] = {"rows": rows, "totals": totals, "way": way[:-1], "unit": units.get(chosen)}
    context["text"] = _text(rows, totals, units.get(chosen))
    return render(request, "members/recap.html", context)


def _chosen(code: str, tops: list[str]) -> str:
    """The path of the unit whose parts are shown; empty where somebody keeps several units and chose none of them."""
    path = Unit.path_of(code)
    if code and _is_reached(path, tops) and Unit.objects.units().filter(path=path).exists():
        return path
    return tops[0] if len(tops) == 1 else ""


def _is_reached(path: str, tops: list[str]) -> bool:
    return any(is_within(path, top) for top in tops)


def _row(unit: Unit, counts: tuple[int, int], chosen: str) -> Row:
    has_parts = unit.path != chosen and unit.level != UnitLevel.DISTRICT
    return Row(unit.name, *counts, below=unit.code if has_parts else "")


def _text(rows: list[Row], totals: dict[str, int], unit: Unit | None) -> str:
    """The summary as it goes into a chat: no names, no phones."""
    head = _("Senkom members, %(day)s") % {"day": day(timezone.now(), zone_of_request())}
    lines = [f"{row.name}: {row.active}" for row in rows]
    total = _("Active together: %(active)d of %(enrolled)d on the list") % totals
    return "\n".join([head, *([unit.name] if unit else []), *lines, total])
