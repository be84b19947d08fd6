from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        # Django's own events: who signs in or out on a phone that rings. And what ends when a member leaves.
        from notifications import leaving, phones  # noqa: F401 - they connect themselves
