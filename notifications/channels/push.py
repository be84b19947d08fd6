"""Web Push: a note on the lock screen of every phone on which a person asked for it. It says no more than its kind.

A push service keeps no ledger that could be asked, and needs none, for a push may be repeated: both attempts carry the
same `Topic`, so that the second replaces one that was not delivered yet (RFC 8030), and the same `tag`, so that on the
phone it takes the place of one that is shown already, without a sound. So what is uncertain goes again. At worst
somebody sees once more what he has wiped away within these minutes. No phone, no answer after six attempts: a person
is told.

With several phones, one that took it is enough; the inbox has it anyway.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import timedelta

from django.utils import timezone

from notifications.channels import web
from notifications.channels.base import Letter, Outcome, Result
from notifications.models import PushSubscription
from notifications.states import MEMBER
from notifications.webpush import keys
from notifications.webpush.encryption import encrypt

GONE = (404, 410)
LATER = (408, 425, 429)
LONGEST = timedelta(days=28)
"""No push service keeps a message longer."""
BEST_FIRST = (Result.ACCEPTED, Result.UNCERTAIN, Result.NOT_ACCEPTED, Result.REFUSED)


class MayBeRepeated:
    """The ledger of a channel where a second attempt replaces the first."""

    def accepted(self, message_id: str) -> bool:
        """Never known to be; so it is sent again."""
        return False


def phones_of(people: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """Members who have a phone that takes pushes; the address is the member's own number."""
    ids = [pk for kind, pk in people if kind == MEMBER]
    live = PushSubscription.objects.live().filter(member__in=ids)
    return {(MEMBER, pk): str(pk) for pk in live.values_list("member_id", flat=True)}


class PushSender:
    """Sends to every phone of a member. Each stands at some push service, so there is no connection to keep."""

    ledger = MayBeRepeated()

    def connect(self) -> None:
        """Nothing is opened before its time."""

    def send(self, letter: Letter) -> Outcome:
        phones = PushSubscription.objects.live().filter(member=int(letter.to)).order_by("pk")
        outcomes = [_push(phone, letter) for phone in phones]
        return min(outcomes, key=lambda one: BEST_FIRST.index(one.result), default=Outcome(Result.REFUSED, "gone"))

    def close(self) -> None:
        """Nothing is open."""


def topic_of(letter: Letter) -> str:
    """The same for each attempt at one message, at most 32 letters; it tells nothing."""
    return keys.to_text(hashlib.sha256(letter.message_id.encode()).digest()[:18])


def _push(phone: PushSubscription, letter: Letter) -> Outcome:
    said = {"title": letter.subject, "body": letter.body, "path": letter.path, "tag": topic_of(letter)}
    try:
        text = json.dumps(said, ensure_ascii=False).encode()
        body = encrypt(text, keys.to_bytes(phone.p256dh), keys.to_bytes(phone.auth))
        answer = web.post(phone.endpoint, body, _headers(phone, letter))
    except (ValueError, web.Forbidden) as error:
        return Outcome(Result.REFUSED, type(error).__name__)
    except web.NotHandedOver as error:
        return Outcome(Result.NOT_ACCEPTED, str(error))
    except web.AnswerLost as error:
        return Outcome(Result.UNCERTAIN, str(error))
    return _outcome(phone, answer)


def _headers(phone: PushSubscription, letter: Letter) -> dict[str, str]:
    left = min(letter.not_after - timezone.now(), LONGEST) if letter.not_after else LONGEST
    return {
        "Authorization": keys.authorization(phone.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(left.total_seconds()))),
        "Topic": topic_of(letter),
        # A phone that sleeps is woken for what concerns tonight.
        "Urgency": "high" if letter.urgent else "normal",
    }


def _outcome(phone: PushSubscription, answer: web.Answer) -> Outcome:
    code = str(answer.status)
    if answer.status in GONE:
        PushSubscription.objects.filter(pk=phone.pk).delete()
        return Outcome(Result.REFUSED, "gone")
    if answer.status in LATER or answer.status >= 500:
        return Outcome(Result.NOT_ACCEPTED, code, answer.wait)
    return Outcome(Result.ACCEPTED if 200 <= answer.status < 300 else Result.REFUSED, code)
