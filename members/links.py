"""Links without account: to sign in without a password, and to answer about the renewal of a card."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members import services
from members.adapter import BY_LINK
from members.backends import MemberBackend
from members.forms import RenewalForm
from members.models import Member, User
from members.states import RENEWAL, SIGN_IN
from senkom.lib.models import Link
from senkom.lib.registry import link


def _person_of(row: Link) -> Member:
    return Member.objects.select_related("unit").get(pk=row.subject)


def show_renewal(row: Link) -> dict[str, Any]:
    """Whose card ends when, and what can be answered; nothing but the name and the job is shown of him."""
    person = _person_of(row)
    return {"person": person, "form": RenewalForm(member=person)}


@link(RENEWAL, template="members/renewal.html", show=show_renewal)
def answer_renewal(row: Link, request: HttpRequest) -> HttpResponse:
    """Keep the member's answer; the form again where something is missing."""
    person = _person_of(row)
    form = RenewalForm(request.POST, member=person)
    if form.is_valid() and form.apply(services.answer_renewal, person, **form.cleaned_data):
        return render(request, "members/renewal_thanks.html")
    return render(request, "members/renewal.html", {"person": person, "form": form}, status=form.status_code)


def show(row: Link) -> dict[str, Any]:
    """Whom the link signs in."""
    return {"person": _person_of(row)}


@link(SIGN_IN, template="account/link.html", show=show)
def sign_in(row: Link, request: HttpRequest) -> HttpResponse:
    """Sign the member in on this phone for ninety days; a second factor is asked for as after a password."""
    account = User.objects.filter(member_id=row.subject).first()
    user = MemberBackend().get_user(account.pk) if account else None
    if user is None:
        return render(request, "links/over.html", {"because": "revoked", "purpose": SIGN_IN}, status=410)
    if request.user.is_authenticated:
        logout(request)
    response: HttpResponse = perform_login(request, Login(user=user, signal_kwargs={BY_LINK: row.made_by_id}))
    return response
