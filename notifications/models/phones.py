"""Phones that ring for messages, and chats at Telegram."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.querysets import PushSubscriptionQuerySet


class PushSubscription(models.Model):
    """One browser on one phone that takes a member's notes, at the push service which that browser named.

    It ends with the sessions of its account and with the key of this server (see `live`); it is no record, so it is
    deleted when the phone, its owner or the push service ends it.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="push_subscriptions")
    endpoint = models.TextField(unique=True)
    """The address at the push service. Whoever knows it and the keys can write to this phone: it is shown nowhere."""
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=30)
    server_key = models.CharField(max_length=100)
    """Our public key when it was made; under another one the push service takes nothing."""
    session_epoch = models.PositiveIntegerField()
    """The account's, when it was made: ending every session ends the phones too."""
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone with notifications")
        verbose_name_plural = _("phones with notifications")
        constraints = [
            models.CheckConstraint(
                name="push_subscription_has_keys",
                condition=~Q(p256dh="") & ~Q(auth="") & ~Q(server_key="") & ~Q(endpoint=""),
                violation_error_message=_("A phone is known by its address and its keys."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.code}"


class TelegramChat(models.Model):
    """Where a member reads messages at Telegram: he proved by a code of one use that the chat is his."""

    member = models.OneToOneField("members.Member", on_delete=models.PROTECT, related_name="telegram_chat")
    chat_id = models.BigIntegerField(unique=True)
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("chat at Telegram")
        verbose_name_plural = _("chats at Telegram")

    def __str__(self) -> str:
        return f"{self.member_id}"
