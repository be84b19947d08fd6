"""How a member's own chat at Telegram is bound: by a code of one use, which the bot is told there."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import Member, User
from notifications.channels import Unreachable, web
from notifications.channels.telegram import call
from notifications.models import TelegramChat
from senkom.lib.models import Link

log = logging.getLogger(__name__)

PURPOSE = "telegram"
CODE_AGE = timedelta(minutes=15)
START = "/start "
ROUNDS = 10
"""Times that one run asks for more; the next run goes on."""


def make_link(*, by: User) -> str:
    """The address that opens Telegram with a code for this member; an earlier one works no more."""
    _link, path = Link.make(PURPOSE, subject=by.member_id, age=CODE_AGE, made_by=by.member)
    return f"https://t.me/{settings.TELEGRAM_BOT}?start={path.strip('/').rpartition('/')[2]}"


def leave(*, by: User) -> None:
    """The chat of a member hears nothing more. A second time changes nothing."""
    TelegramChat.objects.filter(member=by.member_id).delete()


def fetch_codes(now: datetime | None = None) -> int:
    """Ask the bot who has told it a code; gives how many chats were bound."""
    bound, offset = 0, 0
    for _round in range(ROUNDS):
        try:
            found = call("getUpdates", offset=offset, timeout=0, allowed_updates=["message"]).result
        except (web.NotHandedOver, web.AnswerLost, Unreachable) as error:
            log.warning("Telegram does not answer: %s", error)
            break
        updates = [update for update in found or [] if isinstance(update, dict)]
        if not updates:
            break
        bound += sum(bind(chat, code) for chat, code in _told(updates))
        # Asking from here on is how the service learns that these were read.
        offset = max(int(update["update_id"]) for update in updates) + 1
    return bound


def _told(updates: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """Codes, and in which chat of one person they were told."""
    for update in updates:
        message: Mapping[str, Any] = update.get("message") or {}
        chat, text = message.get("chat") or {}, message.get("text")
        if isinstance(text, str) and text.startswith(START) and chat.get("type") == "private":
            yield int(chat["id"]), text.removeprefix(START).strip()


@transaction.atomic
def bind(chat_id: int, code: str) -> bool:
    """Bind a chat to the member for whom the code was made; False for a code that works no more."""
    live = Link.objects.live().filter(purpose=PURPOSE, token_hash=Link.hash_of(code))
    link = live.select_for_update().first()
    member = Member.objects.select_for_update(no_key=True).filter(pk=link.subject).first() if link else None
    if link is None or member is None or not member.may_have_account:
        return False
    TelegramChat.objects.filter(chat_id=chat_id).exclude(member=member).delete()
    TelegramChat.objects.update_or_create(member=member, defaults={"chat_id": chat_id, "made_at": timezone.now()})
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    transaction.on_commit(lambda: _greet(chat_id, member))
    return True


def _greet(chat_id: int, member: Member) -> None:
    """Say in the chat that it is connected; a greeting that is lost is no harm."""
    account: User | None = getattr(member, "user", None)
    with translation.override(account.language if account else settings.LANGUAGE_CODE):
        text = _("Connected. Messages of Senkom come here too; you can switch this off in Senkom.")
    try:
        call("sendMessage", chat_id=chat_id, text=text)
    except (web.NotHandedOver, web.AnswerLost, Unreachable) as error:
        log.warning("Telegram does not answer: %s", error)
