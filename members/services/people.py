"""What all services of the roster begin with: the person locked, and the rule of the second pair of eyes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.duplicates import duplicates_of
from members.models import Member, Unit, User
from senkom.lib.states import move


def locked(member: Member) -> Member:
    """The person's row as it is now, locked until the transaction ends."""
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    return rows.get(pk=member.pk)


def locked_unit(path: str) -> Unit:
    """The unit's row as it is now, locked until the transaction ends; taken before any person.

    Whoever fills a chapter and whoever closes it take turns here, so that a closed one is empty.
    """
    unit: Unit = Unit.objects.select_for_update(no_key=True).get(pk=path)
    return unit


def take_step(
    member: Member,
    to: str,
    *,
    by: User,
    reason: str = "",
    document: str = "",
    now: datetime | None = None,
    also: Collection[str] = (),
) -> None:
    """Take one step of the life cycle for a person who is locked; with the number of the paper behind it, if any."""
    member.state_document = document.strip()
    move(member, to, by=by, reason=reason, now=now, also=["state_document", *also])


def refuse_oneself(member: Member, by: User) -> None:
    """Raises ValidationError where somebody decides about himself; people are compared, not accounts."""
    if by.member_id == member.pk:
        raise ValidationError(_("Somebody else takes this step for you. Ask another board member."), code="oneself")


def mark_likely_duplicate(member: Member) -> Member | None:
    """Look whether a person whose details were just changed is on the list twice; his page then says so.

    Nothing is refused: two people may bear one name. A mark that stands stays, until somebody has looked.
    """
    same = duplicates_of(member).first()
    if same is not None and member.likely_same_as_id is None:
        member.likely_same_as = same
        member.save(update_fields=["likely_same_as"])
    return same
