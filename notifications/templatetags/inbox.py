"""What every page says about messages: `{% load inbox %}{% message_bar as bar %}`."""

from __future__ import annotations

from typing import Any

from django import template

from members.models import Member, User
from members.permissions import allows_anywhere
from members.states import Action
from notifications import phones
from notifications.health import Bar, bar_of
from notifications.models import FailingAddress
from notifications.webpush.keys import public_key

register = template.Library()


@register.simple_tag(takes_context=True)
def message_bar(context: dict[str, Any]) -> Bar:
    """How many messages the person has not read; for coordinators, since when the reminders are silent."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User) or not user.is_active:
        return Bar(0, None)
    bar = bar_of(user.member)
    return bar if allows_anywhere(user, Action.VIEW_MESSAGES) else Bar(bar.unread, None)


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
    if not user or not person.email:
        return None
    return FailingAddress.objects.visible_to(user).paused().filter(member=person).first()
