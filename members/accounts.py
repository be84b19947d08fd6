"""Finding the account behind what a person types when signing in."""

from __future__ import annotations

import phonenumbers
from django.conf import settings
from django.db.models import Q

from members.models import User


def phone_in_e164(text: str) -> str:
    """A phone number as it is stored, or an empty text where it is none."""
    try:
        number = phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def username_for(typed: str) -> str:
    """The user name of the one account with this user name, member number, phone or e-mail.

    Gives back what was typed where none or more than one account has it (two people may share a phone).
    """
    typed = typed.strip()
    if User.objects.filter(username=typed).exists():
        return typed
    same = Q(member__member_number__iexact=typed) | Q(member__email__iexact=typed)
    if phone := phone_in_e164(typed):
        same |= Q(member__phone=phone)
    found = list(User.objects.filter(same, is_active=True).values_list("username", flat=True)[:2])
    return str(found[0]) if len(found) == 1 else typed
