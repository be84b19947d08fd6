"""The list of people, the page of one, and the summary for whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from members.card_steps import may_ask
from members.eligibility import is_renewed_too_early
from members.forms import SearchForm
from members.models import Appointment, Card, Complaint, Grant, Member, Unit, User
from members.models.skills import GrantQuerySet
from members.permissions import allows, allows_anywhere, allows_from_above, paths_for, require_somewhere
from members.querysets import MemberQuerySet
from members.states import ENROLLED, RENEWED_FROM, Action
from members.steps import offers_for
from members.validity import validity_of
from members.views.find import Sight, person_for, sight_of
from members.views.proposals import answers_of, proposal_about
from senkom.lib.addresses import addresses_of
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page
from senkom.lib.phones import in_national_form

ORDER = ("name_key", "id")
NO_FILTER = {"q": "", "state": "", "unit": None, "certificate": None, "on": None, "ending": False}


@login_required
@require_GET
def roster(request: MemberRequest) -> HttpResponse:
    """People of the units one keeps: search, filter, page."""
    require_somewhere(request.user, Action.VIEW_MEMBERS)
    below = paths_for(request.user, Action.VIEW_MEMBERS)
    units = Unit.objects.to_choose(below, request.GET.get("unit", "").removeprefix("0.").removesuffix("."))
    form = SearchForm(request.GET or {"state": ""}, units=units)
    people = _chosen(form, Member.objects.in_reach_of(request.user, Action.VIEW_MEMBERS).for_list_page())
    page = keyset_page(people, ORDER, request.GET.get("after", ""), keys_first=bool(request.GET.get("q", "").strip()))
    following = _address(request, page.after) if page.after else ""
    context = {
        "form": form,
        "filters": _filters(form),
        "keeps_roster": allows_anywhere(request.user, Action.KEEP_ROSTER),
        "query": request.GET.urlencode(),
        "page": page,
        "lines": _lines(page.rows),
        "next": following,
        "first": "" if page.is_first else _address(request),
        "with_ending": _address(request, ending="on"),
        "without_ending": _address(request, ending=""),
    }
    return render(request, "members/list.html", context)


def _filters(form: SearchForm) -> list[tuple[forms.BoundField, list[tuple[str, str, bool]]]]:
    """The filters that offer a list: value, words, whether it is chosen."""

    def offered(name: str) -> list[tuple[str, str, bool]]:
        chosen = form[name].value() or ""
        choices = cast("Iterable[tuple[Any, Any]]", cast(forms.ChoiceField, form.fields[name]).choices)
        return [(str(value), capfirst(str(label)), str(value) == chosen) for value, label in choices]

    return [(form[name], offered(name)) for name in ("state", "unit", "certificate")]


def _lines(people: list[Member]) -> list[tuple[str, str, str, str, str, str, Member]]:
    """What stands in each line; made here and not in the template, where it costs three times as much."""
    address = addresses_of("members:detail")
    return [
        (
            address(person.code),
            person.full_name,
            person.member_number or "—",
            person.unit.name,
            person.village.name if person.village else "—",
            in_national_form(person.phone) or "—",
            person,
        )
        for person in people
    ]


def _chosen(form: SearchForm, people: MemberQuerySet) -> MemberQuerySet:
    """The people whom the filters leave; what was typed wrongly filters nothing, and the page says so."""
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {**NO_FILTER, **form.cleaned_data}
    people = people.in_group(chosen["state"])
    if chosen["q"].strip():
        people = people.matching(chosen["q"])
    if chosen["unit"]:
        people = people.of_unit(chosen["unit"].path)
    if chosen["certificate"] or chosen["ending"]:
        people = people.filter(Exists(_certificates(chosen)))
    return people


def _certificates(chosen: dict[str, Any]) -> GrantQuerySet:
    """Certificates of the outer row, in force on the day (today, if none was chosen) or over soon after it."""
    day = chosen["on"] or timezone.localdate()
    grants = Grant.objects.filter(member=OuterRef("pk"))
    if chosen["certificate"]:
        grants = grants.filter(qualification=chosen["certificate"])
    return grants.ending_soon(day) if chosen["ending"] else grants.valid_on(day)


def _address(request: MemberRequest, after: str = "", **changed: str) -> str:
    """The address of another page of the same list: after a mark, or the first; or of one with another filter."""
    query = request.GET.copy()
    for name, value in {"after": after, **changed}.items():
        query.pop(name, None)
        if value:
            query[name] = value
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
        "may_renew": sight.is_self
        and person.state in RENEWED_FROM
        and not is_renewed_too_early(person, person.unit.today()),
        "may_answer": proposal is not None and bool(answers_of(request.user, proposal)),
        "sight": sight,
        "offers": offers_for(request.user, person, person.unit.today(), is_proposed=proposal is not None),
        "offices": [(held, _is_to_hand_over(held, request.user)) for held in offices],
        "today": person.unit.today(),
        **_cards_of(person, sight),
        "complaints": allows(request.user, Action.SUSPEND, person.unit_id)
        and Complaint.objects.visible_to(request.user).filter(about=person).count(),
        "certificates": [
            (grant, grant.standing_on(person.unit.today()))
            for grant in Grant.objects.filter(member=person).for_person_page()
        ],
        "may_certify": sight.handles and not sight.is_self,
        "validity": validity_of(person, person.unit.today()) if sight.handles or sight.is_self else None,
        "may_reset_factor": not sight.is_self
        and allows_from_above(request.user, Action.RESET_SECOND_FACTOR, person.unit_id)
        and Authenticator.objects.filter(user__member=person).exists(),
        "may_appoint": not sight.is_self and allows(request.user, Action.APPOINT, person.unit_id),
        "readings": person.readings.select_related("by").order_by("-read_at")[:10] if sight.is_self else [],
    }
    return render(request, "members/detail.html", context)


def _is_to_hand_over(held: Appointment, user: User) -> bool:
    """Whether the office is held today, by oneself or by somebody whom one could have appointed."""
    mine = held.member_id == user.member_id
    return held.unit.today() in held.term and (mine or allows(user, Action.APPOINT, held.unit_id))


def _cards_of(person: Member, sight: Sight) -> dict[str, Any]:
    """The cards of a person who is on the list, and whether one may ask for another."""
    if person.state not in ENROLLED or not (sight.handles or sight.is_self):
        return {"cards": None}
    # They came with his row (`for_person_page`).
    rows = person.__dict__["live_cards"]
    live = [Card(**row | {"valid_until": parse_date(row["valid_until"] or "")}) for row in rows]
    return {"cards": live, "may_ask": may_ask(person, live)}


@login_required
@require_GET
def me(request: MemberRequest) -> HttpResponse:
    """One's own page."""
    return redirect(request.user.member)
