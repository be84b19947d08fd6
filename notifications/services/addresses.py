"""Addresses that were left alone, and are right after all."""

from __future__ import annotations

from django.db import transaction

from members.models import Member, User
from members.permissions import require
from members.states import Action
from notifications.models import FailingAddress


@transaction.atomic
def confirm_address(member: Member, *, by: User) -> None:
    """Its owner, or who passes his messages on, says that an address is right: it is tried again.

    Raises PermissionDenied for anybody else.
    """
    if by.member_id != member.pk:
        require(by, Action.VIEW_MESSAGES, member.unit_id)
    FailingAddress.objects.filter(member=member).delete()
