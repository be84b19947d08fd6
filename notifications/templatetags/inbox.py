"""What the bar of every page says about messages: `{% load inbox %}{% unread_count as unread %}`."""

from __future__ import annotations

from typing import Any

from django import template

from members.models import Member, User
from notifications import phones, services
from notifications.models import FailingAddress
from notifications.webpush.keys import public_key

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context: dict[str, Any]) -> int:
    """How many messages the person who is signed in has not read; 0 for strangers."""
    user = getattr(context.get("request"), "user", None)
    return services.unread_count(user.member) if isinstance(user, User) and user.is_active else 0


@register.simple_tag(takes_context=True)
def this_phone(context: dict[str, Any]) -> dict[str, str]:
    """The key for browsers, and whether this one rings for the person: 'on', 'off', or 'stale' (to be renewed)."""
    request = context["request"]
    mine = phones.phone_of(request).visible_to(request.user)
    state = "on" if mine.live().exists() else "stale" if mine.exists() else "off"
    return {"key": public_key(), "state": state}


@register.simple_tag(takes_context=True)
def paused_address(context: dict[str, Any], person: Member) -> FailingAddress | None:
    """A person's address that is left alone at present, for himself and for who passes his messages on."""
    user = getattr(context.get("request"), "user", None)
    return FailingAddress.objects.visible_to(user).paused().filter(member=person).first() if user else None
