"""The second factor: setting it up, showing it when signing in, and taking it away for somebody whose phone is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.views import ReauthenticateView
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members import second_factor, services
from members.permissions import require_from_above
from members.states import Action
from members.views.find import person_for
from senkom.lib.forms import ReasonForm
from senkom.lib.http import MemberRequest

TOO_MANY = {"too_many_login_attempts", "rate_limited"}


class Answered:
    """A refused form is 422, and 429 after too many tries; what was typed stays."""

    def form_invalid(self, form: Form) -> HttpResponse:
        if hasattr(self, "stage"):
            response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # a mixin: the view after it has it
        else:
            response = self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]  # as above
        found = {error.code for errors in form.errors.as_data().values() for error in errors}
        response.status_code = 429 if found & TOO_MANY else 422
        return response


class SecondStep(Answered, base.AuthenticateView):
    """Between the password (or the link) and the site."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_passkey": bool(context["js_data"]["request_options"]["publicKey"]["allowCredentials"])}


class Overview(base.IndexView):
    """What protects the account, and until when something should."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        due = second_factor.is_missing(self.request, user)
        is_overdue = due is not None and second_factor.is_overdue(user, due)
        return context | {"due": due, "is_overdue": is_overdue, "has_one": second_factor.has_one(user)}


class ConfirmByPassword(Answered, ReauthenticateView):
    """The password once more."""


class ConfirmByCode(Answered, base.ReauthenticateView):
    """A code once more."""


class ConfirmByPasskey(Answered, passkeys.ReauthenticateWebAuthnView):
    """A passkey once more."""


class SetUpApp(Answered, totp.ActivateTOTPView):
    """A QR code for the app, and the first code back."""


class RemoveApp(Answered, totp.DeactivateTOTPView):
    """Another phone, another app: the old one goes."""


class NewRecoveryCodes(Answered, codes.GenerateRecoveryCodesView):
    """New codes; the old ones end."""


class AddPasskey(Answered, passkeys.AddWebAuthnView):
    """The fingerprint or the PIN of a device."""


class OwnPasskey:
    """404 for a passkey that is not there or is another person's, before anything is asked."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
            get_object_or_404(mine, pk=kwargs["pk"])
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # as above
        return response


class RenamePasskey(OwnPasskey, Answered, passkeys.EditWebAuthnView):
    """Another name."""


class RemovePasskey(OwnPasskey, passkeys.RemoveWebAuthnView):
    """One that is lost or not used any more."""


@login_required
def reset_second_factor(request: MemberRequest, code: UUID) -> HttpResponse:
    """For somebody whose phone is lost: decided above, recorded, told."""
    person = person_for(request.user, code)
    require_from_above(request.user, Action.RESET_SECOND_FACTOR, person.unit_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.apply(services.reset_second_factor, person, by=request.user, **form.cleaned_data):
        messages.success(request, _("Taken away. The person is told, and sets up a new one after signing in."))
        return redirect(person)
    return render(request, "members/second_factor.html", {"person": person, "form": form}, status=form.status_code)
