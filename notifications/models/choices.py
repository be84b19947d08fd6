"""What each person chose: which messages go out to him, and when he is left in peace."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """One kind of message that somebody does not want through one channel. Without a row it goes out.

    The inbox is no channel: everything stands there.
    """

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=20)
    declined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("declined message")
        verbose_name_plural = _("declined messages")
        constraints = [
            models.UniqueConstraint(
                name="preference_once",
                fields=["member", "topic", "channel"],
                violation_error_message=_("This was chosen already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.channel}"


class QuietHours(models.Model):
    """When somebody wants to be left in peace, on the clock where his unit is. Without a row: the usual hours."""

    member = models.OneToOneField("members.Member", on_delete=models.PROTECT, related_name="quiet_hours")
    begins = models.TimeField(_("quiet from"))
    ends = models.TimeField(_("quiet until"), help_text=_("The same time twice: no quiet hours."))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")

    def __str__(self) -> str:
        return f"{self.begins:%H.%M}–{self.ends:%H.%M}"
