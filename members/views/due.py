"""What waits for a board: cards to renew, jobs to attest, waivers to review, NIKs to ask for; a tap each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from members import eligibility, services
from members.models import Member, RenewalAnswer, User
from members.permissions import allows_anywhere
from members.querysets import MemberQuerySet
from members.rules import may_attest, rule_on, who_attests
from members.states import Action
from members.views.find import person_for
from senkom.lib.forms import ServiceForm
from senkom.lib.http import MemberRequest
from senkom.lib.paging import keyset_page


@dataclass(frozen=True)
class DueList:
    """One list of people for whom something is due."""

    name: str
    title: str | Promise
    about: str | Promise
    action: Action
    rows: Callable[[MemberQuerySet, date], MemberQuerySet]
    order: tuple[str, ...] = ("name_key", "id")


LISTS = (
    DueList(
        "renewal",
        gettext_lazy("Cards to renew"),
        gettext_lazy("Cards that end within 60 days, and those that ended within a year."),
        Action.HANDLE_APPLICATIONS,
        MemberQuerySet.renewal_due,
        ("valid_until", "id"),
    ),
    DueList(
        "attestation",
        gettext_lazy("Jobs to attest"),
        gettext_lazy("Never attested, or so long ago that it does not serve for a renewal in 30 days."),
        Action.ATTEST_LIVELIHOOD,
        MemberQuerySet.attestation_due,
    ),
    DueList(
        "review",
        gettext_lazy("Waivers to review"),
        gettext_lazy("Their day has come. Nobody is taken off the list by it: talk to them, then decide."),
        Action.ATTEST_LIVELIHOOD,
        MemberQuerySet.waiver_over,
        ("livelihood_waiver_until", "id"),
    ),
    DueList(
        "nik",
        gettext_lazy("NIK not known yet"),
        gettext_lazy("Ask to see the identity card at the next meeting; take no photo of it."),
        Action.READ_NIK,
        lambda people, day: people.without_nik(),
    ),
)
NAMES = [each.name for each in LISTS]


@login_required
@require_GET
def due(request: MemberRequest) -> HttpResponse:
    """One of the lists; those the reader's office has nothing to do with are not offered."""
    offered = [each for each in LISTS if allows_anywhere(request.user, each.action)]
    if not offered:
        raise PermissionDenied(_("Your office does not allow this here. Ask the chair of your unit."))
    wanted = request.GET.get("list", "")
    chosen = next((each for each in offered if each.name == wanted), offered[0])
    today = request.user.member.unit.today()
    people = Member.objects.in_reach_of(request.user, chosen.action).exclude(pk=request.user.member_id)
    rows = chosen.rows(people, today).select_related("unit").with_rule()
    page = keyset_page(rows, chosen.order, request.GET.get("after", ""))
    answers = _answers(page.rows) if chosen.name == "renewal" else {}
    address = f"{reverse('members:due')}?list={chosen.name}"
    context = {
        "lists": offered,
        "chosen": chosen,
        "lines": [(person, answers.get(person.pk), _why_not(chosen, person, request.user)) for person in page.rows],
        "next": f"{address}&after={page.after}" if page.after else "",
        "first": "" if page.is_first else address,
        "today": today,
    }
    return render(request, "members/due.html", context)


def _answers(people: list[Member]) -> dict[int, RenewalAnswer]:
    """The newest answer of each about the card that ends."""
    rows = RenewalAnswer.objects.of_present_terms().filter(member__in=people).order_by("answered_at", "pk")
    by_member = {row.member_id: row for row in rows}
    for person in people:
        if person.pk in by_member:
            by_member[person.pk].member = person
    return by_member


def _why_not(chosen: DueList, person: Member, user: User) -> list[str]:
    """What stands against the one tap."""
    today = person.unit.today()
    if chosen.name == "renewal":
        return eligibility.reasons_against_renewal(person, today)
    if chosen.name == "attestation":
        rule = rule_on(person, today)
        if not may_attest(user, person, rule):
            return [who_attests(rule)]
        if person.livelihood_recorded_by_id == user.member_id:
            return [_("You recorded this job or income yourself. Ask another board member to attest it.")]
    return []


@login_required
@require_POST
def renew(request: MemberRequest, code: UUID) -> HttpResponse:
    """Renew one card from the list, and go on with the next."""
    person = person_for(request.user, code, Action.HANDLE_APPLICATIONS)
    form = ServiceForm(request.POST)
    if form.apply(services.renew, person, by=request.user):
        messages.success(request, _("Renewed for five years: %(name)s.") % {"name": person.full_name})
    else:
        for refusal in form.non_field_errors():
            messages.error(request, f"{person.full_name}: {refusal}")
    return redirect(f"{reverse('members:due')}?list=renewal")
