"""The one-time link with which a member signs in without a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from members.backends import MemberBackend
from members.models import Member, Reading, User
from members.states import SIGN_IN
from senkom.lib.models import Link
from senkom.lib.registry import link

CAME_BY_LINK = "came_by_link_at"
"""Session key: shortly after, a password can be set without the old one."""


def show(row: Link) -> dict[str, Any]:
    """Whom the link signs in."""
    return {"person": Member.objects.select_related("unit").get(pk=row.subject)}


@link(SIGN_IN, template="account/link.html", show=show)
def sign_in(row: Link, request: HttpRequest) -> HttpResponse:
    """Sign the member in on this phone for ninety days."""
    account = User.objects.filter(member_id=row.subject).first()
    user = MemberBackend().get_user(account.pk) if account else None
    if user is None:
        return render(request, "links/over.html", {"because": "revoked", "purpose": SIGN_IN}, status=410)
    login(request, user, backend="members.backends.MemberBackend")
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    request.session[CAME_BY_LINK] = timezone.now().timestamp()
    if row.made_by is not None:
        Reading.objects.create(member=user.member, by=row.made_by, what=Reading.What.LINK)
    messages.success(request, _("You are signed in on this phone for 90 days."))
    return redirect("members:password")
