"""My data: all that is stored of oneself, who can see it, who has opened what is closed, and the whole as a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from members.models import Appointment, Member, Unit, User
from members.states import Role
from senkom.lib import pdf
from senkom.lib.http import MemberRequest
from senkom.lib.logs import Event, note
from senkom.lib.times import when
from senkom.pages.own_record import Section, sections_of

SHOWN = 12
"""Lines of a kind on the page; the rest stands in the file."""
_FIELD = gettext_lazy(
    "your name, photo, mobile number, village, skills and work; address and emergency contact only in an emergency, "
    "and you are told"
)
SEES: dict[str, Any] = {
    Role.COORDINATOR: _FIELD,
    Role.CHAIR: _FIELD,
    Role.ROSTER_ADMIN: gettext_lazy(
        "also your date of birth, e-mail, address and emergency contact; the NIK in full only with a reason, and you "
        "are told"
    ),
}
"""What an office may know of a member, by its role."""


@dataclass(frozen=True)
class Seer:
    """Somebody who can see a person's data: by which office, where, and what of it."""

    name: str
    office: str
    sees: str


def seers_of(unit: Unit) -> list[Seer]:
    """Whoever sees the members of a unit today, from the unit upwards; names and offices are no secret to a member."""
    held = Appointment.objects.with_rights_in(unit.path).with_rank().select_related("member", "unit")
    # Of paths that lead to one unit, the longest sorts last: the nearest board comes first.
    near = held.order_by("-unit_id", "rank", "pk")
    found = [
        Seer(row.member.full_name, f"{capfirst(str(row.get_office_display()))}, {row.unit}", str(SEES[row.role]))
        for row in near
        if row.role in SEES
    ]
    servers = User.objects.filter(is_superuser=True, is_active=True).select_related("member").order_by("pk")
    everything = str(SEES[Role.ROSTER_ADMIN])
    return [*found, *(Seer(row.member.full_name, _("Keeper of the server"), everything) for row in servers)]


def _myself(request: MemberRequest) -> Member:
    rows = Member.objects.select_related("unit", "village", "photo", "livelihood_verified_by")
    me: Member = rows.get(pk=request.user.member_id)
    return me


@login_required
@never_cache
@require_GET
def my_data(request: MemberRequest) -> HttpResponse:
    """Everything on one page, in plain words."""
    person = _myself(request)
    sections = sections_of(person, SHOWN + 1)
    shown = [(section, section.lines[:SHOWN], len(section.lines) > SHOWN) for section in sections]
    context = {"person": person, "sections": shown, "seers": seers_of(person.unit)}
    return render(request, "pages/my_data.html", context)


@login_required
@never_cache
@require_GET
def my_data_file(request: MemberRequest, kind: str) -> HttpResponse:
    """Everything as a file, JSON or PDF; a phone that was left lying about does not give it away."""
    raise_if_reauthentication_required(request, app="account")
    person = _myself(request)
    sections = sections_of(person)
    made = when(timezone.now(), person.unit.zone)
    content = _as_json(person, sections, made) if kind == "json" else _as_pdf(person, sections, made)
    note(Event.EXPORT, subject=person, what="own_data")
    response = HttpResponse(content, content_type="application/json" if kind == "json" else "application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"data-saya.{kind}") or "attachment"
    return response


def _as_json(person: Member, sections: list[Section], made: str) -> bytes:
    lines = {section.name: [{"what": what, "value": value} for what, value in section.lines] for section in sections}
    seers = [{"name": seer.name, "office": seer.office, "sees": seer.sees} for seer in seers_of(person.unit)]
    whole = {"made": made, "data": lines, "who_can_see_me": seers}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _as_pdf(person: Member, sections: list[Section], made: str) -> bytes:
    seers = Section(
        "seers",
        _("Who can see my data"),
        [(f"{seer.name} ({seer.office})", seer.sees) for seer in seers_of(person.unit)],
    )
    told = {
        "title": _("My data"),
        "name": person.full_name,
        "made": _("As of %(when)s") % {"when": made},
        "nothing": _("Nothing."),
        "sections": [{"label": section.label, "lines": section.lines} for section in [*sections, seers]],
    }
    return pdf.render("pages/my_data.typ", told)
