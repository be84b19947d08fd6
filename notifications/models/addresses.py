"""Addresses that don't take what is sent to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.querysets import FailingAddressQuerySet


class FailingAddress(models.Model):
    """How often in a row a channel refused somebody's address for good. After three it is left alone (`paused`).

    The address itself is not kept, only what tells it from another one: so a changed address is tried at once.
    """

    member = models.ForeignKey("members.Member", verbose_name=_("member"), on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=20)
    address_key = models.CharField(max_length=32, editable=False)
    refusals = models.PositiveSmallIntegerField(_("refusals in a row"))
    last_code = models.CharField(_("last answer"), max_length=40)
    refused_at = models.DateTimeField(_("last refused"))

    objects = FailingAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        constraints = [
            models.UniqueConstraint(
                name="failing_address_once",
                fields=["member", "channel"],
                violation_error_message=_("The refusals of this address are counted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.channel}"
