"""What a member mends himself: how he is reached."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from members.accounts import phone_in_e164
from members.models import Member, User
from members.services.people import locked
from senkom.lib.locks import one_at_a_time

FIELDS = ["phone", "email", "address", "emergency_contact"]


@transaction.atomic
def change_own_data(*, by: User, phone: Any, email: str, address: str, emergency_contact: str) -> Member:
    """Keep somebody's own phone, e-mail, address and emergency contact; the record of changes says what was before.

    Raises ValidationError where another account signs in with that phone or e-mail: then neither could any more.
    """
    one_at_a_time("members.sign_in_identifiers")
    member = locked(by.member)
    phone = phone_in_e164(str(phone)) if phone else ""
    taken = {}
    if phone and phone != phone_in_e164(str(member.phone)) and _signs_in_with(by, Q(member__phone=phone)):
        taken["phone"] = _("Somebody else signs in with this number. Use another one, or ask your coordinator.")
    same_email = Q(member__email__iexact=email) | Q(username__iexact=email)
    if email and email.lower() != member.email.lower() and _signs_in_with(by, same_email):
        taken["email"] = _("Somebody else signs in with this e-mail. Use another one, or ask your coordinator.")
    if taken:
        raise ValidationError(taken)
    member.phone, member.email, member.address, member.emergency_contact = phone, email, address, emergency_contact
    member.save(update_fields=FIELDS)
    return member


def _signs_in_with(by: User, identifier: Q) -> bool:
    """Whether an open account of somebody else answers to this identifier (see `accounts.username_for`)."""
    return User.objects.filter(identifier, is_active=True).exclude(pk=by.pk).exists()
