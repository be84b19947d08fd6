from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Register what the clock and a leaving member call."""
        from partners import reminders, services  # noqa: F401 - imported to be registered; nothing of them is used here
