"""Taking away a second factor for somebody who lost it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member, Reading, User
from members.permissions import require_from_above
from members.services.accounts import end_sessions, offices_not_over
from members.services.people import locked, refuse_oneself
from members.states import Action
from senkom.lib.logs import Event, note


@transaction.atomic
def reset_second_factor(member: Member, *, by: User, reason: str) -> None:
    """Take away app, passkeys and recovery codes; the person signs in anew with the password and sets up others.

    Decided above the member's unit and above every unit in which he holds an office, never by himself; who did it
    and why stays on record and is told to the person. Raises PermissionDenied, or ValidationError in words.
    """
    member = locked(member)
    refuse_oneself(member, by)
    require_from_above(by, Action.RESET_SECOND_FACTOR, member.unit)
    for office in offices_not_over(member, member.unit.today()):
        require_from_above(by, Action.RESET_SECOND_FACTOR, office.unit_id)
    account = User.objects.filter(member=member).first()
    if account and account.is_superuser and not by.is_superuser:
        raise PermissionDenied(_("Only another superuser, or whoever runs the server, can do this for a superuser."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason in a few words.")})
    if account is None or not take_away(account):
        raise ValidationError(_("This person has no second factor."), code="conflict")
    Reading.objects.create(member=member, by=by.member, what=Reading.What.SECOND_FACTOR, reason=reason.strip())
    note(Event.FACTOR_RESET, by=by, subject=member, unit=member.unit_id)


def take_away(account: User) -> bool:
    """Remove every factor and end every session; whether there was one."""
    removed, _rows = Authenticator.objects.filter(user=account).delete()
    end_sessions(account.member)
    return bool(removed)
