from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        # Django's own events: who signs in or out on a phone that rings.
        from notifications import phones  # noqa: F401 - connects itself
