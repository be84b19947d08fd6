"""One's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from members import services
from members.adapter import CAME_BY_LINK
from members.forms import OwnDataForm
from members.models import User
from members.services.accounts import revoke_sign_in_links
from senkom.lib.http import MemberRequest
from senkom.lib.logs import Event, note

JUST_CAME = 15 * 60
TOO_MANY = "too_many_login_attempts"


class SignInView(LoginView):
    """allauth's page; a refusal is 422, and 429 after too many tries, with what was typed still there."""

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 429 if form.has_error(NON_FIELD_ERRORS, TOO_MANY) else 422
        return response


class SignOutView(LogoutView):
    """allauth's page; the browser forgets what it kept of ours, so that "back" shows nothing.

    Not its storage: reports that wait there for a signal would be lost.
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


@login_required
def desk_door(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Where Django's admin sends whoever may not enter: to sign in, or to a sentence."""
    raise PermissionDenied(_("The desk is for those who keep the roster. Ask the chair of your unit."))


@login_required
def own_data(request: MemberRequest) -> HttpResponse:
    """Mend how one is reached."""
    form = OwnDataForm(request.POST or None, member=request.user.member)
    if form.is_valid() and form.apply(services.change_own_data, by=request.user, **form.cleaned_data):
        messages.success(request, _("Kept."))
        return redirect(request.user.member)
    return render(request, "members/own_data.html", {"form": form}, status=form.status_code)


@sensitive_post_parameters()
@login_required
@never_cache
def password(request: MemberRequest) -> HttpResponse:
    """Make or change the password; nobody needs one who signs in by link."""
    knows_old = request.user.has_usable_password() and not _just_came_by_link(request)
    kind: type[SetPasswordForm[User]] = PasswordChangeForm if knows_old else SetPasswordForm
    form = kind(request.user, request.POST or None)
    if form.is_valid():
        form.save()
        revoke_sign_in_links(request.user.member)
        note(Event.PASSWORD_CHANGED)
        update_session_auth_hash(request, request.user)
        request.session.pop(CAME_BY_LINK, None)
        messages.success(request, _("The password is kept. Other phones have to sign in anew."))
        return redirect("pages:home")
    return render(request, "account/password.html", {"form": form}, status=422 if form.errors else 200)


def _just_came_by_link(request: MemberRequest) -> bool:
    return timezone.now().timestamp() - float(request.session.get(CAME_BY_LINK, 0)) < JUST_CAME
