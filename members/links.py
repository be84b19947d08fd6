"""The one-time link with which a member signs in without a password."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.adapter import BY_LINK
from members.backends import MemberBackend
from members.models import Member, User
from members.states import SIGN_IN
from senkom.lib.models import Link
from senkom.lib.registry import link


def show(row: Link) -> dict[str, Any]:
    """Whom the link signs in."""
    return {"person": Member.objects.select_related("unit").get(pk=row.subject)}


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
