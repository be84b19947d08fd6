"""Telegram, as the example of one more channel: a bot of one's own, off where no token is set.

Written after https://core.telegram.org/bots/api (sections "Making requests", "ResponseParameters", "sendMessage" and
"getUpdates"; November 2026) and never tried with the real service. It keeps no ledger and knows no id of ours, so a
lost answer is held for a person, as with a mail relay without a log.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

from notifications.channels import web
from notifications.channels.base import Letter, Outcome, Result, Unreachable
from notifications.models import TelegramChat
from notifications.states import MEMBER

LONGEST_TEXT = 4096
NOT_OURS = (401, 404)
"""The answers to a wrong token: no letter is to blame."""


def chats_of(people: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The chats of members who have bound one."""
    chats = TelegramChat.objects.filter(member__in=[pk for kind, pk in people if kind == MEMBER])
    return {(MEMBER, member): str(chat) for member, chat in chats.values_list("member_id", "chat_id")}


@dataclass(frozen=True)
class Reply:
    """What the bot's service answered."""

    status: int
    said: Mapping[str, Any]
    wait: timedelta

    @property
    def result(self) -> Any:
        """What was asked for; None where it was refused."""
        return self.said.get("result") if self.said.get("ok") is True else None


def call(method: str, **fields: Any) -> Reply:
    """Ask the service. Raises web.NotHandedOver, web.AnswerLost, Unreachable for a wrong token."""
    url = f"{settings.TELEGRAM_API}/bot{settings.TELEGRAM_TOKEN}/{method}"
    answer = web.post(url, json.dumps(fields).encode(), {"Content-Type": "application/json"}, is_ours=True)
    if answer.status in NOT_OURS:
        raise Unreachable(str(answer.status))
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    return Reply(answer.status, said, max(answer.wait, _wait(said)))


def _wait(said: Mapping[str, Any]) -> timedelta:
    parameters = said.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return min(timedelta(seconds=seconds), web.WAIT_AT_MOST) if isinstance(seconds, int) else timedelta(0)


class TelegramSender:
    """One request for each message."""

    ledger = None

    def connect(self) -> None:
        """Nothing is opened before its time."""

    def send(self, letter: Letter) -> Outcome:
        text = f"{letter.subject}\n\n{letter.body}"[:LONGEST_TEXT]
        try:
            reply = call("sendMessage", chat_id=int(letter.to), text=text, link_preview_options={"is_disabled": True})
        except web.NotHandedOver as error:
            raise Unreachable(str(error)) from error
        except web.AnswerLost as error:
            return Outcome(Result.UNCERTAIN, str(error))
        return _outcome(letter, reply)

    def close(self) -> None:
        """Nothing is open."""


def _outcome(letter: Letter, reply: Reply) -> Outcome:
    code = str(reply.status)
    if reply.status == 200:
        # An answer that can't be read came from somebody in between.
        return Outcome(Result.ACCEPTED if reply.result else Result.UNCERTAIN, code)
    if reply.status == 403:  # blocked, or the account is gone: its owner binds it anew if he wants to
        TelegramChat.objects.filter(chat_id=int(letter.to)).delete()
    if reply.status == 429 or reply.status >= 500:
        return Outcome(Result.NOT_ACCEPTED, code, reply.wait)
    return Outcome(Result.REFUSED, code)
