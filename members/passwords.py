"""How passwords are kept, and which ones are too easy to guess."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ORGANISATION = ("senkom", "mitra", "polri")
SHORTEST_WORD = 4
ENOUGH_BESIDE_IT = 6


class OwaspArgon2Hasher(Argon2PasswordHasher):
    """Argon2id as OWASP advises (19 MiB, two passes, one lane).

    Django's own parameters take 100 MiB and eight threads for each sign-in; a small server has neither.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


class NotAboutYouValidator:
    """Refuses a password that is little more than one's own name, number or unit, or the organisation's name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError in words."""
        left = _plain(password)
        known = sorted({word for word in _words_about(user) if len(word) >= SHORTEST_WORD}, key=len, reverse=True)
        found = [word for word in known if word in left]
        for word in found:
            left = left.replace(word, "")
        if found and len(left) < ENOUGH_BESIDE_IT:
            raise ValidationError(self.get_help_text(), code="password_about_you")

    def get_help_text(self) -> str:
        return _("Choose something other than your name, your number or Senkom; three words of your own are good.")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _words_about(user: Any) -> list[str]:
    """What others know of a person, each as one plain word."""
    member = getattr(user, "member", None) if user is not None and getattr(user, "member_id", None) else None
    said = [*ORGANISATION, getattr(user, "username", "")]
    if member is not None:
        phone = str(member.phone or "")
        said += [*member.full_name.split(), *member.unit.name.split(), member.member_number or "", phone]
        said.append(phone.removeprefix("+62"))
        if born := member.birth_date:
            said += [born.strftime(form) for form in ("%d%m%Y", "%Y%m%d", "%d%m%y")]
    return [_plain(word) for word in said]
